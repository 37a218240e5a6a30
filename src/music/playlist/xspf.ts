import type { PlaylistEntry } from './entry.ts';
import { playlistEntry } from './entry.ts';

/** Entities of XML; all others are written as numbers. */
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The tracks of an XSPF playlist (VLC, Clementine, Strawberry): their location, title and duration. Never throws. */
export const xspfEntries = (xml: string): readonly PlaylistEntry[] =>
  xml
    .replace(/<!--.*?-->/gs, '')
    .split(/<(?:[\w-]+:)?track(?:\s[^>]*)?>/i)
    .slice(1)
    .map((track) => {
      const target = textOf(track, 'location');
      const title = [textOf(track, 'creator'), textOf(track, 'title')].filter(Boolean).join(' – ');
      return playlistEntry(target || NOWHERE, title, Number(textOf(track, 'duration')) / 1000);
    });

function textOf(track: string, name: string): string | undefined {
  const element = `<(?:[\\w-]+:)?${name}(?:\\s[^>]*)?>(?:([^<]*)|\\s*<!\\[CDATA\\[(.*?)\\]\\]>\\s*)</(?:[\\w-]+:)?${name}>`;
  const [, text, verbatim] = new RegExp(element, 'is').exec(track.slice(0, LONGEST_TRACK)) ?? [];
  return verbatim?.trim() ?? (text === undefined ? undefined : unescaped(text).trim());
}

/** Characters; a track with more says the rest to nobody. */
const LONGEST_TRACK = 20_000;

/** Stands for the place of a track that names none, so that it is counted among what matches nothing. */
const NOWHERE = 'a <track> without a <location>';

/** An element that names a file in a playlist of Windows: `<media src="…">`, `<ref href='…'>`, `<entry Playstring="…">`. */
const NAMING = /<(?:media|ref|entry)\s(?:[^>]*\s)?(?:src|href|playstring)\s*=\s*(?:"([^"]*)"|'([^']*)')/gi;

/** The entries of a playlist of Windows Media Player (WPL, ASX), Zune or Winamp (B4S). Never throws. */
export const windowsEntries = (xml: string): readonly PlaylistEntry[] =>
  [...xml.replace(/<!--.*?-->/gs, '').matchAll(NAMING)].map(([, one, other]) =>
    playlistEntry(unescaped(one ?? other ?? '').trim(), undefined, Number.NaN),
  );

/** Text without the entities of XML. */
export const unescaped = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,4}));/gi, (whole, decimal, hexadecimal, name) => {
    if (name !== undefined) return ENTITIES[name] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hexadecimal, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
