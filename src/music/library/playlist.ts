import { basename, dirname, extname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One line of a playlist: a file as the playlist names it, or an http(s) stream; `title` is what `#EXTINF` or `TitleN` says. */
export type PlaylistEntry = { readonly target: string; readonly title?: string };

const MOST_ENTRIES = 2000;
const LONGEST_LINE = 4096;
const LONGEST_TITLE = 200;

/**
 * The entries of an M3U or PLS file, 2,000 at most, in their order. UTF-8, or else UTF-16 by its mark, or else Windows-1252 (of which
 * Latin-1 is a part). An HLS playlist lists pieces of one stream and is none of ours: it has no entries. Never throws.
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
  const said = title?.trim().slice(0, LONGEST_TITLE);
  return said ? { target, title: said } : { target };
};

/** An address of a stream: http(s), and no playlist behind it (one with `.m3u8` is a stream in pieces). */
export const isStream = (target: string): boolean =>
  /^https?:\/\/[^\s/]+/i.test(target) && URL.canParse(target) && !/\.(m3u|pls)$/i.test(new URL(target).pathname);

/**
 * The paths that an entry may mean, absolute: as written beside the playlist, and with the other kind of slashes. Whoever plays
 * them must know each of them as a file of the library; nothing else may be reached by a playlist.
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

/** `happy` of `/srv/music/Happy.m3u`. */
export const nameOf = (playlist: string): string => basename(playlist, extname(playlist)).toLowerCase();
