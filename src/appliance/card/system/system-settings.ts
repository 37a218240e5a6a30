import { unknownKey } from '../../../config/unknown.ts';
import { switchIn } from '../../../shared/switch-word.ts';
import type { CardRemarks } from '../remarks.ts';
import { noRemarks } from '../remarks.ts';
import type { TextMap } from '../text-map.ts';
import { isTextMap, isUnset } from '../text-map.ts';
import type { WifiNetwork } from './networks.ts';
import { countryIn, keyMeantBy, networksIn } from './networks.ts';
import { sshKeysIn } from './ssh-keys.ts';

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

/** What could be read, and what there is to say of it. */
export type SystemReading = { readonly settings: SystemSettings } & {
  readonly [Kind in keyof CardRemarks]: readonly string[];
};

/** The keys of the section. */
export const SYSTEM_KEYS = ['hostname', 'timezone', 'country', 'wifi', 'ssh', 'airplay'] as const;
const KEYS = SYSTEM_KEYS.map((key) => `system.${key}`);
const HOSTNAME = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
/** Names by which every computer calls itself, or everybody. */
const TAKEN = ['localhost', 'localdomain', 'broadcasthost', 'ip6-localhost', 'ip6-loopback', 'local'];

/** The section `system` of the settings, whose values are all texts (YAML's failsafe schema). Each key is judged by itself. */
export function systemIn(section: unknown): SystemReading {
  const remarks = noRemarks();
  if (section === undefined || section === '') return { settings: {}, ...remarks };
  if (!isTextMap(section)) {
    remarks.problems.push("system: must be a section with keys, such as 'hostname: kitchen'");
    return { settings: {}, ...remarks };
  }
  remarks.problems.push(...Object.keys(section).flatMap(strangerIn));
  const settings = {
    ...hostnameIn(section.hostname, remarks),
    ...timezoneIn(section.timezone, remarks),
    ...countryIn(section.country ?? firstCountry(section.wifi), remarks),
    ...networksIn(section.wifi, remarks),
    ...sshIn(section.ssh, remarks),
    ...airplayIn(section.airplay, remarks),
  };
  return { settings: hasStrayPassword(section) ? withoutOpen(settings, remarks) : settings, ...remarks };
}

/** What to do about a key that the section does not have. Only what is nearly one of its keys is repeated: it may be a password. */
function strangerIn(key: string): readonly string[] {
  if (KEYS.includes(`system.${key}`)) return [];
  const meant = keyMeantBy(key);
  if (meant === 'ssid') return ["system: the name of a network belongs under 'wifi:', as '- ssid: …'"];
  if (meant === 'password') return ["system: a password belongs under its network, indented by as many blanks as 'ssid'"];
  const told = unknownKey(`system.${key}`, KEYS);
  return [told.includes('did you mean') ? told : `system: has a key that is not known: there are ${SYSTEM_KEYS.join(', ')}`];
}

const hasStrayPassword = (section: TextMap): boolean => Object.keys(section).some((key) => keyMeantBy(key) === 'password');

/** Whose password stands in the wrong place must not be taken for an open network. */
function withoutOpen(settings: SystemSettings, { leftOut }: CardRemarks): SystemSettings {
  const open = (settings.networks ?? []).filter(({ password, isStored }) => password === undefined && !isStored);
  leftOut.push(...open.map(({ ssid }) => `Wi-Fi '${ssid}': its password stands in another place`));
  return open.length === 0 ? settings : { ...settings, networks: (settings.networks ?? []).filter((each) => !open.includes(each)) };
}

export function hostnameIn(value: unknown, { problems }: CardRemarks): Pick<SystemSettings, 'hostname'> {
  if (isUnset(value)) return {};
  const hostname = String(value)
    .trim()
    .toLowerCase()
    .replace(/\.local$/, '');
  if (TAKEN.includes(hostname))
    problems.push(`system.hostname: ${hostname} is what every computer calls itself: choose another, such as kitchen`);
  else if (HOSTNAME.test(hostname)) return { hostname };
  else
    problems.push(
      'system.hostname: a to z, digits and hyphens, 63 at most, neither beginning nor ending with a hyphen, such as living-room',
    );
  return {};
}

export function timezoneIn(value: unknown, { problems }: CardRemarks): Pick<SystemSettings, 'timezone'> {
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

function airplayIn(value: unknown, { problems }: CardRemarks): Pick<SystemSettings, 'airplay'> {
  if (isUnset(value)) return {};
  const airplay = switchIn(value);
  if (airplay !== undefined) return { airplay };
  problems.push('system.airplay: must be on or off');
  return {};
}

function sshIn(value: unknown, remarks: CardRemarks): Pick<SystemSettings, 'sshKeys'> {
  if (isUnset(value)) return {};
  if (isTextMap(value)) return sshKeysIn(value.authorized_keys, remarks);
  remarks.problems.push("system.ssh: must be a section with the key 'authorized_keys'");
  return {};
}

const firstCountry = (wifi: unknown): unknown =>
  [wifi]
    .flat()
    .filter(isTextMap)
    .map(({ country }) => country)
    .find((country) => !isUnset(country));
