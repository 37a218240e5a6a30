import { unknownKey } from '../config/unknown.ts';
import type { WifiNetwork } from './networks.ts';
import { countryIn, networksIn } from './networks.ts';
import { isTextMap, isUnset, switchIn } from './text-map.ts';

/** What the owner says of the machine itself. A key that is absent stays as it was. */
export type SystemSettings = {
  /** Lower case. */
  readonly hostname?: string;
  /** A name of the time zone database, such as Europe/Berlin. */
  readonly timezone?: string;
  /** Two capital letters; radio waves are regulated by country. */
  readonly country?: string;
  readonly networks?: readonly WifiNetwork[];
  /** Public keys, a line each, as in `authorized_keys`. */
  readonly sshKeys?: readonly string[];
  /** Whether phones may play on the loudspeaker by AirPlay. */
  readonly airplay?: boolean;
};

/** What could be read, and a sentence for each thing that could not; none of them repeats a password. */
export type SystemReading = { readonly settings: SystemSettings; readonly problems: readonly string[] };

const KEYS = ['system.hostname', 'system.timezone', 'system.country', 'system.wifi', 'system.ssh', 'system.airplay'];
const HOSTNAME = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const PUBLIC_KEY = /^(ssh-(ed25519|rsa)|ecdsa-sha2-nistp\d+|sk-(ssh|ecdsa)-\S+) [A-Za-z0-9+/]+={0,2}( .*)?$/;

/** The section `system` of the settings, whose values are all texts (YAML's failsafe schema). Each key is judged by itself. */
export function systemIn(section: unknown): SystemReading {
  if (section === undefined || section === '') return { settings: {}, problems: [] };
  if (!isTextMap(section)) return { settings: {}, problems: ["system: must be a section with keys, such as 'hostname: kitchen'"] };
  const problems = Object.keys(section)
    .filter((key) => !KEYS.includes(`system.${key}`))
    .map((key) => unknownKey(`system.${key}`, KEYS));
  const settings = {
    ...hostnameIn(section.hostname, problems),
    ...timezoneIn(section.timezone, problems),
    ...countryIn(section.country ?? firstCountry(section.wifi), problems),
    ...networksIn(section.wifi, problems),
    ...sshIn(section.ssh, problems),
    ...airplayIn(section.airplay, problems),
  };
  return { settings, problems };
}

export function hostnameIn(value: unknown, problems: string[]): Pick<SystemSettings, 'hostname'> {
  if (isUnset(value)) return {};
  const hostname = String(value)
    .trim()
    .toLowerCase()
    .replace(/\.local$/, '');
  if (HOSTNAME.test(hostname)) return { hostname };
  problems.push('system.hostname: may hold letters, digits and hyphens, such as living-room');
  return {};
}

export function timezoneIn(value: unknown, problems: string[]): Pick<SystemSettings, 'timezone'> {
  if (isUnset(value)) return {};
  const timezone = zoneNamed(String(value).trim());
  if (timezone !== undefined) return { timezone };
  problems.push('system.timezone: must be a name of the time zone database, such as Europe/Berlin');
  return {};
}

/** In whatever case it is written. The list has one name a zone; others, such as Asia/Kolkata for Asia/Calcutta, are known all the same. */
function zoneNamed(name: string): string | undefined {
  const listed = ['UTC', ...Intl.supportedValuesOf('timeZone')].find((zone) => zone.toLowerCase() === name.toLowerCase());
  if (listed !== undefined || !/^[a-z]+(\/[a-z_-]+)+$/i.test(name)) return listed;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return name.toLowerCase().replace(/(?<![a-z])[a-z]/g, (letter) => letter.toUpperCase());
  } catch {
    return undefined;
  }
}

function airplayIn(value: unknown, problems: string[]): Pick<SystemSettings, 'airplay'> {
  if (isUnset(value)) return {};
  const airplay = switchIn(value);
  if (airplay !== undefined) return { airplay };
  problems.push('system.airplay: must be on or off');
  return {};
}

function sshIn(value: unknown, problems: string[]): Pick<SystemSettings, 'sshKeys'> {
  if (isUnset(value)) return {};
  if (isTextMap(value)) return sshKeysIn(value.authorized_keys, problems);
  problems.push("system.ssh: must be a section with the key 'authorized_keys'");
  return {};
}

/** A list of public keys, or one; `key`: what the sentences call it. */
export function sshKeysIn(value: unknown, problems: string[], key = 'system.ssh.authorized_keys'): Pick<SystemSettings, 'sshKeys'> {
  if (value === undefined) return {};
  const keys = (Array.isArray(value) ? value : String(value).split('\n')).map((each) => String(each).trim()).filter((each) => each !== '');
  const wrong = keys.filter((each) => !PUBLIC_KEY.test(each));
  if (wrong.some((each) => each.includes('PRIVATE KEY')))
    problems.push(
      `${key}: holds a private key, which belongs to nobody else: take it off the card, make a new one, and put in what ends in .pub`,
    );
  else if (wrong.length > 0) problems.push(`${key}: each line must be a public key, such as 'ssh-ed25519 AAAA… name'`);
  const right = keys.filter((each) => PUBLIC_KEY.test(each));
  return right.length > 0 || wrong.length === 0 ? { sshKeys: right } : {};
}

const firstCountry = (wifi: unknown): unknown =>
  [wifi]
    .flat()
    .filter(isTextMap)
    .map(({ country }) => country)
    .find((country) => !isUnset(country));
