import type { FaceBox, Frame } from '../../domain/sight.ts';
import type { Instant } from '../../domain/units.ts';
import { elapsed, ms } from '../../domain/units.ts';
import type { Sketch } from '../motion/sketch.ts';
import { cellsOf, countChanged } from '../motion/sketch.ts';
import type { Part } from './parts.ts';
import type { Care } from './searcher.ts';

/** A part in which something moved is searched so often: one search misses one small face in six. */
const LOOKS = 3;
/** … at most so often, and less often while somebody is known. */
const RESCAN_MOVING = ms(300);
const RESCAN_FOLLOWING = ms(2000);
/** A part in which nothing moves, while nobody is known. */
const RESCAN_STILL = ms(10_000);
/** After this long a part is searched whatever the budget says. While somebody is known, a still part waits this long: nobody comes in without moving. */
const LONGEST_UNSEEN = ms(20_000);
/** So many cells have to change in a part: the face of somebody who comes in at 3 m is two cells wide. */
const CELLS = 2;

/** A part and when it was searched for the last time, what was to be seen then, and how many searches are still searchesLeft to what moved in it. */
export type WatchedPart = { readonly part: Part; readonly searched?: Instant; readonly sketch?: Sketch; readonly searchesLeft: number };

export const unsearched = (parts: readonly Part[]): readonly WatchedPart[] => parts.map((part) => ({ part, searchesLeft: LOOKS }));

/** What a part is worth: a search in any case, one as far as the budget allows, or none. */
export type SearchPriority = 'must' | 'may' | 'nothing';

/** The same part, with what has moved in it since it was searched. Movement around faces that are known is theirs. */
export function withMovement(watched: WatchedPart, sketch: Sketch, frame: Frame, known: readonly FaceBox[]): WatchedPart {
  if (watched.sketch === undefined || watched.searchesLeft === LOOKS) return watched;
  const theirs = known.map((face) => cellsOf(surroundings(face), sketch, frame.width));
  const changed = countChanged(watched.sketch, sketch, cellsOf(watched.part.region, sketch, frame.width), theirs);
  return changed >= CELLS ? { ...watched, searchesLeft: LOOKS } : watched;
}

export function priorityOf({ searched, searchesLeft }: WatchedPart, at: Instant, following: boolean): SearchPriority {
  if (searched === undefined) return 'must';
  const since = elapsed(searched, at);
  if (since >= LONGEST_UNSEEN) return 'must';
  if (searchesLeft === 0) return since >= RESCAN_STILL && !following ? 'may' : 'nothing';
  return since >= (following ? RESCAN_FOLLOWING : RESCAN_MOVING) ? 'may' : 'nothing';
}

/**
 * Two searches in steps of different size miss different faces, so they take turns. What has not changed is searched carefully, as it is searched
 * seldom; where something moved, a quick search comes first.
 */
export const careOf = ({ searchesLeft }: WatchedPart): Care => (searchesLeft % 2 === 1 ? 'quick' : 'careful');

/** The part after a search. */
export const searchedAt = ({ part, searchesLeft }: WatchedPart, at: Instant, sketch: Sketch): WatchedPart => ({
  part,
  searched: at,
  sketch,
  searchesLeft: Math.max(0, searchesLeft - 1),
});

/** Where something moved first, then what was searched longest ago. */
export const byUrgency = (a: WatchedPart, b: WatchedPart): number =>
  b.searchesLeft - a.searchesLeft || (a.searched ?? 0) - (b.searched ?? 0);

/** A face with its head, shoulders and arms. */
const surroundings = ({ x, y, width, height }: FaceBox) => ({
  x: x - width,
  y: y - height / 2,
  width: 3 * width,
  height: 5 * height,
});
