import { open } from 'node:fs/promises';
import type { Mood } from '../../domain/emotion.ts';
import { streamId } from '../stream-id.ts';
import type { MoodMatcher } from './mood-matching.ts';
import { isStream, nameOf, parsePlaylist, pathsOf } from './playlist.ts';
import type { LibraryFile } from './scan.ts';

/** What a playlist holds and for which moods: files of the library, and streams by their id. */
export type Playlist = {
  readonly moods: readonly Mood[];
  readonly paths: readonly string[];
  readonly streams: ReadonlyMap<string, { readonly title: string; readonly url: string }>;
};

const LARGEST = 256 * 1024;

/** The moods that a playlist is for: by the name of its folder, or else by its own name. */
export function moodsOf({ path, folder }: LibraryFile, matcher: MoodMatcher): readonly Mood[] {
  const byFolder = matcher.byName(folder);
  return byFolder.length > 0 ? byFolder : matcher.byName(nameOf(path));
}

/**
 * Reads the playlists that are for a mood. Entries that `isThere` does not know
 * are left out, so that a playlist reaches nothing but the library and the web. Playlists that cannot be read are empty.
 */
export async function readPlaylists(
  files: readonly LibraryFile[],
  isThere: (path: string) => boolean,
  matcher: MoodMatcher,
): Promise<readonly Playlist[]> {
  const playlists: Playlist[] = [];
  for (const file of files) {
    const moods = moodsOf(file, matcher);
    if (moods.length > 0) playlists.push({ moods, ...itemsOf(file.path, await head(file.path), isThere) });
  }
  return playlists;
}

function itemsOf(playlist: string, bytes: Uint8Array, isThere: (path: string) => boolean): Omit<Playlist, 'moods'> {
  const entries = parsePlaylist(bytes);
  const streams = entries.filter(({ target }) => isStream(target));
  const paths = entries.flatMap(({ target }) => pathsOf(target, playlist).find(isThere) ?? []);
  return {
    paths,
    streams: new Map(streams.map(({ target, title }) => [streamId(target), { title: title ?? new URL(target).hostname, url: target }])),
  };
}

/** The first 256 KiB of a file, whose last line may be cut off; empty if it cannot be read. */
async function head(path: string): Promise<Uint8Array> {
  try {
    await using file = await open(path);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(LARGEST), 0, LARGEST, 0);
    return buffer.subarray(0, bytesRead);
  } catch {
    return new Uint8Array();
  }
}
