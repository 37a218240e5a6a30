import type { PlaylistEntry } from './entry.ts';
import { playlistEntry } from './entry.ts';
import { windowsEntries, xspfEntries } from './xspf.ts';

/** The entries, and how many more there are beyond the limits. */
export type ParsedPlaylist = { readonly entries: readonly PlaylistEntry[]; readonly beyond: number };

const MOST_ENTRIES = 2000;
const LONGEST_LINE = 4096;

/**
 * The entries of an M3U, PLS, XSPF, WPL or ASX playlist in their order, at most 2,000; which of them it is, is told by its content. An HLS
 * playlist lists the segments of one stream, so it has no entries here. Never throws.
 */
export function parsePlaylist(text: string): ParsedPlaylist {
  const marked = /^\s*</.test(text) ? [...xspfEntries(text), ...windowsEntries(text)] : [];
  if (marked.length > 0) return bounded(marked, 0);
  const all = text.split(/\r\n|\r|\n/).map((line) => line.trim());
  const lines = all.filter((line) => line !== '' && line.length <= LONGEST_LINE);
  const tooLong = all.filter((line) => line.length > LONGEST_LINE && !line.startsWith('#')).length;
  if (lines.some((line) => HLS.test(line))) return bounded([], 0);
  return bounded(lines.some((line) => PLS.test(line)) ? plsEntries(lines) : m3uEntries(lines), tooLong);
}

/** What every HLS playlist has one of. Players write other lines that begin alike, such as `#EXT-X-RATING` (Poweramp). */
const HLS = /^#EXT-X-(VERSION|TARGETDURATION|STREAM-INF|MEDIA-SEQUENCE|MEDIA|ENDLIST|KEY|MAP|PLAYLIST-TYPE)\b/i;
/** Its header, or a line of one that has lost its header. */
const PLS = /^(\[playlist\]|File\d{1,5}\s*=.+)/i;

const bounded = (entries: readonly PlaylistEntry[], tooLong: number): ParsedPlaylist => ({
  entries: entries.slice(0, MOST_ENTRIES),
  beyond: Math.max(0, entries.length - MOST_ENTRIES) + tooLong,
});

/** `#EXTINF:123 key="a, b",Artist - Title` */
const EXTINF = /^#EXTINF:\s*(-?[\d.]*)(?:[^,"]|"[^"]*")*(?:,(.*))?$/i;
const SOUND_FILE = /\.(mp3|m4a|aac|ogg|oga|opus|flac|wav|wma|aif[fc]?|mka|webm|ape|wv|mpc|dsf|dff|spx|mp2|mpga|weba)$/i;

function m3uEntries(lines: readonly string[]): readonly PlaylistEntry[] {
  let info: RegExpExecArray | null = null;
  return lines.flatMap((line) => {
    info = EXTINF.exec(line) ?? info;
    const isComment = line.startsWith('#');
    if (isComment && (/^#EXT/i.test(line) || !SOUND_FILE.test(line))) return [];
    const entry = playlistEntry(line, info?.[2], Number(info?.[1]));
    if (!isComment) info = null;
    return [isComment ? { ...entry, isComment } : entry];
  });
}

function plsEntries(lines: readonly string[]): readonly PlaylistEntry[] {
  const found = lines.flatMap((line) => /^(File|Title|Length)(\d{1,5})\s*=\s*(.*)$/i.exec(line) ?? []);
  const keys = new Map<string, string>();
  for (let at = 0; at < found.length; at += 4) keys.set(`${found[at + 1]}${found[at + 2]}`.toLowerCase(), found[at + 3] ?? '');
  const files = [...keys].filter(([name, target]) => name.startsWith('file') && target);
  const said = (name: string, key: 'title' | 'length'): string | undefined => keys.get(name.replace('file', key));
  return files.map(([name, target]) => playlistEntry(target, said(name, 'title'), Number(said(name, 'length'))));
}

/** Whether this is an http(s) address of sound, and not of another playlist (`.m3u8` is a segmented stream, so it counts). */
export const isStream = (target: string): boolean =>
  /^https?:\/\/[^\s/]+/i.test(target) && URL.canParse(target) && !/\.(m3u|pls|xspf)$/i.test(new URL(target).pathname);
