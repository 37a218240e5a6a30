import type { WifiNetwork } from './networks.ts';
import { isRawKey } from './networks.ts';
import type { SystemSettings } from './system-settings.ts';

/** Something that the settings become on the data partition: a file, or a link. `path`: below the partition's top. */
export type Placed = { readonly path: string } & ({ readonly text: string; readonly mode: number } | { readonly target: string });

const [OPEN_TO_ALL, GROUP_ONLY, ROOT_ONLY] = [0o644, 0o640, 0o600];

/** Where moodbox's own configuration is kept: /etc/moodbox of the running box. */
export const CONFIGURATION = 'config/moodbox.yaml';

/** The files that the settings of a card become. */
export function placedFor(system: SystemSettings, configuration: string | undefined): readonly Placed[] {
  const { hostname, timezone, country, networks, sshKeys } = system;
  return [
    ...(configuration === undefined ? [] : [{ path: CONFIGURATION, text: configuration, mode: GROUP_ONLY }]),
    ...(hostname === undefined ? [] : [{ path: 'system/hostname', text: `${hostname}\n`, mode: OPEN_TO_ALL }]),
    ...(timezone === undefined ? [] : [{ path: 'system/localtime', target: `/usr/share/zoneinfo/${timezone}` }]),
    ...(country === undefined ? [] : [{ path: 'system/iwd.conf', text: `[General]\nCountry=${country}\n`, mode: OPEN_TO_ALL }]),
    ...(sshKeys === undefined
      ? []
      : [{ path: 'system/authorized_keys', text: sshKeys.map((key) => `${key}\n`).join(''), mode: ROOT_ONLY }]),
    ...(networks ?? []).map((network) => ({ path: `iwd/${profileName(network)}`, text: profileOf(network), mode: ROOT_ONLY })),
  ];
}

/** The name of the file in which iwd looks for a network: anything but letters, digits, blanks, - and _ is written in hexadecimal. */
export function profileName({ ssid, password }: WifiNetwork): string {
  const name = /^[A-Za-z0-9 _-]+$/.test(ssid) ? ssid : `=${Buffer.from(ssid).toString('hex')}`;
  return `${name}.${password === undefined ? 'open' : 'psk'}`;
}

/** A profile of iwd (`man iwd.network`). */
export function profileOf({ password, hidden }: WifiNetwork): string {
  const settings = ['[Settings]', 'AutoConnect=true', ...(hidden ? ['Hidden=true'] : [])];
  if (password === undefined) return `${settings.join('\n')}\n`;
  const secret = isRawKey(password) ? `PreSharedKey=${password.toLowerCase()}` : `Passphrase=${escaped(password)}`;
  return ['[Security]', secret, ...settings, ''].join('\n');
}

/** iwd drops blanks at the start of a value, and reads a backslash as the start of an escape. */
const escaped = (value: string): string => value.replaceAll('\\', '\\\\').replace(/^ /, '\\s');
