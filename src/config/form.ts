import { SOURCES } from '../domain/music.ts';
import { shownAddress } from '../shared/address.ts';
import { withoutSecrets } from '../shared/secrets.ts';
import type { Field, FieldKind, FieldValue, KeyName, ShownValue, ValueSource } from './field.ts';
import type { Key } from './keys/key.ts';
import { variableOf } from './keys.ts';
import { has, valueAt, valueIn } from './layers.ts';
import type { Reading } from './load.ts';
import { keyOf } from './problem-keys.ts';
import { isSettable, KEY_NAMES, keyNamed } from './settable.ts';

const KINDS: Readonly<Record<string, FieldKind>> = {
  duration: 'duration',
  'duration-or-auto': 'duration',
  share: 'number',
  percent: 'number',
  positive: 'number',
  whole: 'number',
  'tcp-port': 'number',
  flag: 'switch',
  cameras: 'lines',
  texts: 'lines',
  networks: 'lines',
  day: 'lines',
  zones: 'lines',
  origins: 'lines',
  sources: 'choices',
  hours: 'hours',
};

/** The numbers that a format takes, where the key has no range of its own. */
const RANGES: Readonly<Record<string, readonly [number, number]>> = { share: [0, 1], percent: [0, 100], 'tcp-port': [0, 65_535] };

/** All keys, in the order of the example file. */
export const fields = (): readonly Field[] => KEY_NAMES.map(fieldOf);

function fieldOf(name: KeyName): Field {
  const key = keyNamed(name) as Key;
  const [least, most] = key.range ?? RANGES[String(key.format)] ?? [];
  const choices = choicesOf(key);
  return {
    ...{ key: name, sentence: key.doc, kind: kindOf(key), default: written(key, key.default), settable: isSettable(key) },
    ...(least !== undefined && { least }),
    ...(most !== undefined && { most }),
    ...(choices && { choices }),
    ...(key.unit && { unit: key.unit }),
  };
}

function kindOf({ format, sensitive }: Key): FieldKind {
  if (sensitive) return 'secret';
  return typeof format === 'string' ? (KINDS[format] ?? 'text') : 'choice';
}

function choicesOf({ format }: Key): readonly string[] | undefined {
  if (format === 'sources') return SOURCES;
  return typeof format === 'string' ? undefined : format;
}

/** The values of a reading, as far as the network may see them. */
export const shownValues = (reading: Reading): readonly ShownValue[] => KEY_NAMES.map((name) => shownValue(reading, name));

function shownValue(reading: Reading, name: KeyName): ShownValue {
  const key = keyNamed(name) as Key;
  const wrong = reading.problems.some((problem) => keyOf(problem) === name) ? writtenIn(reading, name) : undefined;
  const value = wrong ?? written(key, valueAt(reading.values, name));
  const source = sourceOf(reading, name);
  const isSet = JSON.stringify(value) !== JSON.stringify(written(key, key.default));
  if (key.sensitive || !isSettable(key)) return { key: name, source, isSet };
  const shown = withoutLogins(value);
  if (JSON.stringify(shown) === JSON.stringify(value)) return { key: name, source, isSet, value };
  return { key: name, source, isSet, hint: Array.isArray(shown) ? shown.join(', ') : String(shown) };
}

/** A value that the loader refuses, as somebody has written it. */
function writtenIn({ file, page }: Reading, name: KeyName): FieldValue | undefined {
  const raw = valueIn(page, name) ?? valueIn(file, name);
  if (raw === undefined) return undefined;
  if (typeof raw === 'number' || typeof raw === 'boolean') return raw;
  return Array.isArray(raw) ? raw.map(plainText) : plainText(raw);
}

/** It may hold an address with a password, anywhere. */
const plainText = (value: unknown): string => withoutSecrets(typeof value === 'string' ? value : JSON.stringify(value));

function sourceOf({ given, file, page }: Reading, name: KeyName): ValueSource {
  if (name in (given.overrides ?? {})) return 'command-line';
  if (given.env[variableOf(...(name.split('.') as [string, string]))] !== undefined) return 'environment';
  if (has(page, name)) return 'page';
  return has(file, name) ? 'file' : 'default';
}

/** A value as a person would write it into a form. Whatever is no value of its key is shown as text. */
function written({ format }: Key, value: unknown): FieldValue {
  if (Array.isArray(value)) return value.map((each) => lineOf(format, each));
  const isSpan = format === 'duration' || format === 'duration-or-auto';
  if (typeof value === 'number') return isSpan ? spanText(value) : value;
  return typeof value === 'boolean' ? value : String(value ?? '');
}

const UNITS = [
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
] as const;

/** Milliseconds in the largest unit that divides them: `90s`, `2m`, `250ms`. */
function spanText(span: number): string {
  const unit = UNITS.find(([, size]) => span % size === 0);
  if (span === 0) return '0s';
  return unit ? `${span / unit[1]}${unit[0]}` : `${span}ms`;
}

function lineOf(format: Key['format'], each: unknown): string {
  if (format === 'cameras') return cameraLine(each);
  return format === 'zones' ? zoneLine(each) : String(each);
}

/** `front=0 0 0.3 1`, as the configuration takes it. */
function zoneLine(zone: unknown): string {
  if (typeof zone !== 'object' || zone === null || !('x' in zone)) return typeof zone === 'string' ? zone : JSON.stringify(zone);
  const { camera = '', x, y, width, height } = zone as Readonly<Record<string, unknown>>;
  return `${camera === '' ? '' : `${camera}=`}${[x, y, width, height].join(' ')}`;
}

/** `front=/dev/video0`, as an environment variable has it; whatever else somebody has written, in short. */
function cameraLine(camera: unknown): string {
  if (typeof camera !== 'object' || camera === null) return String(camera);
  const { name, source } = camera as { readonly name?: unknown; readonly source?: unknown };
  if (source !== undefined) return `${name === undefined ? '' : `${name}=`}${source}`;
  return Object.entries(camera)
    .map(([key, value]) => `${key}=${value}`)
    .join(' ');
}

function withoutLogins(value: FieldValue): FieldValue {
  if (typeof value === 'string') return withoutLogin(value);
  return Array.isArray(value) ? value.map(withoutLogin) : value;
}

/** An address may hold a password anywhere but in its host. */
function withoutLogin(text: string): string {
  const [, name = '', address = text] = /^([\w-]+=)(.*)$/s.exec(text) ?? [];
  return `${name}${shownAddress(address)}`;
}
