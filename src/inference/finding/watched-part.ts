import type { FaceBox, Frame } from '../../domain/sight.ts';
import type { Instant } from '../../domain/units.ts';
import { elapsed, ms } from '../../domain/units.ts';
import type { Cells, Sketch } from '../motion/sketch.ts';
import { cellsOf, countChanged } from '../motion/sketch.ts';
import type { Part } from './parts.ts';
import type { Care } from './searcher.ts';

/** A part in which something moved is searched this many times: one search misses one small face in six. */
const LOOKS = 3;
/** … at most this often, and less often while a face is known. */
const RESCAN_MOVING = ms(300);
const RESCAN_FOLLOWING = ms(2000);
/** How often a part in which nothing moves is searched while no face is known. */
const RESCAN_STILL = ms(10_000);
/** After this long a part is searched whatever the budget. A still part waits this long while a face is known: newcomers move. */
const LONGEST_UNSEEN = ms(20_000);
/** How many cells must change in a part to count as movement: the face of somebody who comes in at 3 m is two cells wide. */
const CELLS = 2;

/** A part: when it was searched last, the frame's sketch at that time, and how many more searches the last movement in it calls for. */
export type WatchedPart = { readonly part: Part; readonly searched?: Instant; readonly sketch?: Sketch; readonly searchesLeft: number };

export const unsearched = (parts: readonly Part[]): readonly WatchedPart[] => parts.map((part) => ({ part, searchesLeft: LOOKS }));

/** Whether a part must be searched now, may be if the budget allows, or is not due yet. */
export type SearchPriority = 'must' | 'may' | 'not yet';

/** The cells around a known face, in which movement is that person's. */
export const cellsAround = (face: FaceBox, sketch: Sketch, frame: Frame): Cells => cellsOf(surroundings(face), sketch, frame.width);

/** Schedules new searches of a part if something has moved in it since the last one. Movement in the cells `ignored` does not count. */
export function withMovement(watched: WatchedPart, sketch: Sketch, frame: Frame, ignored: readonly Cells[]): WatchedPart {
  if (watched.sketch === undefined || watched.searchesLeft === LOOKS) return watched;
  const changed = countChanged(watched.sketch, sketch, cellsOf(watched.part.region, sketch, frame.width), ignored);
  return changed >= CELLS ? { ...watched, searchesLeft: LOOKS } : watched;
}

export function priorityOf({ searched, searchesLeft }: WatchedPart, at: Instant, following: boolean): SearchPriority {
  if (searched === undefined) return 'must';
  const since = elapsed(searched, at);
  if (since >= LONGEST_UNSEEN) return 'must';
  if (searchesLeft === 0) return since >= RESCAN_STILL && !following ? 'may' : 'not yet';
  return since >= (following ? RESCAN_FOLLOWING : RESCAN_MOVING) ? 'may' : 'not yet';
}

/**
 * Searches with steps of different size miss different faces, so the two kinds alternate. A part that has not changed is searched
 * carefully, because it is searched rarely; where something moved, a quick search comes first.
 */
export const careOf = ({ searchesLeft }: WatchedPart): Care => (searchesLeft % 2 === 1 ? 'quick' : 'careful');

/** The part after a search. */
export const searchedAt = ({ part, searchesLeft }: WatchedPart, at: Instant, sketch: Sketch): WatchedPart => ({
  part,
  searched: at,
  sketch,
  searchesLeft: Math.max(0, searchesLeft - 1),
});

/** Sorts parts in which something moved first, then those searched longest ago. */
export const byUrgency = (a: WatchedPart, b: WatchedPart): number =>
  b.searchesLeft - a.searchesLeft || (a.searched ?? 0) - (b.searched ?? 0);

/** A face with its head, shoulders and arms. */
const surroundings = ({ x, y, width, height }: FaceBox) => ({
  x: x - width,
  y: y - height / 2,
  width: 3 * width,
  height: 5 * height,
});
