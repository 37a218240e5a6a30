import type { KeyName } from './field.ts';
import { variableOf } from './keys.ts';
import type { Layer, Loaded } from './layers.ts';
import { has, isMap } from './layers.ts';
import type { Given, Reading } from './load.ts';
import { readLayers } from './load.ts';
import { keysAbout } from './problem-keys.ts';
import type { Config, WebConfig } from './schema.ts';
import { KEY_NAMES } from './settable.ts';

/** What safe mode runs with. */
export type SafeConfig = Pick<Config, 'web' | 'state' | 'log'>;

const SECTIONS_OF_SAFE_MODE = ['web', 'state', 'log'];
const KEYS_OF_SAFE_MODE = KEY_NAMES.filter((name) => SECTIONS_OF_SAFE_MODE.includes(sectionOf(name)));

/**
 * A proxy that no network has (RFC 5737). With it the page asks for the PIN even on this machine, where a proxy may be that the broken
 * configuration no longer tells us about.
 */
const NO_PROXY = '192.0.2.1';

/**
 * What a wrong configuration still says for certain about the page, the state folder and the log, for safe mode. The page is never open
 * to more people than the configuration says: where that is uncertain, it is closed to guests and to the network. Undefined if the page
 * cannot be opened like this: half of its certificate is missing, or somebody else could change the configuration.
 */
export function safeConfigOf(reading: Reading): SafeConfig | undefined {
  if (reading.isForeign) return undefined;
  const first = certain(reading, uncertainKeys(reading));
  // A section that was salvaged from a broken file has not been checked before.
  const unsure = new Set([...uncertainKeys(reading), ...first.problems.flatMap((problem) => doubtedBy(problem, reading.given))]);
  const config = first.config ?? certain(reading, unsure).config;
  if (config === undefined || isHalfCertified(first.problems) || isHalfCertified(reading.problems)) return undefined;
  const { web, state, log } = config;
  return { web: narrowed(web, unsure), state, log };
}

const isHalfCertified = (problems: readonly string[]): boolean => problems.some((problem) => /^web\.(cert|key)\b/.test(problem));

/** The keys of these sections that nobody knows for certain. The environment and the command line are certain unless they are refused. */
function uncertainKeys(reading: Reading): ReadonlySet<KeyName> {
  const { file, given, page, problems } = reading;
  const doubted = new Set(problems.flatMap((problem) => doubtedBy(problem, given)));
  const unread = KEYS_OF_SAFE_MODE.filter((name) => {
    if (isGiven(given, name) || has(page, name)) return false;
    return isUnread(page, name) || (!has(page, name) && isUnread(file, name));
  });
  return new Set([...KEYS_OF_SAFE_MODE.filter((name) => doubted.has(name)), ...unread]);
}

/**
 * The keys that a problem leaves in doubt. What the environment or the command line says of a key holds, though a misspelt key somewhere
 * may have been meant to say it too; and what the environment says holds whatever a file says, unless the problem is about the variable.
 */
function doubtedBy(problem: string, given: Given): readonly KeyName[] {
  const { meant, named } = keysAbout(problem);
  const isOfFile = (name: KeyName): boolean => isInEnvironment(given, name) && !problem.includes(variableOfKey(name));
  return [...named.filter((name) => !isOfFile(name)), ...meant.filter((name) => !isGiven(given, name))];
}

const variableOfKey = (name: KeyName): string => variableOf(...(name.split('.') as [string, string]));
const isInEnvironment = ({ env, overrides }: Given, name: KeyName): boolean =>
  env[variableOfKey(name)] !== undefined && !(name in (overrides ?? {}));

const isUnread = ({ salvaged }: Layer, name: KeyName): boolean => salvaged !== undefined && !Object.hasOwn(salvaged, sectionOf(name));

const isGiven = ({ env, overrides }: Given, name: KeyName): boolean => name in (overrides ?? {}) || env[variableOfKey(name)] !== undefined;

/** The configuration of these sections alone, with the defaults for the keys that are not certain. */
function certain({ given, file, page }: Reading, unsure: ReadonlySet<KeyName>): Reading {
  const variables = KEYS_OF_SAFE_MODE.filter((name) => !unsure.has(name)).map(variableOfKey);
  // What the environment says goes before the files, so nothing that they say of it matters.
  const unread = new Set([...unsure, ...KEYS_OF_SAFE_MODE.filter((name) => isInEnvironment(given, name))]);
  const kept = ([name]: [string, unknown]): boolean => SECTIONS_OF_SAFE_MODE.includes(sectionOf(name));
  return readLayers(
    {
      env: Object.fromEntries(Object.entries(given.env).filter(([name]) => variables.includes(name))),
      overrides: Object.fromEntries(Object.entries(given.overrides ?? {}).filter(kept)),
    },
    { file: without(file, unread), page: without(page, unread) },
  );
}

/** The layer with the sections of safe mode only, and without the uncertain keys and those that nobody knows. */
function without({ loaded, numbers, salvaged }: Layer, unsure: ReadonlySet<KeyName>): Layer {
  const sections = Object.entries(salvaged ?? loaded).filter(([section, keys]) => SECTIONS_OF_SAFE_MODE.includes(section) && isMap(keys));
  const isKept = (name: KeyName): boolean => KEYS_OF_SAFE_MODE.includes(name) && !unsure.has(name);
  return {
    loaded: Object.fromEntries(
      sections.map(([section, keys]) => [
        section,
        Object.fromEntries(Object.entries(keys as Loaded).filter(([key]) => isKept(`${section}.${key}`))),
      ]),
    ),
    numbers,
  };
}

function narrowed(web: WebConfig, unsure: ReadonlySet<KeyName>): WebConfig {
  const isUnsure = (...keys: readonly (keyof WebConfig)[]): boolean => keys.some((key) => unsure.has(`web.${key}`));
  return {
    ...web,
    ...(isUnsure('host', 'cert', 'key', 'proxies') && { host: '127.0.0.1' }),
    ...(isUnsure('proxies') && { proxies: [NO_PROXY] }),
    ...(isUnsure('guests') && { guests: 'off' as const }),
    ...(isUnsure('camera_on') && { camera_on: 'owner' as const }),
  };
}

function sectionOf(name: KeyName): string {
  return name.split('.')[0] ?? name;
}
