import type { Pair, YAMLMap } from 'yaml';
import { isMap, isNode, isScalar, parseDocument } from 'yaml';
import { layerOfPage, layerOfText } from '../config/layers.ts';
import { readLayers } from '../config/load.ts';
import type { SystemReading } from './system-settings.ts';
import { systemIn } from './system-settings.ts';

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

/** The settings in a text. Its section `system` is for the machine, everything else for moodbox, which must accept it as a whole. */
export function ownerSettings(text: string, name: string): OwnerSettings {
  const system = systemIn(systemSection(text));
  const { own, keys, isInBraces } = configurationIn(text);
  const configuration = withImageKeys(own, keys, system.settings.country);
  if (isInBraces)
    return { system, keys, problems: [`${name}: write each setting on a line of its own, without braces around all of them`] };
  const problems = [
    ...mistakesIn(own, configuration, name),
    ...(keys.includes(STATE[0]) ? [`${STATE[0]}: is always ${STATE[1]} on the image: take it out`] : []),
  ];
  return { system, keys, problems, ...(problems.length === 0 && { configuration }) };
}

/** What moodbox is configured with if there is no file yet, or none of any use. */
export const defaultConfiguration = (): string => withImageKeys('', []);

/** The section `system`, whose values are texts: a password of digits must not become a number. Also if there is a mistake behind it. */
function systemSection(text: string): unknown {
  const document = parseDocument(text, { schema: 'failsafe', logLevel: 'silent' });
  const mistake = document.errors[0]?.pos[0] ?? Number.POSITIVE_INFINITY;
  const value = pairsOf(document.contents).find(isSystem)?.value;
  if (!isNode(value) || (value.range?.[1] ?? 0) >= mistake) return undefined;
  try {
    return value.toJS(document);
  } catch {
    return undefined; // an alias of an anchor that is not there, which the loader reports
  }
}

/** The text without its section `system`, whose lines stay as empty ones, so that the loader names the lines of the card's file. */
function configurationIn(text: string): {
  readonly own: string;
  readonly keys: readonly string[];
  readonly isInBraces: boolean;
} {
  const { contents } = parseDocument(text, { logLevel: 'silent' });
  const isInBraces = isMap(contents) && contents.flow === true && contents.items.length > 0;
  const pairs = pairsOf(contents);
  const keys = pairs.filter((pair) => !isSystem(pair)).flatMap(keysIn);
  const own = pairs.filter(isSystem).reduce(emptied, isMap(contents) && contents.flow === true ? '' : text);
  return { own, keys, isInBraces };
}

/** Appended with their sections in front: the loader takes `web.port: 80` beside a section `web:`. */
function withImageKeys(text: string, keys: readonly string[], country = ''): string {
  const voice = { 'player.voice': SPOKEN[country] ?? 'en' };
  const missing = Object.entries({ ...OF_THE_IMAGE, ...voice, [STATE[0]]: STATE[1] }).filter(([key]) => !keys.includes(key));
  const body = text.replace(/^\.\.\.\s*$/m, '').trimEnd();
  const added = ['# From the image, since nothing else is set:', ...missing.map(([key, value]) => `${key}: ${value}`)];
  return [...(body === '' ? [] : [body, '']), ...(missing.length > 0 ? added : []), ''].join('\n');
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
const isSystem = (pair: Pair): boolean => nameOf(pair) === 'system';

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
