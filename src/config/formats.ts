import { isIP } from 'node:net';
import type convict from 'convict';
import type { Ms } from '../domain/units.ts';
import { switchIn } from '../shared/switch-word.ts';
import { addressProblem, assertBroker, assertHost } from './addresses.ts';
import { camerasIn } from './cameras.ts';
import { dayPlan } from './day.ts';
import { hoursOf } from './hours.ts';
import type { Key } from './keys/key.ts';
import { placeNamed } from './places.ts';
import { assertPositive, assertWhole, durationWithin, numberOrAsWritten } from './ranges.ts';
import { zonesIn } from './zones.ts';

/** `validate` gets the key as well, for its range; without one, any size will do. */
type Format = convict.Format & { readonly name: string; readonly validate: (value: unknown, key?: Pick<Key, 'range'>) => void };

const tcpPort = range('a port from 0 to 65535', (n) => Number.isInteger(n) && n >= 0 && n <= 65_535);

/** The formats of the keys. Each `validate` throws a sentence for the user. */
export const FORMATS: readonly Format[] = [
  { name: 'duration', validate: durationWithin, coerce: (value: unknown) => durationMs(value) },
  { name: 'duration-or-auto', validate: spanOrAuto, coerce: (value: unknown) => spanOrAuto(value) },
  { name: 'share', validate: range('a number from 0 to 1', (n) => n >= 0 && n <= 1), coerce: numberOrAsWritten },
  { name: 'percent', validate: range('a number from 0 to 100', (n) => n >= 0 && n <= 100), coerce: numberOrAsWritten },
  { name: 'positive', validate: assertPositive, coerce: numberOrAsWritten },
  { name: 'whole', validate: assertWhole, coerce: numberOrAsWritten },
  { name: 'tcp-port', validate: tcpPort, coerce: numberOrAsWritten },
  { name: 'host', validate: assertHost },
  { name: 'broker', validate: assertBroker },
  { name: 'camera', validate: camera },
  { name: 'flag', validate: flag, coerce: flag },
  { name: 'text', validate: text },
  { name: 'cameras', validate: camerasIn, coerce: camerasOrAsWritten },
  { name: 'zones', validate: zonesIn, coerce: zonesOrAsWritten },
  { name: 'topic', validate: topic },
  { name: 'sensor-topic', validate: sensorTopic },
  { name: 'id', validate: id },
  { name: 'group', validate: (value) => value === '' || id(value) },
  { name: 'releases', validate: releases, coerce: trimmed },
  { name: 'update-folder', validate: updateFolder, coerce: trimmed },
  { name: 'music-server', validate: musicServer, coerce: trimmed },
  { name: 'hours', validate: hours },
  { name: 'texts', validate: texts, coerce: fromCommas },
  { name: 'networks', validate: networks, coerce: fromCommas },
  { name: 'origins', validate: origins, coerce: fromCommas },
  { name: 'places', validate: places, coerce: fromCommas },
  { name: 'day', validate: day, coerce: fromCommas },
];

/** `500ms`, `3s`, `2m`, `1h` in milliseconds; a number is already in milliseconds. Throws for anything else. */
export const durationMs = (value: unknown): Ms => durationWithin(value);

/** An address without the spaces that came along when it was copied. `URL` would overlook them, and what is put behind them breaks. */
function trimmed(value: unknown): unknown {
  return typeof value === 'string' ? value.trim() : value;
}

/** The cameras in an environment variable. Invalid text stays as it is, and the validation reports it. */
function camerasOrAsWritten(value: unknown): unknown {
  try {
    return camerasIn(value);
  } catch {
    return value;
  }
}

function zonesOrAsWritten(value: unknown): unknown {
  try {
    return zonesIn(value);
  } catch {
    return value;
  }
}

/** `auto`, or a length of time in milliseconds. Throws for anything else. */
function spanOrAuto(value: unknown, key?: Pick<Key, 'range'>): Ms | 'auto' {
  return value === 'auto' ? value : durationWithin(value, key);
}

/** A list of one or more of the `known` words, separated by commas in an environment variable. */
export const listOf = (name: string, known: readonly string[]): convict.Format => ({
  name,
  validate: (value: unknown) => assertListOf(value, known),
  coerce: fromCommas,
});

/** Throws a sentence for the user unless `value` is a list of one or more of the `known` words. */
export function assertListOf(value: unknown, known: readonly string[]): void {
  if (!Array.isArray(value) || value.length === 0) throw new Error(`must be a list of some of ${known.join(', ')}`);
  const strange = value.find((word) => !known.includes(word));
  if (strange !== undefined) throw new Error(`has '${strange}', which is not one of ${known.join(', ')}`);
}

function range(what: string, fits: (value: number) => boolean): (value: unknown) => void {
  return (value) => {
    if (typeof value !== 'number' || !fits(value)) throw new Error(`must be ${what}`);
  };
}

function flag(value: unknown): boolean {
  const said = switchIn(value);
  if (said !== undefined) return said;
  throw new Error('must be true or false');
}

function text(value: unknown): void {
  if (typeof value !== 'string') throw new Error('must be text');
  if (/[\0\r\n]/.test(value)) throw new Error('must be one line of text');
}

function camera(value: unknown): void {
  text(value);
  if (String(value).trim() === '') throw new Error('must not be empty; auto is the first camera');
  const problem = addressProblem(String(value));
  if (problem !== undefined) throw new Error(`must be a camera that exists: ${problem}`);
}

/** MQTT allows 65,535 bytes, with the id, a name and the packet around it. */
const LONGEST_TOPIC = 1000;

function topic(value: unknown): void {
  if (typeof value !== 'string' || !/^[^#+\s/]+(\/[^#+\s/]+)*$/.test(value)) {
    throw new Error('must be an MQTT topic without wildcards, spaces or empty levels');
  }
  if (/^\$(SYS|share)(\/|$)/i.test(value)) throw new Error('must be a topic of your own: $SYS and $share belong to the broker');
  if (value.length > LONGEST_TOPIC) throw new Error(`must be an MQTT topic of ${LONGEST_TOPIC} characters at most`);
}

function sensorTopic(value: unknown): void {
  if (value === '') return;
  if (String(value).startsWith('$')) throw new Error("must be a sensor's topic; topics that begin with $ belong to the broker");
  topic(value);
}

function id(value: unknown): void {
  if (typeof value !== 'string' || !/^[a-zA-Z0-9_-]{1,64}$/.test(value)) {
    throw new Error('must be letters, digits, - and _ only, 64 at most');
  }
}

function releases(value: unknown): void {
  if (typeof value === 'string' && (['nightly', 'stable', 'off'].includes(value) || isWebAddress(value))) return;
  throw new Error('must be nightly, stable, off, or an address such as https://updates.example.org/yt-dlp');
}

function updateFolder(value: unknown): void {
  if (value === '' || (typeof value === 'string' && value.startsWith('https://') && isWebAddress(value))) return;
  throw new Error('must be the address of a folder such as https://updates.example.org/moodbox, or empty');
}

/** The login has keys of its own, so that no address holds a secret. Nothing of the value is repeated: it may hold one all the same. */
function musicServer(value: unknown): void {
  if (value === '') return;
  const right = typeof value === 'string' && isWebAddress(value) && new URL(value).username === '' && new URL(value).password === '';
  if (!right)
    throw new Error('must be an http:// or https:// address without user name, password and query, such as http://nas.local:4533');
}

const isWebAddress = (value: string): boolean => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol) && !/[?#]/.test(value);

function hours(value: unknown): void {
  const right = typeof value === 'string' && (value === '' || hoursOf(value));
  if (!right) throw new Error("must be two times of the day such as 22:00-07:00 (in quotes), or '' for none");
}

/** A list from an environment variable, or from a file that has a single value in place of a list. */
function fromCommas(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  return value
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

function texts(value: unknown): asserts value is readonly string[] {
  if (!Array.isArray(value) || value.some((each) => typeof each !== 'string' || each.trim() === ''))
    throw new Error('must be a list of words');
}

function networks(value: unknown): void {
  if (!Array.isArray(value)) throw new Error('must be a list of IP addresses or networks such as [127.0.0.1, 192.168.1.0/24]');
  const strange = value.filter((each) => !isNetwork(String(each))).map((each) => `'${each}'`);
  if (strange.length > 0) throw new Error(`has ${strange.join(' and ')}, not an IP address or a network such as 192.168.1.0/24`);
}

function isNetwork(text: string): boolean {
  const [address = '', prefix, more] = text.split('/');
  const bits = isIP(address) === 6 ? 128 : 32;
  const fits = prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) >= 1 && Number(prefix) <= bits);
  return isIP(address) !== 0 && fits && more === undefined;
}

function places(value: unknown): void {
  if (!Array.isArray(value)) throw new Error('must be a list of places such as [127.0.0.1:8123, homeassistant.local]');
  const strange = value.filter((each) => placeNamed(String(each)) === undefined).map((each) => `'${each}'`);
  if (strange.length > 0) throw new Error(`has ${strange.join(' and ')}, not a host or a host with its port such as 127.0.0.1:8123`);
}

/** Each becomes a word of a header: nothing but an origin may get in, above all no `;` and no `*`. */
function origins(value: unknown): void {
  if (!Array.isArray(value)) throw new Error('must be a list of origins such as [http://homeassistant.local:8123]');
  const strange = value.filter((each) => !isOrigin(String(each))).map((each) => `'${each}'`);
  if (strange.length === 0) return;
  throw new Error(
    `has ${strange.join(' and ')}, not an origin such as http://homeassistant.local:8123 (no path, no *, nothing after the port)`,
  );
}

const isOrigin = (text: string): boolean => /^https?:\/\/[a-z0-9.:[\]-]+\/?$/i.test(text) && URL.canParse(text);

function day(value: unknown): void {
  if (!Array.isArray(value) || value.some((each) => typeof each !== 'string')) {
    throw new Error("must be a list of lines such as '07:00-10:00 bright acoustic'");
  }
  dayPlan(value);
}
