import { open } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import type { Mood } from '../../domain/emotion.ts';
import type { Ms } from '../../domain/units.ts';
import { textsOf } from '../playlist/decode.ts';
import type { PlaylistEntry } from '../playlist/entry.ts';
import { isStream, parsePlaylist } from '../playlist/parse.ts';
import { isPrivateHost } from '../playlist/private-host.ts';
import { readingsOf } from '../playlist/readings.ts';
import { streamId } from '../stream-id.ts';
import type { FileIndex } from './file-index.ts';
import type { MoodMatcher } from './mood-matching.ts';
import type { LibraryFile } from './scan.ts';

/** An address in a playlist. With a `duration` it is a track with an end; without, a station. */
export type ListedStream = { readonly title: string; readonly url: string; readonly duration?: Ms };

/** What a playlist holds and for which moods: files of the library, and streams by their id. */
export type Playlist = {
  readonly path: string;
  readonly moods: readonly Mood[];
  readonly paths: readonly string[];
  readonly streams: ReadonlyMap<string, ListedStream>;
  /** How many entries it has, how many of them are neither a file of the library nor a stream, and the first of those. */
  readonly lines: number;
  readonly unmatched: number;
  readonly firstUnmatched?: string;
  /** How many entries are beyond the limits; more than these if the file is larger than 256 KiB. */
  readonly beyond: number;
  /** Why it cannot be read. */
  readonly unreadable?: string;
};

const LARGEST = 256 * 1024;

/** The moods that a playlist is for: by the name of its folder, or else by its own name. */
export function moodsOf({ path, folder }: LibraryFile, matcher: MoodMatcher): readonly Mood[] {
  const byFolder = matcher.byName(folder);
  return byFolder.length > 0 ? byFolder : matcher.byName(basename(path, extname(path)));
}

/**
 * Reads the playlists that are for a mood. Only files of the index count, so that a playlist reaches nothing but the library and the web.
 * Playlists that cannot be read are empty.
 */
export async function readPlaylists(files: readonly LibraryFile[], index: FileIndex, matcher: MoodMatcher): Promise<readonly Playlist[]> {
  const playlists: Playlist[] = [];
  for (const file of files) {
    const moods = moodsOf(file, matcher);
    if (moods.length > 0) playlists.push({ path: file.path, moods, ...(await itemsIn(file.path, index)) });
  }
  return playlists;
}

type Items = Omit<Playlist, 'path' | 'moods'>;
const NO_ITEMS: Items = { paths: [], streams: new Map(), lines: 0, unmatched: 0, beyond: 0 };

async function itemsIn(playlist: string, index: FileIndex): Promise<Items> {
  const { bytes, isCut, error } = await head(playlist);
  if (error !== undefined) return { ...NO_ITEMS, unreadable: error };
  const items = itemsOf(likeliest(textsOf(bytes), playlist, index), playlist, index);
  return isCut ? { ...items, beyond: items.beyond + 1 } : items;
}

/** How many names tell the encodings apart. */
const SAMPLE = 100;

/** Of the texts that the bytes may mean, the first that names the most files, judged by names that are not the same in all of them. */
function likeliest(texts: readonly string[], playlist: string, index: FileIndex): string {
  let best = { text: texts[0] ?? '', found: 0 };
  for (const text of texts.length > 1 ? texts : []) {
    const telling = parsePlaylist(text).entries.filter(({ target }) => /[^\0-\x7f]/.test(target));
    const sample = spread(telling, SAMPLE);
    const found = sample.filter((entry) => pathOf(entry, playlist, index) !== undefined).length;
    if (found > best.found) best = { text, found };
    if (found === sample.length) break;
  }
  return best.text;
}

/** So many of them from all over the list: the first hundred may be files that are gone. */
const spread = <T>(list: readonly T[], most: number): readonly T[] => {
  const step = Math.max(1, list.length / most);
  return list.filter((_, at) => Math.floor(at / step) !== Math.floor((at - 1) / step));
};

/** The items of a playlist, if this is its text. */
function itemsOf(text: string, playlist: string, index: FileIndex): Items {
  const { entries, beyond } = parsePlaylist(text);
  // A playlist is data: whoever may write to the library must not make the box call the router. The mapping is the owner's own word.
  const streams = entries.filter(({ target }) => isStream(target) && !isPrivateHost(target));
  const others = entries.filter((entry) => !streams.includes(entry));
  const files = others.map((entry) => ({ entry, path: isStream(entry.target) ? undefined : pathOf(entry, playlist, index) }));
  const unmatched = files.filter(({ entry, path }) => path === undefined && !entry.isComment);
  return {
    paths: files.flatMap(({ path }) => path ?? []),
    streams: new Map(streams.map((entry) => [streamId(entry.target), streamOf(entry)])),
    lines: entries.filter(({ isComment }) => !isComment).length,
    unmatched: unmatched.length,
    ...(unmatched[0] && { firstUnmatched: unmatched[0].entry.target }),
    beyond,
  };
}

const pathOf = ({ target }: PlaylistEntry, playlist: string, index: FileIndex): string | undefined =>
  index.find(readingsOf(target), playlist);

const streamOf = ({ target, title, duration }: PlaylistEntry): ListedStream => ({
  title: title ?? new URL(target).hostname,
  url: target,
  ...(duration !== undefined && { duration }),
});

/** The first 256 KiB of a file, without the line that is cut off there, or why it cannot be read. */
async function head(path: string): Promise<{ readonly bytes: Uint8Array; readonly isCut: boolean; readonly error?: string }> {
  try {
    await using file = await open(path);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(LARGEST), 0, LARGEST, 0);
    const isCut = bytesRead === LARGEST;
    const end = isCut ? Math.max(buffer.lastIndexOf('\n'), buffer.lastIndexOf('\r')) : bytesRead;
    return { bytes: buffer.subarray(0, end), isCut };
  } catch (err) {
    return { bytes: new Uint8Array(), isCut: false, error: (err as NodeJS.ErrnoException).code ?? (err as Error).message };
  }
}
