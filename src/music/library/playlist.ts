import { basename, dirname, extname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** An entry of a playlist: a file as the playlist names it, or an http(s) stream. `title` comes from `#EXTINF` or `TitleN`. */
export type PlaylistEntry = { readonly target: string; readonly title?: string };

const MOST_ENTRIES = 2000;
const LONGEST_LINE = 4096;
const LONGEST_TITLE = 200;

/**
 * The entries of an M3U or PLS file in their order, at most 2,000. The text is UTF-16 if it has that byte order mark, or else UTF-8, or
 * else Windows-1252 (which covers Latin-1). An HLS playlist lists the segments of one stream, so it has no entries here. Never throws.
 */
export function parsePlaylist(bytes: Uint8Array): readonly PlaylistEntry[] {
  const lines = textOf(bytes)
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && line.length <= LONGEST_LINE);
  if (lines.some((line) => line.startsWith('#EXT-X-'))) return [];
  const entries = lines.some((line) => /^\[playlist\]$/i.test(line)) ? plsEntries(lines) : m3uEntries(lines);
  return entries.slice(0, MOST_ENTRIES);
}

function textOf(bytes: Uint8Array): string {
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  try {
    return new TextDecoder(utf16 ? 'utf-16le' : 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes); // what Latin-1 players write into an .m3u
  }
}

function m3uEntries(lines: readonly string[]): readonly PlaylistEntry[] {
  let title: string | undefined;
  return lines.flatMap((line) => {
    const info = /^#EXTINF:[^,]*,(.*)$/i.exec(line);
    if (info) title = info[1];
    if (line.startsWith('#')) return [];
    const entry = entryOf(line, title);
    title = undefined;
    return [entry];
  });
}

function plsEntries(lines: readonly string[]): readonly PlaylistEntry[] {
  const keys = new Map(lines.flatMap((line) => [/^(File|Title)(\d{1,5})=(.*)$/i.exec(line)]).map((found) => [key(found), found?.[3]]));
  const files = [...keys].filter(([name, target]) => name.startsWith('file') && target);
  return files.map(([name, target = '']) => entryOf(target, keys.get(name.replace('file', 'title'))));
}

const key = (found: RegExpExecArray | null): string => `${found?.[1] ?? ''}${found?.[2] ?? ''}`.toLowerCase();

const entryOf = (target: string, title: string | undefined): PlaylistEntry => {
  const shown = title?.trim().slice(0, LONGEST_TITLE);
  return shown ? { target, title: shown } : { target };
};

/** Whether this is the address of a stream: http(s), and not of another playlist (`.m3u8` is a segmented stream, so it counts). */
export const isStream = (target: string): boolean =>
  /^https?:\/\/[^\s/]+/i.test(target) && URL.canParse(target) && !/\.(m3u|pls)$/i.test(new URL(target).pathname);

/**
 * The absolute paths that an entry may mean: as written, relative to the playlist, and with backslashes turned round. The caller must
 * check that the path is a file of the library, because a playlist must not reach anything else.
 */
export function pathsOf(target: string, playlist: string): readonly string[] {
  const written = [fromFileUrl(target), target.replaceAll('\\', '/')].filter((path) => path !== undefined);
  return [...new Set(written.map((path) => resolve(dirname(playlist), path)))];
}

function fromFileUrl(target: string): string | undefined {
  if (!/^file:/i.test(target)) return target;
  try {
    return fileURLToPath(target);
  } catch {
    return undefined;
  }
}

/** `happy` for `/srv/music/Happy.m3u`. */
export const nameOf = (playlist: string): string => basename(playlist, extname(playlist)).toLowerCase();
