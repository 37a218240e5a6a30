import { isTextMap, isUnset, switchIn } from './text-map.ts';

/**
 * A Wi-Fi network. Without a password it is open; a password of 64 hexadecimal digits is the key itself. `isStored`: the file says
 * `(stored)` instead of the password, which the box has kept since it connected.
 */
export type WifiNetwork = { readonly ssid: string; readonly password?: string; readonly isStored?: true; readonly hidden: boolean };

/** What the box writes over a password on the card once it has kept that password itself. */
export const STORED = '(stored)';

const PASSPHRASE = /^[\x20-\x7e]{8,63}$/;
const RAW_KEY = /^[0-9a-f]{64}$/i;
const LONGEST_SSID = 32;

/** One network or a list of them. Adds a sentence to `problems` for each that cannot be right, and leaves it out. */
export function networksIn(value: unknown, problems: string[]): { readonly networks?: readonly WifiNetwork[] } {
  if (isUnset(value)) return {};
  const networks = [value].flat().flatMap((each, index) => {
    const network = isTextMap(each) ? networkOf(each) : "must have the keys 'ssid' and 'password'";
    if (typeof network !== 'string') return [network];
    problems.push(`system.wifi, network ${index + 1}: ${network}`);
    return [];
  });
  return { networks };
}

/** A network, or what is wrong with it. */
export function networkOf({ ssid, password, hidden }: Readonly<Record<string, unknown>>): WifiNetwork | string {
  if (isUnset(ssid)) return "'ssid', the name of the network, is missing";
  const [name, secret] = [String(ssid), isUnset(password) ? undefined : String(password)];
  if (Buffer.byteLength(name) > LONGEST_SSID) return 'the name of a network has 32 bytes at most';
  const isHidden = switchIn(hidden) === true;
  if (secret?.trim() === STORED) return { ssid: name, isStored: true, hidden: isHidden };
  if (secret !== undefined && !PASSPHRASE.test(secret) && !RAW_KEY.test(secret))
    return 'a password has 8 to 63 characters, none of them an accented letter or an emoji; an open network has none';
  return { ssid: name, ...(secret !== undefined && { password: secret }), hidden: isHidden };
}

export function countryIn(value: unknown, problems: string[]): { readonly country?: string } {
  if (isUnset(value)) return {};
  const country = String(value).trim().toUpperCase();
  if (/^[A-Z]{2}$/.test(country)) return { country };
  problems.push('system.country: must be two letters, such as DE');
  return {};
}

/** Whether the password is the 256-bit key, which some programs write instead of the passphrase. */
export const isRawKey = (password: string): boolean => RAW_KEY.test(password);
