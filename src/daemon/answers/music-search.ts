import type { Mood } from '../../domain/emotion.ts';
import { MOODS } from '../../domain/emotion.ts';
import type { ListedTrack } from '../../domain/music.ts';
import { done } from '../../domain/result.ts';
import type { ListPart, MusicSource, SearchResult } from '../../music/port.ts';

const EVERYTHING: ListPart = { from: 0, most: 1000 };

/** Searches a source by its own means, or else through what it has at hand. */
export async function searchIn(
  source: MusicSource,
  words: string,
  about: { readonly mood: Mood; readonly most: number },
  signal: AbortSignal,
): Promise<SearchResult> {
  if (source.search) return source.search(words, about, signal);
  const wanted = folded(words).split(' ');
  const all = MOODS.flatMap((mood) => source.shelf?.(mood, EVERYTHING).tracks ?? []);
  return done(all.filter(({ title }: ListedTrack) => wanted.every((word) => folded(title).includes(word))).slice(0, about.most));
}

/** In lower case without accents, its words with a space between them. */
const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
