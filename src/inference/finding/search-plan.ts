import type { FaceBox } from '../../domain/sight.ts';
import type { Instant, Ms } from '../../domain/units.ts';
import { elapsed, ms } from '../../domain/units.ts';
import type { Sketch } from '../motion/sketch.ts';
import { cellsOf, countChanged, moved } from '../motion/sketch.ts';
import type { KnownFaces } from './known-faces.ts';

/**
 * How often the whole frame is searched, at least: while faces are followed (for those who come in; one half of the sizes at a time, so that no turn
 * takes long), and in a still room.
 */
const RESCAN_FOLLOWING = ms(1000);
const RESCAN_STILL = ms(5000);
/** Where something moves and nobody is known: at most so often. */
const RESCAN_MOVING = ms(300);
/** … and so often while the budget is overdrawn. */
const RESCAN_POOR = ms(1000);
/** A face that was lost is looked for in the whole of every frame for so long. */
const SEARCH_LOST = ms(1000);

/** What a frame is worth: a search of all of it for all sizes or for half of them, one around each known face, or none. `rich`: the budget allows more. */
export function planFor(
  known: KnownFaces | undefined,
  sketch: Sketch,
  at: Instant,
  rich: boolean,
): 'everywhere' | 'half' | 'around' | 'nothing' {
  if (!known) return 'everywhere';
  const since = (then: Instant): Ms => elapsed(then, at);
  const still = !moved(known.sketch, sketch) && !known.faces.some(({ box }) => stirs(known, sketch, box));
  if (known.faces.length > 0) {
    if (since(known.scanned) >= (still ? RESCAN_STILL : RESCAN_FOLLOWING)) return still ? 'everywhere' : 'half';
    return still ? 'nothing' : 'around';
  }
  const searching = known.lost !== undefined && since(known.lost) <= SEARCH_LOST;
  const due = still && !searching ? RESCAN_STILL : searching && rich ? ms(0) : searching || rich ? RESCAN_MOVING : RESCAN_POOR;
  return since(known.scanned) >= due ? 'everywhere' : 'nothing';
}

/** Whether anything changed at a face: what a small one does is too little to be movement in the room. */
function stirs({ sketch: before, width }: KnownFaces, sketch: Sketch, face: FaceBox): boolean {
  return countChanged(before, sketch, cellsOf(face, sketch, width)) > 0;
}
