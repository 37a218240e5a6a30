import type { SecretOf } from './card/card-reading.ts';
import type { WifiNetwork } from './card/system/networks.ts';
import { isRawKey } from './card/system/networks.ts';
import type { SystemSettings } from './card/system/system-settings.ts';

/** Something that the settings become on the data partition: a file, or a link. `path`: below the partition's top. */
export type Placed = { readonly path: string } & ({ readonly text: string; readonly mode: number } | { readonly target: string });

const [OPEN_TO_ALL, GROUP_ONLY, ROOT_ONLY] = [0o644, 0o640, 0o600];

/** Where moodbox's own configuration is kept: /etc/moodbox of the running box. */
export const CONFIGURATION = 'config/moodbox.yaml';
/** Where the country of the Wi-Fi is kept, for iwd. */
export const COUNTRY = 'system/iwd.conf';
/** The keys for which SSH listens, a line each. */
export const SSH_KEYS = 'system/authorized_keys';
/** There while phones may play by AirPlay. */
export const AIRPLAY = 'system/airplay';

/** The files that the settings of a card become. `secretOf`: the passwords that the card calls stored. */
export function placedFor(
  system: SystemSettings,
  configuration: string | undefined,
  secretOf: SecretOf = () => undefined,
): readonly Placed[] {
  const { hostname, timezone, country, networks, sshKeys, airplay } = system;
  return [
    ...(configuration === undefined ? [] : [{ path: CONFIGURATION, text: configuration, mode: GROUP_ONLY }]),
    ...(hostname === undefined ? [] : [{ path: 'system/hostname', text: `${hostname}\n`, mode: OPEN_TO_ALL }]),
    ...(timezone === undefined ? [] : [{ path: 'system/localtime', target: `/usr/share/zoneinfo/${timezone}` }]),
    ...(country === undefined ? [] : [placedCountry(country)]),
    ...(sshKeys === undefined ? [] : [{ path: SSH_KEYS, text: sshKeys.map((key) => `${key}\n`).join(''), mode: ROOT_ONLY }]),
    ...(airplay ? [{ path: AIRPLAY, text: 'on\n', mode: OPEN_TO_ALL }] : []),
    ...(networks ?? []).map((network) => placedNetwork(network, secretOf(network))),
  ];
}

/** The country, for iwd: two capital letters. */
export const placedCountry = (country: string): Placed => ({
  path: COUNTRY,
  text: `[General]\nCountry=${country}\n`,
  mode: OPEN_TO_ALL,
});

/** The profile of a network, as a file on the data partition. */
export const placedNetwork = (network: WifiNetwork, secret?: string): Placed => ({
  path: profilePath(network),
  text: profileOf(network, secret),
  mode: ROOT_ONLY,
});

/** Where that file is, below the top of the data partition. */
export const profilePath = (network: WifiNetwork): string => `iwd/${profileName(network)}`;

/** The name of the file in which iwd looks for a network: anything but letters, digits, blanks, - and _ is written in hexadecimal. */
export function profileName({ ssid, password, isStored }: WifiNetwork): string {
  const name = /^[A-Za-z0-9 _-]+$/.test(ssid) ? ssid : `=${Buffer.from(ssid).toString('hex')}`;
  return `${name}.${password === undefined && !isStored ? 'open' : 'psk'}`;
}

/** What a path below the data partition holds, for a person; undefined for all that nobody has set by a name of its own. */
export function placedName(path: string): string | undefined {
  const named = PLACED_NAMES[path];
  const [, hex, plain] = /^iwd\/(?:=((?:[0-9a-f]{2})+)|(.+))\.(?:psk|open)$/.exec(path) ?? [];
  const ssid = hex === undefined ? plain : Buffer.from(hex, 'hex').toString();
  return named ?? (ssid === undefined ? undefined : `Wi-Fi '${ssid}'`);
}

const PLACED_NAMES: Readonly<Record<string, string>> = {
  ...{ [COUNTRY]: 'the country', [SSH_KEYS]: 'the SSH keys', [AIRPLAY]: 'AirPlay' },
  ...{ 'system/hostname': 'the name', 'system/localtime': 'the time zone' },
};

/** A profile of iwd (`man iwd.network`). `stored`: the lines with the password of a network whose password is stored. */
export function profileOf({ password, isStored, hidden }: WifiNetwork, stored?: string): string {
  const settings = ['[Settings]', 'AutoConnect=true', ...(hidden ? ['Hidden=true'] : []), ''];
  const secret = isStored ? stored : password === undefined ? undefined : secretLine(password);
  return [...(secret === undefined ? [] : ['[Security]', secret]), ...settings].join('\n');
}

/** The line of a profile that holds this password. */
export const secretLine = (password: string): string =>
  isRawKey(password) ? `PreSharedKey=${password.toLowerCase()}` : `Passphrase=${escaped(password)}`;

/** The lines of a profile that hold its password: iwd itself adds a key to a passphrase. Undefined if there are none. */
export function secretIn(profile: string): string | undefined {
  const lines = profile.split('\n').filter((line) => /^(Passphrase|PreSharedKey)=./.test(line));
  return lines.length > 0 ? lines.join('\n') : undefined;
}

/** iwd drops blanks at the start of a value, and reads a backslash as the start of an escape. */
const escaped = (value: string): string => value.replaceAll('\\', '\\\\').replace(/^ /, '\\s');
