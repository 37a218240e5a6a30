import type { MusicChoice, MusicQuery, Taste } from '../../domain/music.ts';
import { MOST_RECENT } from '../../domain/music.ts';
import type { Mapping } from './mapping.ts';
import type { QueryTerms } from './query-terms.ts';
import { rotate, withTerms, wordsOf } from './query-terms.ts';

/** What goes into a choice. `turn` counts the choices so far and may start at any whole number; `recent` holds track ids, oldest first. */
export type Choosing = {
  readonly request: MusicQuery;
  readonly mapping: Mapping;
  readonly recent: readonly string[];
  readonly turn: number;
  readonly taste?: Taste;
  readonly terms?: QueryTerms;
  /** Search words for this hour of the day; they take turns. */
  readonly hour?: readonly string[];
};

const PLAIN: QueryTerms = { instrumental: false, language: [] };

/**
 * Turns a request into a choice. The searches that the mapping has for the mood (the paper's 6.2) take turns, and so do the words of
 * the hour and the languages. The query is empty if the mapping has no search for the mood. The same input always gives the same choice.
 */
export function choose({ request, mapping, recent, turn, taste, terms = PLAIN, hour: hours = [] }: Choosing): MusicChoice {
  const { instrumental } = terms;
  const [query, hour, language] = rotate([mapping[request.mood].queries, hours, terms.language], turn);
  return {
    ...request,
    query: query === undefined ? '' : withTerms(query, { hour, language, instrumental }),
    avoid: recent.slice(-MOST_RECENT),
    ...(hour && { words: wordsOf(hour) }),
    ...(instrumental && { instrumental }),
    ...(taste && { taste }),
  };
}
