import convict from 'convict';
import { SOURCES } from '../domain/music.ts';
import type { Ms } from '../domain/units.ts';
import { ms } from '../domain/units.ts';
import { shownAddress } from '../shared/address.ts';
import { withoutSecrets } from '../shared/secrets.ts';
import { camerasIn } from './cameras.ts';
import { contradictions } from './contradictions.ts';
import { FORMATS, listOf } from './formats.ts';
import type { Key } from './keys.ts';
import { SECTIONS, variableOf } from './keys.ts';
import type { Layer, Loaded, PageSettings } from './layers.ts';
import { isMap, layered, layerOfFile, layerOfPage } from './layers.ts';
import { replaceable } from './obeyed.ts';
import { bareSpan } from './ranges.ts';
import type { Config, MusicConfig, StateConfig } from './schema.ts';

/** Everything that is wrong with a configuration, one sentence for each problem, without secrets. */
export class ConfigError extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    const told = problems.map(withoutSecrets);
    super(told.join('\n'));
    this.name = 'ConfigError';
    this.problems = told;
  }
}

/**
 * Where the configuration comes from: the file, what was set on the page, the environment and the command line, each overriding the one
 * before.
 */
export type Given = {
  readonly file?: string | undefined;
  /** What was set on the page; it may be found by the folder for the state, which the file names. */
  readonly page?: ((state: StateConfig) => PageSettings) | undefined;
  readonly env: NodeJS.ProcessEnv;
  readonly overrides?: Readonly<Record<string, unknown>>;
};

/**
 * A configuration as it was read, right or wrong. `values`: each key's value as it is written, with the defaults, still unchecked.
 * `config`: absent if there are problems, each a sentence without secrets.
 */
export type Reading = {
  readonly given: Given;
  readonly values: Readonly<Record<string, Loaded>>;
  readonly file: Layer;
  readonly page: Layer;
  readonly problems: readonly string[];
  readonly config?: Config;
  /** Somebody else could change the configuration, or what it names. */
  readonly isForeign?: true;
};

for (const format of [...FORMATS, listOf('sources', SOURCES)]) convict.addFormat(format);

/**
 * The effective configuration, frozen. `overrides` are dotted keys (`camera.source`) from the command line.
 * Throws `ConfigError` with every problem at once.
 */
export function loadConfig(given: Given): Config {
  const { config, problems } = readConfig(given);
  if (config === undefined) throw new ConfigError(problems);
  return config;
}

/** Reads the configuration as `loadConfig` does, without throwing: all that could be read, and every problem. */
export function readConfig(given: Given): Reading {
  const problems: string[] = [];
  const file = layerOfFile(given.file, problems);
  const page = layerOfPage(given.page?.(stateIn(file, given)), problems);
  return readLayers(given, { file, page }, problems);
}

/** The configuration of two layers that have been read, with the `problems` that they had. */
export function readLayers(given: Given, { file, page }: Pick<Reading, 'file' | 'page'>, problems: readonly string[] = []): Reading {
  const unset: string[] = [];
  const schema = convictOf(readable(withoutLineEnds(given.env), unset));
  const known = schema.getProperties();
  const { loaded, numbers } = layered(file, page);
  const unfit: string[] = [];
  load(schema, { loaded: onlyKnown(loaded, known), numbers }, unfit);
  for (const [key, value] of Object.entries(given.overrides ?? {})) schema.set(key, value);
  const values = schema.getProperties() as unknown as Config;
  const all = [
    ...[...unset, ...problems, ...unknownKeys(loaded, known), ...unknownVariables(given.env), ...unfit],
    ...validate(schema).map((problem) => withVariable(problem, given)),
    ...contradictions(values),
  ];
  const isForeign = file.isForeign === true || page.isForeign === true;
  const reading = { given, values, file, page, ...(isForeign && { isForeign }) };
  if (all.length > 0) return { ...reading, problems: all.map(withoutSecrets) };
  const config = resolved(values);
  const unsafe = replaceable(config, given.env);
  return unsafe.length > 0 ? { ...reading, problems: unsafe, isForeign: true } : { ...reading, problems: [], config: deepFreeze(config) };
}

/** The folder for the state, before the rest is known: the page cannot set it. */
function stateIn({ loaded, salvaged }: Layer, { env, overrides }: Given): StateConfig {
  const slice = (salvaged ?? loaded).state;
  const written = isMap(slice) ? (slice as Loaded).dir : undefined;
  const dir = overrides?.['state.dir'] ?? env[variableOf('state', 'dir')] ?? written ?? '';
  return { dir: onOneLine(String(dir)) };
}

/** The environment without values that cannot be parsed: convict would throw at the first of them. */
function readable(env: NodeJS.ProcessEnv, problems: string[]): NodeJS.ProcessEnv {
  const wrong = Object.entries(SECTIONS).flatMap(([section, keys]) =>
    Object.entries(keys).flatMap(([key, spec]) => {
      const [name, value] = [variableOf(section, key), env[variableOf(section, key)]];
      const why = value === undefined ? undefined : unreadableAs(spec.format, value);
      return why === undefined ? [] : [{ name, why }];
    }),
  );
  problems.push(...wrong.map(({ name, why }) => `${name}: ${why}`));
  return Object.fromEntries(Object.entries(env).filter(([name]) => !wrong.some((each) => each.name === name)));
}

const withoutLineEnds = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).map(([name, value]) => [name, value === undefined ? value : onOneLine(value)]));

/** Names the environment variable that a refused value comes from, since the file would be searched in vain. */
function withVariable(problem: string, { env, overrides = {} }: Given): string {
  const [key = ''] = problem.split(':');
  const name = variableOf(...(key.split('.') as [string, string]));
  return env[name] === undefined || key in overrides ? problem : `${problem} (set by ${name})`;
}

function unreadableAs(format: unknown, value: string): string | undefined {
  try {
    FORMATS.find(({ name }) => name === format)?.coerce?.(value);
    return undefined;
  } catch (err) {
    return (err as Error).message;
  }
}

/** What `music.change_after: auto` stands for. */
const CHANGE_AFTER: Readonly<Record<MusicConfig['change'], Ms>> = { gentle: ms(4 * 60_000), eager: ms(60_000) };

/** Replaces values that depend on others: cameras get their names, and `auto` becomes a length of time. */
function resolved(config: Config): Config {
  const { camera, music } = config;
  const asked: unknown = music.change_after;
  return {
    ...config,
    camera: { ...camera, sources: camerasIn(camera.sources) },
    ...(asked === 'auto' && { music: { ...music, change_after: CHANGE_AFTER[music.change] } }),
  };
}

/** The configuration with secrets masked, for printing. */
export const masked = (config: Config): Record<string, Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(config).map(([section, slice]) => [
      section,
      Object.fromEntries(Object.entries(slice).map(([key, value]) => [key, mask(section, key, value)])),
    ]),
  );

function mask(section: string, key: string, value: unknown): unknown {
  const secret = SECTIONS[section as keyof Config][key]?.sensitive;
  return secret && value !== '' ? '********' : maskedWithin(value);
}

/** A value with its addresses shown without their secrets, including those in nested lists and maps. */
function maskedWithin(value: unknown): unknown {
  if (typeof value === 'string') return withoutSecrets(shownAddress(value));
  if (Array.isArray(value)) return value.map(maskedWithin);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, maskedWithin(inner)]));
}

function convictOf(env: NodeJS.ProcessEnv): convict.Config<Record<string, unknown>> {
  const schema = Object.fromEntries(
    Object.entries(SECTIONS).map(([section, keys]) => [
      section,
      Object.fromEntries(
        Object.entries(keys).map(([key, spec]) => [key, { ...spec, sensitive: isConfidential(spec), env: variableOf(section, key) }]),
      ),
    ]),
  );
  return convict(schema as convict.Schema<Record<string, unknown>>, { env, args: [] });
}

/** Whether convict must not print a value in its messages, because it may contain a password. */
const isConfidential = ({ sensitive, format }: Key): boolean => sensitive === true || ADDRESSES.some((each) => each === format);
const ADDRESSES = ['camera', 'cameras', 'broker', 'releases'];

/** Problems for unknown keys, each with the nearest known key. */
function unknownKeys(loaded: Loaded, known: Loaded): string[] {
  return Object.entries(loaded).flatMap(([section, keys]) => {
    const slice = Object.hasOwn(known, section) ? known[section] : undefined;
    if (slice === undefined) return [unknownKey(section, [...Object.keys(known), ...DOTTED])];
    if (keys === null) return [];
    if (typeof keys !== 'object' || Array.isArray(keys)) return [`${section}: must be a section with keys`];
    const names = Object.keys(slice as Loaded);
    return Object.keys(keys as Loaded)
      .filter((key) => !names.includes(key))
      .map((key) => unknownKey(`${section}.${key}`, [...names.map((name) => `${section}.${name}`), ...DOTTED]));
  });
}

const DOTTED = Object.entries(SECTIONS).flatMap(([section, keys]) => Object.keys(keys).map((key) => `${section}.${key}`));
const VARIABLES = Object.entries(SECTIONS).flatMap(([section, keys]) => Object.keys(keys).map((key) => variableOf(section, key)));
/** Variables that belong to moodbox and are no keys: which file to read, and what the scripts and the tests use. */
const OTHER_VARIABLES = /^MOODBOX_(CONFIG|CACHE|TEST_.*|CHAOS.*)$/;

/** Problems for variables that begin with `MOODBOX_`, in any case or with dots, and name no key. Their values are not repeated. */
function unknownVariables(env: NodeJS.ProcessEnv): string[] {
  return Object.keys(env)
    .filter((name) => /^moodbox[_.-]/i.test(name) && !VARIABLES.includes(name) && !OTHER_VARIABLES.test(name))
    .map((name) => unknownKey(name, [...VARIABLES, 'MOODBOX_CONFIG']));
}

const nearTo = (name: string, near: string | undefined): string => `${name}: unknown key${near ? `; did you mean ${near}?` : ''}`;

/**
 * The problem for an unknown key, with the one of `names` that has the same words in another section (`fps` means `camera.fps`), or else
 * with the nearest if it is near enough: up to half of the letters of the last word may differ, four at most.
 */
export function unknownKey(name: string, names: readonly string[]): string {
  const near = names.map((each) => ({ each, steps: distance(plain(name), plain(each)) })).sort((a, b) => a.steps - b.steps)[0];
  const word = name.split(/[._]/).at(-1) ?? name;
  const most = Math.min(4, Math.ceil(word.length / 2));
  const known = near?.steps === 0 ? near.each : elsewhere(name, names);
  return nearTo(name, known ?? (near && near.steps <= most ? near.each : undefined));
}

/** Upper and lower case, dots, dashes and underscores are the same to most people. */
const plain = (name: string): string => name.toLowerCase().replace(/[.-]/g, '_');

/** The one name with the same words but for its section. */
function elsewhere(name: string, names: readonly string[]): string | undefined {
  const words = [name.replace(/^MOODBOX_/, ''), withoutSection(name)];
  const same = names.filter((each) => withoutSection(each) !== each && words.includes(withoutSection(each)));
  return same.length === 1 ? same[0] : undefined;
}

const withoutSection = (name: string): string => name.replace(/^MOODBOX_/, '').replace(/^[^._]*[._]/, '');

function onlyKnown(loaded: Loaded, known: Loaded): Loaded {
  return Object.fromEntries(
    Object.entries(loaded).flatMap(([section, keys]) => {
      const slice = Object.hasOwn(known, section) ? known[section] : undefined;
      if (slice === undefined || typeof keys !== 'object' || keys === null) return [];
      return [
        [section, Object.fromEntries(Object.entries(keys).filter(([key, value]) => Object.hasOwn(slice as Loaded, key) && value !== null))],
      ];
    }),
  );
}

function load(schema: convict.Config<Record<string, unknown>>, { loaded, numbers }: Layer, problems: string[]): void {
  for (const [section, keys] of Object.entries(loaded)) {
    for (const [key, value] of Object.entries(keys as Loaded)) {
      try {
        if (isMap(value)) throw new Error(complaintOf(section, key, value));
        schema.load({ [section]: { [key]: asWritten(section, key, value, numbers) } });
      } catch (err) {
        problems.push(`${section}.${key}: ${(err as Error).message}`);
      }
    }
  }
}

/** convict ignores a map in place of a value; this reports what the key's format expects instead. */
function complaintOf(section: string, key: string, value: unknown): string {
  const format = FORMATS.find(({ name }) => name === SECTIONS[section as keyof Config][key]?.format);
  try {
    format?.validate(value);
  } catch (err) {
    return (err as Error).message;
  }
  return 'must be one value or a list, without keys of its own';
}

/** The formats of text that may look like a number. */
const WORDS = ['text', 'camera', 'cameras', 'host', 'broker', 'id', 'group'];

/** Without the line break at its end that a block of YAML has, and a variable from a file of Windows. */
const onOneLine = (text: string): string => text.replace(/[\r\n]+$/, '');

/** A value as its key wants it: YAML reads `source: 0` and `password: 0123` as numbers. Throws for `hold: 3`. */
function asWritten(section: string, key: string, value: unknown, numbers: ReadonlyMap<string, string>): unknown {
  const format = SECTIONS[section as keyof Config][key]?.format;
  if (typeof value === 'string') return onOneLine(value);
  if (typeof value !== 'number') return value;
  if (format === 'duration' || format === 'duration-or-auto') return bareSpan(value);
  if (Array.isArray(format)) return String(value);
  return WORDS.some((each) => each === format) ? (numbers.get(`${section}.${key}`) ?? String(value)) : value;
}

function validate(schema: convict.Config<Record<string, unknown>>): string[] {
  try {
    schema.validate({ allowed: 'strict' });
    return [];
  } catch (err) {
    return (err as Error).message.split('\n').flatMap((line) => (line.trim() === '' ? [] : [choiceWords(line)]));
  }
}

/** convict's sentence about one of several words, as a person would say it; any other as it is. */
function choiceWords(problem: string): string {
  const [, key, list, value] = /^(\S+): must be one of the possible values: (\[.*\]): value was (.*)$/.exec(problem) ?? [];
  if (key === undefined || list === undefined) return problem;
  const words = (JSON.parse(list) as unknown[]).map(String);
  const said = words.length > 1 ? `${words.slice(0, -1).join(', ')} or ${words.at(-1)}` : words.join('');
  return `${key}: must be ${said}, not ${String(value).replace(/^"|"$/g, "'")}`;
}

/** The Levenshtein distance: how many letters must change to turn `a` into `b`. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

function deepFreeze<T extends object>(value: T): T {
  for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) deepFreeze(inner);
  return Object.freeze(value);
}
