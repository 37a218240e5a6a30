import { createHash } from 'node:crypto';
import { fallback, number, object, optional, string, unknown } from 'valibot';
import { oneLine } from '../../domain/one-line.ts';
import type { Ms } from '../../domain/units.ts';
import { ms } from '../../domain/units.ts';
import { fitting, jsonObject } from '../../shared/json.ts';
import { idIn, LOOSE } from './reply.ts';

/**
 * A song of the server. `key` says what it is (who plays what on which album), so it stays the same when the server's database is built
 * anew; `id` is the server's own name for it, which does not. `coverArt`: the server's name for its picture.
 */
export type Song = {
  readonly key: string;
  readonly id: string;
  readonly title: string;
  readonly duration?: Ms;
  readonly coverArt?: string;
  readonly starred: boolean;
};

/** What a server says of a song, besides: words from which its mood may follow. `knowsMoods`: it would name moods if the song had some. */
export type DescribedSong = {
  readonly song: Song;
  readonly moods: readonly string[];
  readonly genres: readonly string[];
  readonly knowsMoods: boolean;
};

const text = fallback(optional(string(), ''), '');
const ENTRY = object({
  id: optional(unknown()),
  title: text,
  artist: text,
  album: text,
  genre: text,
  duration: fallback(optional(number()), undefined),
  coverArt: optional(unknown()),
  starred: optional(unknown()),
  isDir: optional(unknown()),
  isVideo: optional(unknown()),
  genres: LOOSE,
  moods: optional(unknown()),
});

/** Reads one entry of a list; undefined for a folder, a film, and what is no song at all. */
export function songIn(entry: unknown): DescribedSong | undefined {
  const read = fitting(ENTRY, entry);
  const id = read && idIn(read.id);
  if (!read || id === undefined || read.isDir === true || read.isVideo === true) return undefined;
  const { album, artist, coverArt, duration, genre, genres, moods, starred, title } = read;
  const picture = idIn(coverArt);
  const song: Song = {
    key: keyOf(artist, title || id, album),
    id,
    title: oneLine([artist, title || id].filter(Boolean).join(' – ')) || 'untitled',
    ...(duration !== undefined && duration > 0 && { duration: ms(duration * 1000) }),
    ...(picture !== undefined && { coverArt: picture }),
    starred: typeof starred === 'string',
  };
  const named = genres.flatMap((each) => namesIn(fitting(jsonObject, each)?.name));
  return {
    song,
    genres: named.length > 0 ? named : namesIn(genre),
    moods: Array.isArray(moods) ? moods.flatMap(namesIn) : namesIn(moods),
    knowsMoods: moods !== undefined,
  };
}

const namesIn = (value: unknown): readonly string[] => (typeof value === 'string' && value !== '' ? [value] : []);

/** 64 bits of a hash over what people would call the same song. */
function keyOf(...words: readonly string[]): string {
  const spelt = words.map((each) => each.normalize('NFC').trim().toLowerCase()).join('\0');
  return createHash('sha256').update(spelt).digest('hex').slice(0, 16);
}
