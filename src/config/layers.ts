import { existsSync } from 'node:fs';
import { configFile, configIn } from './file.ts';
import { TOP_KEYS } from './keys.ts';
import { KEY_NAMES, refusalFromPage } from './settable.ts';
import { distrusted } from './trust.ts';
import { unknownKey } from './unknown.ts';

/** Sections with their keys, as a file has them. */
export type Loaded = Record<string, unknown>;

/** The sections of a file, and its numbers as they are written. `salvaged`: what was read of a file that cannot be read as a whole. */
export type Layer = {
  readonly loaded: Loaded;
  readonly numbers: ReadonlyMap<string, string>;
  readonly salvaged?: Loaded;
  /** It is not read, because somebody else could change it. */
  readonly isForeign?: true;
};

/** What was set on the page: the file that keeps it, or its text before it is written. */
export type PageSettings = { readonly file: string } | { readonly text: string };

const NOTHING: Layer = { loaded: {}, numbers: new Map() };
/** How the sentences call the text of the page. */
export const PAGE_TEXT = 'settings.yaml';

/** Reads the configuration file. Adds a sentence for each mistake to `problems`. */
export function layerOfFile(file: string | undefined, problems: string[]): Layer {
  if (file === undefined) return NOTHING;
  const unsafe = distrusted(file);
  if (unsafe !== undefined) {
    problems.push(`${file}: is not read, because another user can change it: ${unsafe}`);
    return { ...NOTHING, salvaged: {}, isForeign: true };
  }
  return layerIn(configFile(file, problems), file, problems);
}

/** Reads a configuration that is not in a file yet; the sentences call it `name`. Adds one for each mistake to `problems`. */
export const layerOfText = (text: string, name: string, problems: string[]): Layer =>
  layerIn(configIn(text, name, problems), name, problems);

/** Reads what was set on the page. Whatever the file holds, only keys and values are taken that the page may set. */
export function layerOfPage(page: PageSettings | undefined, problems: string[]): Layer {
  if (page === undefined) return NOTHING;
  if ('file' in page) return restricted(fileOfPage(page.file, problems), page.file, problems);
  return restricted(layerIn(configIn(page.text, PAGE_TEXT, problems), PAGE_TEXT, problems), PAGE_TEXT, problems);
}

/** Nothing has been set on the page if there is no file, or if this user may not even see it, as the one who updates yt-dlp. */
function fileOfPage(file: string, problems: string[]): Layer {
  if (!existsSync(file)) return NOTHING;
  if (distrusted(file) === undefined) return layerIn(configFile(file, problems), file, problems);
  problems.push(`${file}: is not read, because another user can change it: run this as the user that runs moodbox`);
  return { ...NOTHING, salvaged: {}, isForeign: true };
}

/** Both layers as one; a key of the upper one wins. */
export const layered = (lower: Layer, upper: Layer): Layer => ({
  loaded: Object.fromEntries(
    [...new Set([...Object.keys(lower.loaded), ...Object.keys(upper.loaded)])].map((section) => [
      section,
      over(lower.loaded[section], upper.loaded[section]),
    ]),
  ),
  numbers: new Map([...[...lower.numbers].filter(([name]) => !has(upper, name)), ...upper.numbers]),
});

/** One section. Whatever is no section stays, so that it is reported. */
function over(lower: unknown, upper: unknown): unknown {
  if (upper === undefined || upper === null) return lower;
  return isMap(upper)
    ? { ...mapIn(lower), ...Object.fromEntries(Object.entries(mapIn(upper)).filter(([, value]) => value !== null)) }
    : upper;
}

/** Whether the layer sets this key. */
export const has = (layer: Layer, name: string): boolean => valueIn(layer, name) !== undefined;

/** What the layer says of this key, as it is written; undefined if it says nothing. */
export const valueIn = ({ loaded }: Layer, name: string): unknown => valueAt(loaded, name) ?? undefined;

/** What a tree of sections says of a key, which may stand outside of every section. */
export function valueAt(tree: Readonly<Record<string, unknown>>, name: string): unknown {
  const [first = '', key] = name.split('.');
  const found = Object.hasOwn(tree, first) ? tree[first] : undefined;
  if (key === undefined) return found;
  const keys = mapIn(found);
  return Object.hasOwn(keys, key) ? keys[key] : undefined;
}

export const isMap = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);
const mapIn = (value: unknown): Loaded => (isMap(value) ? (value as Loaded) : {});

function layerIn({ values, numbers, salvaged }: ReturnType<typeof configFile>, name: string, problems: string[]): Layer {
  if (salvaged) return { ...NOTHING, salvaged: nested(salvaged, []) };
  if (isCircular(values)) problems.push(`${name}: has a part that contains itself, by an anchor (&) and an alias (*)`);
  else if (isMap(values)) return { loaded: nested(values as Loaded, problems), numbers };
  else problems.push(`${name}: must hold sections such as 'camera:'`);
  return { ...NOTHING, salvaged: {} };
}

/** Without what the page may not set, which is reported: somebody else has written it there. */
function restricted(layer: Layer, name: string, problems: string[]): Layer {
  const refused = KEY_NAMES.filter((key) => has(layer, key)).flatMap((key) => {
    const why = refusalFromPage(key, valueIn(layer, key));
    return why === undefined ? [] : [{ key, why }];
  });
  problems.push(...refused.map(({ why }) => `${why.sentence} (set in ${name})`));
  const isRefused = (section: string, key: string): boolean => refused.some((each) => each.key === `${section}.${key}`);
  const loaded = Object.entries(layer.loaded).map(([section, keys]) => [
    section,
    isMap(keys) ? Object.fromEntries(Object.entries(mapIn(keys)).filter(([key]) => !isRefused(section, key))) : keys,
  ]);
  return { ...layer, loaded: Object.fromEntries(loaded), ...(layer.salvaged && { salvaged: {} }) };
}

/** Whether a part of the file contains itself. Nothing that walks through values would come to an end with it. */
function isCircular(value: unknown, around: readonly unknown[] = []): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return around.includes(value) || Object.values(value).some((inner) => isCircular(inner, [...around, value]));
}

/** Turns a dotted key such as `web.host: 0.0.0.0` into the key `host` of the section `web`. */
function nested(loaded: Loaded, problems: string[]): Loaded {
  const entries = Object.entries(loaded);
  const tree: Loaded = Object.fromEntries(entries.filter(([name]) => !name.includes('.')));
  for (const [name, value] of entries.filter(([each]) => each.includes('.'))) {
    const [section = '', ...rest] = name.split('.');
    const key = rest.join('.');
    const slice = tree[section] ?? {};
    if (section in TOP_KEYS) problems.push(unknownKey(name, [section]));
    if (section in TOP_KEYS || !isMap(slice)) continue; // The section itself is reported.
    if (key in (slice as Loaded)) problems.push(`${name}: is set twice, here and in the section '${section}:'; keep one of them`);
    tree[section] = { ...(slice as Loaded), [key]: value };
  }
  return tree;
}
