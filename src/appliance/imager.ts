import { parseDocument } from 'yaml';
import type { WifiNetwork } from './networks.ts';
import { countryIn, networkOf } from './networks.ts';
import type { SystemReading } from './system-settings.ts';
import { hostnameIn, sshKeysIn, timezoneIn } from './system-settings.ts';
import type { TextMap } from './text-map.ts';
import { isTextMap, isUnset } from './text-map.ts';

/** What Raspberry Pi Imager puts on the card, for cloud-init. It is read as data: nothing in it is run. */
export const IMAGER_FILES = ['user-data', 'network-config'] as const;

const NOTHING: SystemReading = { settings: {}, problems: [] };
const USED = ['hostname', 'timezone', 'ssh_authorized_keys', 'users'];
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
  if (data === 'broken') return { settings: {}, problems: ['is not YAML, and is not used'] };
  if (!isTextMap(data)) return NOTHING;
  const problems: string[] = [];
  const keys = [data.ssh_authorized_keys, ...usersOf(data).map((user) => user.ssh_authorized_keys)].flat().filter((key) => !isUnset(key));
  const settings = {
    ...hostnameIn(data.hostname, problems),
    ...timezoneIn(data.timezone, problems),
    ...(keys.length > 0 && sshKeysIn(keys, problems, 'ssh_authorized_keys')),
  };
  const unused = Object.keys(data).filter((key) => !USED.includes(key) && !HARMLESS.includes(key));
  if (unused.length > 0) problems.push(`not used here: ${unused.join(', ')}`);
  return { settings, problems };
}

/** The file `network-config` (netplan, version 2): the Wi-Fi networks and the country. */
export function networkConfigIn(text: string): SystemReading {
  const data = failsafe(text);
  if (data === 'broken') return { settings: {}, problems: ['is not YAML, and is not used'] };
  const network = isTextMap(data) && isTextMap(data.network) ? data.network : data;
  const wifis = isTextMap(network) ? mapsIn(network.wifis) : [];
  const problems: string[] = [];
  const networks = wifis.flatMap((wifi) => accessPointsOf(wifi, problems));
  const country = wifis.map((wifi) => wifi['regulatory-domain']).find((each) => !isUnset(each));
  return { settings: { ...countryIn(country, problems), ...(networks.length > 0 && { networks }) }, problems };
}

function accessPointsOf(wifi: TextMap, problems: string[]): readonly WifiNetwork[] {
  const points = wifi['access-points'];
  return Object.entries(isTextMap(points) ? points : {}).flatMap(([ssid, point]) => {
    const details = isTextMap(point) ? point : {};
    const password = isTextMap(details.auth) ? (details.auth.password ?? details.password) : details.password;
    const network = networkOf({ ssid, password, hidden: details.hidden });
    if (typeof network !== 'string') return [network];
    problems.push(network);
    return [];
  });
}

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
