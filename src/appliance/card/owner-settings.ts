import type { Document, Node, Pair, YAMLMap } from 'yaml';
import { isMap, isNode, isScalar, parseDocument } from 'yaml';
import { layerOfPage, layerOfText } from '../../config/layers.ts';
import { readLayers } from '../../config/load.ts';
import { KEY_NAMES } from '../../config/settable.ts';
import { plainProblem } from './plain-problem.ts';
import { isSystem, systemSection, withoutSystem } from './system/system-section.ts';
import type { SystemReading } from './system/system-settings.ts';
import { systemIn } from './system/system-settings.ts';

/** Keys of the configuration as the image has them where the owner sets nothing else. The page asks for a PIN before it shows anything. */
const OF_THE_IMAGE = { 'web.host': '0.0.0.0', 'web.port': '80', 'guests.dismiss': '/usr/lib/moodbox-image/end-guest' } as const;
/** The language in which a box of the image says its address, by its country; English elsewhere. */
const SPOKEN: Readonly<Record<string, string>> = {
  ...{ AT: 'de', CH: 'de', DE: 'de', LI: 'de', BE: 'fr', FR: 'fr', LU: 'fr', MC: 'fr' },
  ...{ AR: 'es', CL: 'es', CO: 'es', EC: 'es', ES: 'es', MX: 'es', PE: 'es', UY: 'es', VE: 'es' },
};
/** Only this folder is kept on the data partition. */
const STATE = ['state.dir', '/var/lib/moodbox'] as const;

/**
 * `moodbox.yaml` of the card. `configuration`: the text of moodbox's own configuration file, absent if the loader finds a mistake in it.
 * `keys`: the names of what it sets. `problems`: a sentence for each mistake, without values.
 */
export type OwnerSettings = {
  readonly system: SystemReading;
  readonly configuration?: string;
  readonly keys: readonly string[];
  readonly problems: readonly string[];
};

/**
 * The settings in a text. Its section `system` is for the machine, everything else for moodbox, which must accept it as a whole. `country`:
 * the one that holds if the text names none that can be read.
 */
export function ownerSettings(written: string, name: string, country?: string): OwnerSettings {
  const text = dedented(written);
  const { value, mistakes, notes } = systemSection(text);
  const read = systemIn(value);
  const system = { ...read, problems: [...mistakes, ...read.problems], notes: [...notes, ...read.notes] };
  const { own, keys, isInBraces, isBroken } = configurationIn(text);
  const configuration = withImageKeys(own, keys, system.settings.country ?? (system.problems.length > 0 ? country : undefined));
  if (isInBraces)
    return { system, keys, problems: [`${name}: write each setting on a line of its own, without braces around all of them`] };
  const problems = [
    ...mistakesIn(own, configuration, name).map((problem) => plainProblem(problem, own, name)),
    ...(keys.includes(STATE[0]) ? [`${STATE[0]}: is always ${STATE[1]} on the image: take it out`] : []),
  ];
  // Whatever else the parser may stumble over: a text that it cannot read as a whole is never taken for everything that holds.
  if (isBroken && system.problems.length === 0 && problems.length === 0) problems.push(`${name}: cannot be read as a whole`);
  return { system, keys, problems, ...(problems.length === 0 && { configuration }) };
}

/** The text without the blanks in front of all of its lines, which stay behind where somebody has taken away each # alone. */
function dedented(text: string): string {
  const lines = text.split('\n');
  const indents = lines.filter((line) => /^\s*[^\s#]/.test(line)).map((line) => /^ */.exec(line)?.[0].length ?? 0);
  const least = Math.min(...indents, text.length);
  return lines.map((line) => (line.slice(0, least).trim() === '' ? line.slice(least) : line)).join('\n');
}

/** What moodbox is configured with if there is no file yet, or none of any use. */
export const defaultConfiguration = (): string => withImageKeys('', []);

/** The text without its section `system`, whose lines stay as empty ones, so that the loader names the lines of the card's file. */
function configurationIn(text: string): {
  readonly own: string;
  readonly keys: readonly string[];
  readonly isInBraces: boolean;
  readonly isBroken: boolean;
} {
  const whole = parseDocument(text, { logLevel: 'silent' });
  const isBroken = whole.errors.length > 0;
  const lines = withoutSystem(text);
  const { contents } = isBroken ? parseDocument(lines, { logLevel: 'silent' }) : whole;
  const isInBraces = isMap(contents) && contents.flow === true && contents.items.length > 0;
  const pairs = pairsOf(contents);
  const keys = pairs
    .filter((pair) => !isSystem(pair))
    .flatMap(keysIn)
    .filter((key) => KEY_NAMES.includes(key));
  const emptyBraces = isMap(contents) && contents.flow === true;
  const own = emptyBraces ? '' : isBroken ? lines : pairs.filter(isSystem).reduce(emptied, text);
  return { own, keys, isInBraces, isBroken };
}

/** Appended with their sections in front: the loader takes `web.port: 80` beside a section `web:`. */
function withImageKeys(text: string, keys: readonly string[], country = ''): string {
  const voice = { 'player.voice': SPOKEN[country] ?? 'en' };
  const missing = Object.entries({ ...OF_THE_IMAGE, ...voice, [STATE[0]]: STATE[1] }).filter(([key]) => !keys.includes(key));
  const body = text.replace(/^\.\.\.\s*$/m, '').trimEnd();
  const added = ['# From the image, since nothing else is set:', ...missing.map(([key, value]) => `${key}: ${value}`)];
  return [...(body === '' ? [] : [body, '']), ...(missing.length > 0 ? added : []), ''].join('\n');
}

/**
 * The configuration of a card that was not read as a whole, with the keys that only the one of before has: no mistake on a card takes one
 * back. If the two do not go together, the one of before.
 */
export function withKeysOfBefore(configuration: string, before: string): string {
  const [set, old] = [configuration, before].map((text) => parseDocument(text, { logLevel: 'silent' }));
  const keys = pairsOf(set?.contents).flatMap(keysIn);
  const missing = pairsOf(old?.contents).flatMap((pair) =>
    isMap(pair.value)
      ? pairsOf(pair.value).map((inner) => ({ key: `${nameOf(pair)}.${nameOf(inner)}`, value: inner.value }))
      : [{ key: nameOf(pair), value: pair.value }],
  );
  const kept = missing.flatMap(({ key, value }) => {
    const written = old && isNode(value) && !keys.includes(key) ? writtenIn(before, value, old) : undefined;
    return written === undefined ? [] : [`${key}: ${written}`];
  });
  if (kept.length === 0) return configuration;
  const both = [configuration.trimEnd(), '', '# As before, since the file on the card could not be read as a whole:', ...kept, ''].join(
    '\n',
  );
  return saidOf(both, '').length === 0 ? both : before;
}

/** A value on one line: numbers as they are written, since a password may be one. */
function writtenIn(text: string, value: Node, document: Document): string | undefined {
  const plain: unknown = value.toJS(document);
  if (plain === null || plain === undefined) return undefined;
  return typeof plain === 'number' && value.range ? text.slice(value.range[0], value.range[1]) : JSON.stringify(plain);
}

/** What the loader says: of what the owner wrote, whose lines it can name, and only then of that together with the keys of the image. */
const mistakesIn = (own: string, configuration: string, name: string): readonly string[] => {
  const inOwn = saidOf(own, name);
  return inOwn.length > 0 ? inOwn : saidOf(configuration, name);
};

function saidOf(text: string, name: string): readonly string[] {
  const problems: string[] = [];
  const file = layerOfText(text, name, problems);
  return readLayers({ env: {} }, { file, page: layerOfPage(undefined, problems) }, problems).problems;
}

const pairsOf = (contents: unknown): readonly Pair[] => (isMap(contents) ? (contents as YAMLMap).items : []);
const nameOf = ({ key }: Pair): string => (isScalar(key) ? String(key.value) : '');

/** `web: {host: …}` sets web.host; a key without a section is its own name. */
function keysIn(pair: Pair): readonly string[] {
  if (!isMap(pair.value)) return isScalar(pair.value) && pair.value.value === null ? [] : [nameOf(pair)];
  return pairsOf(pair.value).map((inner) => `${nameOf(pair)}.${nameOf(inner)}`);
}

/** The text with empty lines in place of one part. */
function emptied(text: string, { key, value }: Pair): string {
  const from = isNode(key) ? (key.range?.[0] ?? 0) : 0;
  const to = (isNode(value) ? value.range?.[1] : undefined) ?? text.indexOf('\n', from);
  return text.slice(0, from) + text.slice(from, to).replace(/[^\n]/g, '') + text.slice(to);
}
