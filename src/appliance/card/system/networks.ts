import { switchIn } from '../../../shared/switch-word.ts';
import type { CardRemarks } from '../remarks.ts';
import { isTextMap, isUnset, type TextMap } from '../text-map.ts';
import { countryOf } from './countries.ts';

/**
 * A Wi-Fi network. Without a password it is open; a password of 64 hexadecimal digits is the key itself. `isStored`: the file says
 * `(stored)` instead of the password, which the box has kept since it connected.
 */
export type WifiNetwork = { readonly ssid: string; readonly password?: string; readonly isStored?: true; readonly hidden: boolean };

/** What the box writes over a password on the card once it has kept that password itself. */
export const STORED = '(stored)';
/** As editors and people write it: a password of that kind would take the place of the only copy of the right one. */
const STORED_BY_HAND = /^\s*[([{]?\s*stored\s*[)\]}]?\s*$/i;

const PASSPHRASE = /^[\x20-\x7e]{8,63}$/;
const RAW_KEY = /^[0-9a-f]{64}$/i;
const LONGEST_SSID = 32;
/** What stands in the file that the image brings. */
const EXAMPLE = { ssid: 'name of the network', password: 'its password' } as const;

const KEYS = ['ssid', 'password', 'hidden', 'country'] as const;
/** What people call those keys. */
const MEANT: Readonly<Record<string, (typeof KEYS)[number]>> = {
  ...{ ssid: 'ssid', essid: 'ssid', name: 'ssid', network: 'ssid', netzwerk: 'ssid', nom: 'ssid', nombre: 'ssid' },
  ...{ password: 'password', passwort: 'password', kennwort: 'password', pass: 'password', passwd: 'password', pwd: 'password' },
  ...{ psk: 'password', passphrase: 'password', key: 'password', wpa: 'password', mot_de_passe: 'password', contraseña: 'password' },
  ...{ hidden: 'hidden', country: 'country', land: 'country', pays: 'country', pais: 'country' },
};
/** Keys of networks where everybody has a user name, which the box cannot join. */
const ENTERPRISE = /^(identity|anonymous.identity|eap.*|phase2|user|username|benutzer(name)?|ca.cert|private.key.*|key.management)$/i;

/** The key of a network that somebody means by another word; undefined if nobody knows. */
export const keyMeantBy = (word: string): string | undefined => MEANT[word.trim().toLowerCase().replace(/[ -]/g, '_')];

/** One network or a list of them. Each that cannot be right is left out, and named in the remarks. */
export function networksIn(value: unknown, remarks: CardRemarks): { readonly networks?: readonly WifiNetwork[] } {
  if (isUnset(value)) return {};
  const entries = [value].flat();
  const networks = entries.flatMap((each, index) => {
    const name =
      isTextMap(each) && isText(each.ssid) && each.ssid !== '' ? `Wi-Fi '${shortened(each.ssid)}'` : `Wi-Fi, network ${index + 1}`;
    const network = isTextMap(each) ? entryOf(each, entries[index + 1], { name, remarks }) : "must have the keys 'ssid' and 'password'";
    if (typeof network !== 'string') return [network];
    remarks.leftOut.push(`${name}: ${network}`);
    return [];
  });
  return { networks: onceEach(networks, remarks) };
}

/** A network of the list, or what is wrong with it. `next`: what follows it there. */
function entryOf(
  entry: TextMap,
  next: unknown,
  { name, remarks }: { readonly name: string; readonly remarks: CardRemarks },
): WifiNetwork | string {
  const strange = Object.keys(entry).filter((key) => !KEYS.some((each) => each === key));
  if (strange.some((key) => ENTERPRISE.test(key)))
    return 'a Wi-Fi with a user name cannot be joined, only one with a password for everybody';
  if (entry.ssid === EXAMPLE.ssid || entry.password === EXAMPLE.password)
    return 'this is the example from the file of the image: write the name and the password of your own Wi-Fi there';
  for (const key of strange) {
    const meant = keyMeantBy(key);
    if (meant !== undefined && isUnset(entry[meant])) return `has the key '${shortened(key)}': write '${meant}' in its place`;
  }
  if (strange.length > 0) remarks.problems.push(`${name}: has a key that is not known here: there are ${KEYS.join(', ')}`);
  if (isUnset(entry.password) && isTextMap(next) && isUnset(next.ssid) && Object.keys(next).some((key) => keyMeantBy(key) === 'password'))
    return "its password stands behind a dash of its own: take that dash away, and indent 'password' like 'ssid'";
  if (entry.password === '') return "its password is empty: write it behind 'password:', or take that line away if the network has none";
  return networkOf(entry);
}

/** Each network once: the one with a password, if there is one, and of several the last. */
function onceEach(networks: readonly WifiNetwork[], { notes }: CardRemarks): readonly WifiNetwork[] {
  const isOpen = ({ password, isStored }: WifiNetwork): boolean => password === undefined && !isStored;
  const wins = (network: WifiNetwork): boolean => {
    const same = networks.filter(({ ssid }) => ssid === network.ssid);
    return (same.findLast((each) => !isOpen(each)) ?? same.at(-1)) === network;
  };
  for (const { ssid } of networks.filter((each) => !wins(each))) notes.push(`Wi-Fi '${ssid}' stands twice: ${TWICE}`);
  return networks.filter(wins);
}

const TWICE = 'the one with a password is used, or else the last';

/** A network, or what is wrong with it. */
export function networkOf({ ssid, password, hidden }: Readonly<Record<string, unknown>>): WifiNetwork | string {
  if (isUnset(ssid)) return "'ssid', the name of the network, is missing";
  if (!isText(ssid) || !(isText(password) || isUnset(password))) return 'name and password must be texts: put them in quotes';
  const secret = isUnset(password) ? undefined : String(password);
  if (Buffer.byteLength(ssid) > LONGEST_SSID)
    return `its name is too long: ${LONGEST_SSID} bytes at most, of which an umlaut takes two and an emoji four`;
  const isHidden = switchIn(hidden) === true;
  if (secret !== undefined && STORED_BY_HAND.test(secret)) return { ssid, isStored: true, hidden: isHidden };
  if (secret !== undefined && !PASSPHRASE.test(secret) && !RAW_KEY.test(secret))
    return 'a password has 8 to 63 characters, none of them an accented letter or an emoji; an open network has none';
  return { ssid, ...(secret !== undefined && { password: secret }), hidden: isHidden };
}

export function countryIn(value: unknown, { problems, notes }: CardRemarks): { readonly country?: string } {
  if (isUnset(value)) return {};
  const found = countryOf(String(value));
  if (found === undefined) problems.push('system.country: must be the two letters of a country, such as DE');
  if (found?.note !== undefined) notes.push(found.note);
  return found === undefined ? {} : { country: found.country };
}

/** Whether the password is the 256-bit key, which some programs write instead of the passphrase. */
export const isRawKey = (password: string): boolean => RAW_KEY.test(password);

const isText = (value: unknown): value is string => typeof value === 'string';
const shortened = (text: string): string => (text.length > 40 ? `${[...text].slice(0, 40).join('')}…` : text);
