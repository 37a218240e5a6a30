import { fileURLToPath } from 'node:url';
import { parse as parseYaml } from 'yaml';
import { assertListOf } from '../../config/formats.ts';
import { ConfigError } from '../../config/load.ts';
import { unknownKey } from '../../config/unknown.ts';
import type { Mood } from '../../domain/emotion.ts';
import { EMOTIONS, MOODS } from '../../domain/emotion.ts';
import type { SourceName } from '../../domain/music.ts';
import { SOURCES } from '../../domain/music.ts';
import { shownAddress } from '../../shared/address.ts';
import { namedFileFault, wholeFile } from '../../shared/named-file.ts';

/**
 * Where to find music for one mood: searches, library folders besides the one named after the mood, words in a file's MOOD tag or
 * genre, and addresses of radio stations. `order` replaces `music.order` for this mood.
 */
export type MoodMusic = {
  readonly queries: readonly string[];
  readonly library: readonly string[];
  readonly tags: readonly string[];
  readonly streams: readonly string[];
  readonly order?: readonly SourceName[];
};

/** Where to find music for every mood; `away` is empty unless the file says otherwise. */
export type Mapping = Readonly<Record<Mood, MoodMusic>>;

const LISTS = ['queries', 'library', 'tags', 'streams'] as const;
const KEYS = [...LISTS, 'order'] as const;
const NOTHING: MoodMusic = { queries: [], library: [], tags: [], streams: [] };

/** The mapping file that comes with moodbox, after the paper's sections 6.2 (`gentle`) and 3.3 (`paper-query`). */
export const BUNDLED = fileURLToPath(new URL('../../../config/music.example.yaml', import.meta.url));

/**
 * Loads one preset of a mapping file; an empty `file` means the one that comes with moodbox. Checks every preset in the file, not only
 * the chosen one. Throws `ConfigError` with all problems at once.
 */
export function loadMapping(file: string, preset: string): Mapping {
  const path = file || BUNDLED;
  const problems: string[] = [];
  const report = (where: string, what: string): void => void problems.push(`${path}: ${where}${where && ': '}${what}`);
  const presets = presetsOf(path, report);
  const parsed = new Map(Object.entries(presets).map(([name, moods]) => [name, mapping(`presets.${name}`, moods, report)]));
  const chosen = parsed.get(preset);
  if (!chosen && parsed.size > 0) report('', `has no preset '${preset}' (music.preset); it has ${[...parsed.keys()].join(', ')}`);
  if (!chosen || problems.length > 0) throw new ConfigError(problems);
  return chosen;
}

type Report = (where: string, what: string) => void;
type Node = Readonly<Record<string, unknown>>;

function presetsOf(path: string, report: Report): Node {
  const top = read(path, report);
  if (top === undefined) return {};
  for (const key of Object.keys(top)) if (key !== 'presets') report('', unknownKey(key, ['presets']));
  const presets = section(top.presets);
  if (!presets || Object.keys(presets).length === 0) report('presets', 'must hold a preset or more, by name');
  return presets ?? {};
}

function read(path: string, report: Report): Node | undefined {
  try {
    return section(parseYaml(wholeFile(path).toString('utf8'))) ?? {};
  } catch (err) {
    const isUnread = (err as NodeJS.ErrnoException).syscall !== undefined;
    report(
      '',
      isUnread ? namedFileFault('the file of music.mapping', err, path) : ((err as Error).message.split('\n')[0] ?? 'cannot be read'),
    );
    return undefined;
  }
}

function mapping(where: string, node: unknown, report: Report): Mapping {
  const moods = section(node);
  if (!moods) report(where, 'must be a section with the moods');
  for (const name of Object.keys(moods ?? {})) {
    if (!MOODS.some((mood) => mood === name)) report('', unknownKey(`${where}.${name}`, names(where, MOODS)));
  }
  const missing = moods ? EMOTIONS.filter((each) => moods[each] === undefined) : [];
  if (missing.length > 0) report(where, `says nothing of ${missing.join(', ')}`);
  const entries = MOODS.map((mood) => [mood, moodMusic(`${where}.${mood}`, moods?.[mood], report)] as const);
  return Object.freeze(Object.fromEntries(entries)) as Mapping;
}

function moodMusic(where: string, node: unknown, report: Report): MoodMusic {
  if (node === undefined) return NOTHING;
  const keys = section(node);
  if (!keys) {
    report(where, `must be a section with ${KEYS.join(', ')}`);
    return NOTHING;
  }
  for (const key of Object.keys(keys))
    if (!KEYS.some((each) => each === key)) report('', unknownKey(`${where}.${key}`, names(where, KEYS)));
  const entries = LISTS.map((key) => [key, texts(`${where}.${key}`, keys[key], report)] as const);
  const lists = Object.fromEntries(entries) as Record<(typeof LISTS)[number], readonly string[]>;
  for (const url of lists.streams)
    if (!/^https?:\/\/[^\s/]+/.test(url) || !URL.canParse(url))
      report(`${where}.streams`, `'${shownAddress(url)}' is not an http:// or https:// address`);
  const order = orderOf(`${where}.order`, keys.order, report);
  if (!order && LISTS.every((key) => lists[key].length === 0)) report(where, `must have something in ${KEYS.join(', ')}`);
  return Object.freeze({ ...lists, ...(order && { order }) });
}

/** A mood's own order, checked like `music.order`. */
function orderOf(where: string, node: unknown, report: Report): readonly SourceName[] | undefined {
  if (node === undefined || node === null) return undefined;
  try {
    assertListOf(node, SOURCES);
    return Object.freeze(node as SourceName[]);
  } catch (err) {
    report(where, (err as Error).message);
    return undefined;
  }
}

function texts(where: string, node: unknown, report: Report): readonly string[] {
  if (node === undefined || node === null) return [];
  const right = Array.isArray(node) && node.every((each) => typeof each === 'string' && each.trim() !== '');
  if (!right) report(where, 'must be a list of texts');
  return right ? Object.freeze(node.map((each: string) => each.trim())) : [];
}

const names = (where: string, keys: readonly string[]): string[] => keys.map((key) => `${where}.${key}`);

const section = (node: unknown): Node | undefined =>
  typeof node === 'object' && node !== null && !Array.isArray(node) ? (node as Node) : undefined;
