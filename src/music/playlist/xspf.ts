import type { PlaylistEntry } from './entry.ts';
import { playlistEntry } from './entry.ts';

/** Entities of XML; all others are written as numbers. */
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The tracks of an XSPF playlist (VLC, Clementine, Strawberry): their location, title and duration. Never throws. */
export const xspfEntries = (xml: string): readonly PlaylistEntry[] =>
  xml
    .replace(/<!--.*?-->/gs, '')
    .split(/<track(?:\s[^>]*)?>/i)
    .slice(1)
    .flatMap((track) => {
      const target = textOf(track, 'location');
      const title = [textOf(track, 'creator'), textOf(track, 'title')].filter(Boolean).join(' – ');
      return target ? [playlistEntry(target, title, Number(textOf(track, 'duration')) / 1000)] : [];
    });

function textOf(track: string, name: string): string | undefined {
  const found = new RegExp(`<${name}(?:\\s[^>]*)?>([^<]*)</${name}>`, 'i').exec(track.slice(0, LONGEST_TRACK));
  return found?.[1] === undefined ? undefined : unescaped(found[1]).trim();
}

/** Characters; a track with more says the rest to nobody. */
const LONGEST_TRACK = 20_000;

const unescaped = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,4}));/gi, (whole, decimal, hexadecimal, name) => {
    if (name !== undefined) return ENTITIES[name] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hexadecimal, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
