import { dirname, relative, resolve, sep } from 'node:path';
import { setImmediate } from 'node:timers/promises';

/**
 * One form for all ways to write a path: composed or decomposed Unicode, upper or lower case, wide letters, kinds of blanks and
 * apostrophes, and the signs that a file system did not take and that a copying program has put `_` or another sign for. What another
 * system wrote is compared in this form. Upper case first, because `ß`, `ς` and the like have only that in common with their other forms.
 */
export const canonical = (path: string): string =>
  path
    .replace(/[\u2044\u2215\u29f8\uff0f\uff3c\ufe68]/g, '_')
    .replace(/[\uf001-\uf07f]/g, '_')
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFC')
    .replace(/[<>:"|?*\\\p{Cc}]/gu, '_')
    .replace(/[\u2018\u2019\u02bc`\u00b4]/g, "'")
    .replace(/\s+/g, ' ')
    .replace(/(?<=^|\/) | ?[ .]*(?=\/|$)/g, '');

/** Finds the files of a library by what a playlist calls them. */
export type FileIndex = {
  /** The file that one of these paths means, as they are written in `playlist`; undefined if none of them does. */
  readonly find: (readings: readonly string[], playlist: string) => string | undefined;
};

type Named = { readonly path: string; readonly parts: readonly string[] };

/** How many files are indexed before others get their turn: 20,000 at once would hold up the cameras. */
const AT_ONCE = 500;

/** An index of these files; `library` is the absolute path of their common folder. */
export async function fileIndex(library: string, paths: Iterable<string>): Promise<FileIndex> {
  const tables = await tablesOf(library, paths);
  return { find: (readings, playlist) => byPlace(readings, playlist, tables) ?? byEnd(readings, playlist, tables) };
}

type Tables = {
  readonly library: string;
  readonly exact: ReadonlySet<string>;
  /** The files by their canonical path, and by their canonical name. */
  readonly byPath: ReadonlyMap<string, string>;
  readonly byName: ReadonlyMap<string, readonly Named[]>;
};

async function tablesOf(library: string, paths: Iterable<string>): Promise<Tables> {
  const exact = new Set(paths);
  const byPath = new Map<string, string>();
  const byName = new Map<string, Named[]>();
  let count = 0;
  for (const path of exact) {
    count += 1;
    if (count % AT_ONCE === 0) await setImmediate();
    const key = canonical(path);
    if (!byPath.has(key)) byPath.set(key, path);
    const parts = partsOf(relative(library, path));
    const name = parts.at(-1) ?? '';
    const others = byName.get(name);
    if (others) others.push({ path, parts });
    else byName.set(name, [{ path, parts }]);
  }
  return { library, exact, byPath, byName };
}

/** The file in the place that a reading names: beside the playlist, or from the top of the library. An exact name comes first. */
function byPlace(readings: readonly string[], playlist: string, { library, exact, byPath }: Tables): string | undefined {
  const places = readings.flatMap((path) => [resolve(dirname(playlist), path), resolve(library, `./${path}`)]);
  const same = places.find((path) => exact.has(path));
  if (same !== undefined) return same;
  const key = places.map(canonical).find((path) => byPath.has(path));
  return key === undefined ? undefined : byPath.get(key);
}

/**
 * The file whose path ends like a reading. A path outside the library was written where the music had another place: two common parts are
 * enough if only one file has them, or the name alone for a file at the top of the library. A path inside was right once, and its file is
 * gone; it means another file only if it ends with that file's whole path.
 */
function byEnd(readings: readonly string[], playlist: string, { library, byName }: Tables): string | undefined {
  for (const path of readings) {
    const parts = partsOf(path);
    const isInside = resolve(dirname(playlist), path).startsWith(`${library}${sep}`);
    const alike = (byName.get(parts.at(-1) ?? '') ?? []).map((file) => ({ ...file, common: commonEnd(file.parts, parts) }));
    const whole = alike.filter((file) => file.common === file.parts.length && (file.common > 1 || !isInside));
    const longest = whole.toSorted((a, b) => b.common - a.common)[0];
    if (longest) return longest.path;
    const most = Math.max(2, ...alike.map(({ common }) => common));
    const [only, ...others] = isInside ? [] : alike.filter(({ common }) => common === most);
    if (only && others.length === 0) return only.path;
  }
  return undefined;
}

const partsOf = (path: string): readonly string[] =>
  path
    .split('/')
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .map(canonical);

/** How many parts at the end are the same. */
function commonEnd(a: readonly string[], b: readonly string[]): number {
  let count = 0;
  while (count < Math.min(a.length, b.length) && a.at(-1 - count) === b.at(-1 - count)) count += 1;
  return count;
}
