import type { MusicChoice, MusicQuery, Taste } from '../../domain/music.ts';
import { MOST_RECENT } from '../../domain/music.ts';
import type { Mapping } from './mapping.ts';
import type { QueryTerms } from './query-terms.ts';
import { rotate, withTerms, wordsOf } from './query-terms.ts';

/** What a choice is made of. `turn` counts the choices made so far, from any whole number; `recent` holds ids, oldest first. */
export type Choosing = {
  readonly wish: MusicQuery;
  readonly mapping: Mapping;
  readonly recent: readonly string[];
  readonly turn: number;
  readonly taste?: Taste;
  readonly wording?: QueryTerms;
  /** What the hour asks for, in turns. */
  readonly hour?: readonly string[];
};

const PLAIN: QueryTerms = { instrumental: false, language: [] };

/**
 * The wish for music in a mood: its searches take turns, the paper's mapping (6.2) saying which there are, and so do the words of the hour and the
 * languages. The query is empty where the mapping has none. The same input always gives the same choice.
 */
export function choose({ wish, mapping, recent, turn, taste, wording = PLAIN, hour: hours = [] }: Choosing): MusicChoice {
  const { instrumental } = wording;
  const [query, hour, language] = rotate([mapping[wish.mood].queries, hours, wording.language], turn);
  return {
    ...wish,
    query: query === undefined ? '' : withTerms(query, { hour, language, instrumental }),
    avoid: recent.slice(-MOST_RECENT),
    ...(hour && { words: wordsOf(hour) }),
    ...(instrumental && { instrumental }),
    ...(taste && { taste }),
  };
}
