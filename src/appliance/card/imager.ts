import { parseDocument } from 'yaml';
import type { CardRemarks } from './remarks.ts';
import { noRemarks } from './remarks.ts';
import type { WifiNetwork } from './system/networks.ts';
import { countryIn, networkOf } from './system/networks.ts';
import { sshKeysIn } from './system/ssh-keys.ts';
import type { SystemReading } from './system/system-settings.ts';
import { hostnameIn, timezoneIn } from './system/system-settings.ts';
import type { TextMap } from './text-map.ts';
import { isTextMap, isUnset } from './text-map.ts';

/** What Raspberry Pi Imager puts on the card, for cloud-init. It is read as data: nothing in it is run. */
export const IMAGER_FILES = ['user-data', 'network-config'] as const;

const BROKEN: SystemReading = { settings: {}, ...noRemarks(), problems: ['is not YAML, and is not used'] };
const USED = ['hostname', 'timezone', 'ssh_authorized_keys', 'users'];
const PASSWORDS = ['password', 'passwd', 'hashed_passwd', 'plain_text_passwd'];
/** What says nothing that would be missed. */
const HARMLESS = [
  'manage_etc_hosts',
  'preserve_hostname',
  'fqdn',
  'locale',
  'keyboard',
  'packages',
  'package_update',
  'ssh_pwauth',
  'enable_ssh',
  'rpi',
];

/** The file `user-data`: host name, time zone, SSH keys. Users and passwords have no meaning on a box that nobody logs in to. */
export function userDataIn(text: string): SystemReading {
  const data = failsafe(text);
  if (data === 'broken') return BROKEN;
  const remarks = noRemarks();
  if (!isTextMap(data)) return { settings: {}, ...remarks };
  const keys = [data.ssh_authorized_keys, ...usersOf(data).map((user) => user.ssh_authorized_keys)].flat().filter((key) => !isUnset(key));
  const settings = {
    ...hostnameIn(data.hostname, remarks),
    ...timezoneIn(data.timezone, remarks),
    ...(keys.length > 0 && sshKeysIn(keys, remarks, 'ssh_authorized_keys')),
  };
  const unused = Object.keys(data).filter((key) => ![...USED, ...HARMLESS, ...PASSWORDS, 'chpasswd'].includes(key));
  if (unused.length > 0) remarks.notes.push(`not used here: ${unused.join(', ')}`);
  if (hasPassword(data)) remarks.notes.push('a password has no meaning here: nobody logs in to the box, and the page has PINs of its own');
  return { settings, ...remarks };
}

/** The file `network-config` (netplan, version 2): the Wi-Fi networks and the country. */
export function networkConfigIn(text: string): SystemReading {
  const data = failsafe(text);
  if (data === 'broken') return BROKEN;
  const network = isTextMap(data) && isTextMap(data.network) ? data.network : data;
  const wifis = isTextMap(network) ? mapsIn(network.wifis) : [];
  const remarks = noRemarks();
  const networks = wifis.flatMap((wifi) => accessPointsOf(wifi, remarks));
  const country = wifis.map((wifi) => wifi['regulatory-domain']).find((each) => !isUnset(each));
  return { settings: { ...countryIn(country, remarks), ...(networks.length > 0 && { networks }) }, ...remarks };
}

function accessPointsOf(wifi: TextMap, { leftOut }: CardRemarks): readonly WifiNetwork[] {
  const points = wifi['access-points'];
  return Object.entries(isTextMap(points) ? points : {}).flatMap(([ssid, point]) => {
    const details = isTextMap(point) ? point : {};
    const password = isTextMap(details.auth) ? (details.auth.password ?? details.password) : details.password;
    const network = networkOf({ ssid, password, hidden: details.hidden });
    if (typeof network !== 'string') return [network];
    leftOut.push(`Wi-Fi '${ssid}': ${network}`);
    return [];
  });
}

const hasPassword = (data: TextMap): boolean =>
  [data, ...usersOf(data)].some((each) => PASSWORDS.some((key) => !isUnset(each[key])) || !isUnset(each.chpasswd));
const usersOf = (data: TextMap): readonly TextMap[] => (Array.isArray(data.users) ? data.users.filter(isTextMap) : []);
const mapsIn = (value: unknown): readonly TextMap[] => (isTextMap(value) ? Object.values(value).filter(isTextMap) : []);

/** Every value as a text: a password of digits must not become a number. */
function failsafe(text: string): unknown {
  const document = parseDocument(text, { schema: 'failsafe', logLevel: 'silent' });
  if (document.errors.length > 0) return 'broken';
  try {
    return document.toJS();
  } catch {
    return 'broken'; // an alias of an anchor that is not there
  }
}
