import convict from 'convict';
import { SOURCES } from '../domain/music.ts';
import type { Ms } from '../domain/units.ts';
import { ms } from '../domain/units.ts';
import { shownAddress } from '../shared/address.ts';
import { withoutSecrets } from '../shared/secrets.ts';
import { switchIn } from '../shared/switch-word.ts';
import { camerasIn } from './cameras.ts';
import { contradictions } from './contradictions.ts';
import { FORMATS, listOf } from './formats.ts';
import type { Key } from './keys/key.ts';
import { SECTIONS, TOP_KEYS, variableOf } from './keys.ts';
import type { Layer, Loaded, PageSettings } from './layers.ts';
import { isMap, layered, layerOfFile, layerOfPage } from './layers.ts';
import { replaceable } from './obeyed.ts';
import { bareSpan } from './ranges.ts';
import type { Config, MusicConfig, SectionName, StateConfig, TopConfig } from './schema.ts';
import { unknownKey } from './unknown.ts';
import { zonesIn } from './zones.ts';

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
  readonly values: Readonly<Record<string, unknown>>;
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
  if (schema.get('venue') === true && !isOrderGiven(loaded, given)) schema.set(ORDER, [...IN_VENUE]);
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

/**
 * Where the public is, music comes from what belongs to nobody, unless the owner says otherwise: what moodbox composes, and for a machine
 * that cannot render it, the loops that come with moodbox, which are free of all rights too.
 */
const IN_VENUE: MusicConfig['order'] = ['composed', 'loops'];
const ORDER: string = 'music.order';

/** Whether somebody has said where music comes from. */
function isOrderGiven({ music }: Loaded, { env, overrides = {} }: Given): boolean {
  const isWritten = isMap(music) && (music as Loaded).order !== undefined;
  return isWritten || env[variableOf('music', 'order')] !== undefined || ORDER in overrides;
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
  const wrong = ALL_KEYS.flatMap(({ variable, spec }) => {
    const value = env[variable];
    const why = value === undefined ? undefined : unreadableAs(spec.format, value);
    return why === undefined ? [] : [{ name: variable, why }];
  });
  problems.push(...wrong.map(({ name, why }) => `${name}: ${why}`));
  return Object.fromEntries(Object.entries(env).filter(([name]) => !wrong.some((each) => each.name === name)));
}

const withoutLineEnds = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).map(([name, value]) => [name, value === undefined ? value : onOneLine(value)]));

/** Names the environment variable that a refused value comes from, since the file would be searched in vain. */
function withVariable(problem: string, { env, overrides = {} }: Given): string {
  const [key = ''] = problem.split(':');
  const [section = '', ...rest] = key.split('.');
  const name = variableOf(section, ...rest);
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

/** Replaces values that depend on others: cameras get their names, `auto` becomes a length of time, and a venue has rules of its own. */
function resolved(config: Config): Config {
  const { camera, music, venue } = config;
  const asked: unknown = music.change_after;
  return {
    ...config,
    camera: { ...camera, sources: camerasIn(camera.sources), ignore: zonesIn(camera.ignore) },
    ...(venue && rulesOfVenue(config)),
    ...(asked === 'auto' && { music: { ...music, change_after: CHANGE_AFTER[music.change] } }),
  };
}

/** Where the public is, no single face is read or learned, and nobody looks through the camera. */
const rulesOfVenue = ({ mood, web }: Config): Pick<Config, 'mood' | 'web'> => ({
  mood: { ...mood, of: 'group', personal: false },
  web: { ...web, preview: web.preview === 'picture' ? 'stage' : web.preview },
});

/** The configuration with secrets masked, for printing. */
export const masked = (config: Config): TopConfig & Readonly<Record<SectionName, Readonly<Record<string, unknown>>>> => ({
  ...config,
  ...mapSections((section) => Object.fromEntries(Object.entries(config[section]).map(([key, value]) => [key, mask(section, key, value)]))),
});

const mapSections = <T>(make: (section: SectionName) => T): Readonly<Record<SectionName, T>> =>
  Object.fromEntries(Object.keys(SECTIONS).map((section) => [section, make(section as SectionName)])) as Record<SectionName, T>;

function mask(section: SectionName, key: string, value: unknown): unknown {
  const secret = SECTIONS[section][key]?.sensitive;
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
  const described = (keys: Readonly<Record<string, Key>>, ...section: readonly string[]) =>
    Object.fromEntries(
      Object.entries(keys).map(([key, spec]) => {
        const [first = '', ...rest] = [...section, key];
        return [key, { ...spec, sensitive: isConfidential(spec), env: variableOf(first, ...rest) }];
      }),
    );
  const sections = Object.fromEntries(Object.entries(SECTIONS).map(([section, keys]) => [section, described(keys, section)]));
  const schema = { ...described(TOP_KEYS), ...sections };
  return convict(schema as convict.Schema<Record<string, unknown>>, { env, args: [] });
}

/** Whether convict must not print a value in its messages, because it may contain a password. */
const isConfidential = ({ sensitive, format }: Key): boolean => sensitive === true || ADDRESSES.some((each) => each === format);
const ADDRESSES = ['camera', 'cameras', 'broker', 'releases', 'update-folder', 'music-server'];

/** Problems for unknown keys, each with the nearest known key. */
function unknownKeys(loaded: Loaded, known: Loaded): string[] {
  return Object.entries(loaded).flatMap(([section, keys]) => {
    const slice = Object.hasOwn(known, section) ? known[section] : undefined;
    if (slice === undefined) return [unknownKey(section, [...Object.keys(known), ...DOTTED])];
    if (keys === null || section in TOP_KEYS) return [];
    if (typeof keys !== 'object' || Array.isArray(keys)) return [`${section}: must be a section with keys`];
    const names = Object.keys(slice as Loaded);
    return Object.keys(keys as Loaded)
      .filter((key) => !names.includes(key))
      .map((key) => unknownKey(`${section}.${key}`, [...names.map((name) => `${section}.${name}`), ...DOTTED]));
  });
}

/** Every key with its name in a file (`camera.fps`, `venue`) and its environment variable. */
const ALL_KEYS = [
  ...Object.entries(TOP_KEYS).map(([key, spec]) => ({ name: key, variable: variableOf(key), spec })),
  ...Object.entries(SECTIONS).flatMap(([section, keys]) =>
    Object.entries(keys).map(([key, spec]) => ({ name: `${section}.${key}`, variable: variableOf(section, key), spec })),
  ),
];
const DOTTED = ALL_KEYS.flatMap(({ name }) => (name.includes('.') ? [name] : []));
const VARIABLES = ALL_KEYS.map(({ variable }) => variable);
/** Variables that belong to moodbox and are no keys: which file to read, and what the scripts and the tests use. */
const OTHER_VARIABLES = /^MOODBOX_(CONFIG|CACHE|TEST_.*|CHAOS.*)$/;

/** Problems for variables that begin with `MOODBOX_`, in any case or with dots, and name no key. Their values are not repeated. */
function unknownVariables(env: NodeJS.ProcessEnv): string[] {
  return Object.keys(env)
    .filter((name) => /^moodbox[_.-]/i.test(name) && !VARIABLES.includes(name) && !OTHER_VARIABLES.test(name))
    .map((name) => unknownKey(name, [...VARIABLES, 'MOODBOX_CONFIG']));
}

function onlyKnown(loaded: Loaded, known: Loaded): Loaded {
  return Object.fromEntries(
    Object.entries(loaded).flatMap(([section, keys]) => {
      const slice = Object.hasOwn(known, section) ? known[section] : undefined;
      if (section in TOP_KEYS) return keys === null ? [] : [[section, keys]];
      if (slice === undefined || typeof keys !== 'object' || keys === null) return [];
      return [
        [section, Object.fromEntries(Object.entries(keys).filter(([key, value]) => Object.hasOwn(slice as Loaded, key) && value !== null))],
      ];
    }),
  );
}

function load(schema: convict.Config<Record<string, unknown>>, { loaded, numbers }: Layer, problems: string[]): void {
  for (const [section, keys] of Object.entries(loaded)) {
    if (section in TOP_KEYS) loadTop(schema, section, keys, problems);
    else
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

function loadTop(schema: convict.Config<Record<string, unknown>>, key: string, value: unknown, problems: string[]): void {
  try {
    if (isMap(value)) throw new Error('must be one value, without keys of its own');
    schema.load({ [key]: TOP_KEYS[key as keyof TopConfig].format === 'flag' ? (switchIn(value) ?? value) : value });
  } catch (err) {
    problems.push(`${key}: ${(err as Error).message}`);
  }
}

/** convict ignores a map in place of a value; this reports what the key's format expects instead. */
function complaintOf(section: string, key: string, value: unknown): string {
  const format = FORMATS.find(({ name }) => name === SECTIONS[section as SectionName][key]?.format);
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
  const format = SECTIONS[section as SectionName][key]?.format;
  if (format === 'flag') return switchIn(value) ?? value;
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

function deepFreeze<T extends object>(value: T): T {
  for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) deepFreeze(inner);
  return Object.freeze(value);
}
