import type { MusicChoice, MusicWish, Taste } from '../domain/music.ts';
import { MOST_RECENT } from '../domain/music.ts';
import type { Mapping } from './mapping.ts';

/** What a choice is made of. `turn` counts the choices made so far, from any whole number; `recent` holds ids, oldest first. */
export type Choosing = {
  readonly wish: MusicWish;
  readonly mapping: Mapping;
  readonly recent: readonly string[];
  readonly turn: number;
  readonly taste?: Taste;
};

/**
 * The wish for music in a mood: its searches take turns, the paper's mapping (6.2) saying which there are. The query is empty
 * where the mapping has none. The same input always gives the same choice.
 */
export function choose({ wish, mapping, recent, turn, taste }: Choosing): MusicChoice {
  const { queries } = mapping[wish.mood];
  const query = queries.length > 0 ? queries[((turn % queries.length) + queries.length) % queries.length] : undefined;
  return { ...wish, query: query ?? '', avoid: recent.slice(-MOST_RECENT), ...(taste && { taste }) };
}
