import { access, constants } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Mapping } from '../../../music/choose/mapping.ts';
import { fileIndex } from '../../../music/library/file-index.ts';
import { countLeftOut, LEFT_OUT_ADVICE } from '../../../music/library/left-out.ts';
import { moodMatcher } from '../../../music/library/mood-matching.ts';
import type { Playlist } from '../../../music/library/playlists.ts';
import { moodsOf, readPlaylists } from '../../../music/library/playlists.ts';
import { shownLine, UNMATCHED_ADVICE, UNREADABLE_ADVICE } from '../../../music/library/remarks.ts';
import type { LeftOut, LibraryFile } from '../../../music/library/scan.ts';
import { scan } from '../../../music/library/scan.ts';
import { silentLog } from '../check.ts';

/** Something about the library: what it is, and what to do about it unless it is as it should be. */
export type LibraryNote = { readonly finding: string; readonly advice?: string };
/** How many sound files a library has, and what its owner may want to know of it. `isWhole` is false if the time was too short for all. */
export type LibraryExam = { readonly sounds: number; readonly notes: readonly LibraryNote[]; readonly isWhole: boolean };

/** Looks through a library as the daemon does, except for the tags. */
export async function examineLibrary(library: string, mapping: Mapping, signal: AbortSignal): Promise<LibraryExam> {
  const matcher = moodMatcher(mapping);
  const found: Record<'sound' | 'playlist', LibraryFile[]> = { sound: [], playlist: [] };
  const leftOut: LeftOut[] = [];
  for await (const each of scan(library, silentLog, (playlist) => moodsOf(playlist, matcher).length > 0)) {
    if (signal.aborted) break;
    if (each.kind === 'left-out') leftOut.push(each);
    else found[each.kind].push(each);
  }
  const paths = found.sound.map(({ path }) => path);
  const playlists = await readPlaylists(signal.aborted ? [] : found.playlist, await fileIndex(resolve(library), paths), matcher);
  const notes = [...leftOutNotes(leftOut), ...(await unreadableNotes(paths, signal)), ...playlists.flatMap(playlistNotes)];
  return { sounds: paths.length, notes, isWhole: !signal.aborted };
}

const LEFT_OUT: Readonly<Record<LeftOut['why'], string>> = {
  system: 'files and folders of the system',
  name: 'names that are not valid UTF-8',
  link: 'links',
  deep: 'folders that lie too deep',
  unreadable: 'folders that cannot be read',
  unwanted: 'playlists that are for none of the moods',
};

const leftOutNotes = (leftOut: readonly LeftOut[]): readonly LibraryNote[] =>
  countLeftOut(leftOut).map(({ why, count, first }) => {
    const advice = LEFT_OUT_ADVICE[why];
    return { finding: `skipped ${LEFT_OUT[why]}: ${count} (for example ${first})`, ...(advice && { advice }) };
  });

async function unreadableNotes(paths: readonly string[], signal: AbortSignal): Promise<readonly LibraryNote[]> {
  const refused: string[] = [];
  for (const path of paths) {
    if (signal.aborted) break;
    await access(path, constants.R_OK).catch(() => refused.push(path));
  }
  return refused.length > 0
    ? [{ finding: `files that cannot be read: ${refused.length} (for example ${refused[0]})`, advice: UNREADABLE_ADVICE }]
    : [];
}

function playlistNotes(playlist: Playlist): readonly LibraryNote[] {
  const { path, lines, unmatched, unreadable } = playlist;
  if (unreadable !== undefined) return [{ finding: `${path} cannot be read (${unreadable})`, advice: 'let moodbox read it (chmod o+r)' }];
  if (unmatched === 0) return [];
  const finding = `${unmatched} of ${lines} lines of ${path} match nothing, the first of them '${shownLine(playlist)}'`;
  return [{ finding, advice: UNMATCHED_ADVICE }];
}
