import type { FaceBox } from '../../domain/sight.ts';
import type { Instant, Ms } from '../../domain/units.ts';
import { elapsed, ms } from '../../domain/units.ts';
import type { Sketch } from '../motion/sketch.ts';
import { cellsOf, countChanged, moved } from '../motion/sketch.ts';
import type { KnownFaces } from './known-faces.ts';

/**
 * The whole frame is searched at least this often: while faces are followed, for people who come in (one half of the sizes at a time, so
 * that no search takes long), and in a still room.
 */
const RESCAN_FOLLOWING = ms(1000);
const RESCAN_STILL = ms(5000);
/** If something moves while no face is known: at most this often. */
const RESCAN_MOVING = ms(300);
/** … and this often while the budget is overdrawn. */
const RESCAN_OVERDRAWN = ms(1000);
/** After a face was lost, every whole frame is searched for this long. */
const SEARCH_LOST = ms(1000);

/** How to search a frame: all of it for all sizes or for half of them, only around each known face, or not at all. */
export type SearchPlan = 'everywhere' | 'half' | 'around' | 'nothing';

/** How to search the next frame. `affordable`: the budget is not overdrawn. */
export function planFor(known: KnownFaces | undefined, sketch: Sketch, at: Instant, affordable: boolean): SearchPlan {
  if (!known) return 'everywhere';
  const since = (then: Instant): Ms => elapsed(then, at);
  const still = !moved(known.sketch, sketch) && !known.faces.some(({ box }) => hasChangedAt(known, sketch, box));
  if (known.faces.length > 0) {
    if (since(known.scanned) >= (still ? RESCAN_STILL : RESCAN_FOLLOWING)) return still ? 'everywhere' : 'half';
    return still ? 'nothing' : 'around';
  }
  const searching = known.lost !== undefined && since(known.lost) <= SEARCH_LOST;
  return since(known.scanned) >= rescanAfter(still, searching, affordable) ? 'everywhere' : 'nothing';
}

/** How long after a search of the whole frame the next one is due while no face is known. `searching`: a face was lost a moment ago. */
function rescanAfter(still: boolean, searching: boolean, affordable: boolean): Ms {
  if (searching) return affordable ? ms(0) : RESCAN_MOVING;
  if (still) return RESCAN_STILL;
  return affordable ? RESCAN_MOVING : RESCAN_OVERDRAWN;
}

/** Whether anything changed at a face. A small face changes too little to count as movement in the room. */
function hasChangedAt({ sketch: before, width }: KnownFaces, sketch: Sketch, face: FaceBox): boolean {
  return countChanged(before, sketch, cellsOf(face, sketch, width)) > 0;
}
