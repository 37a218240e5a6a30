import type { FaceBox, Frame } from '../domain/sight.ts';
import { area } from '../domain/sight.ts';
import type { Instant, Ms } from '../domain/units.ts';
import { elapsed, ms } from '../domain/units.ts';
import type { Sketch } from './movement.ts';
import { moved, sketchOf } from './movement.ts';
import type { FaceFinder, FaceSearcher, Sizes } from './port.ts';
import { overlap } from './track.ts';

/**
 * How often the whole frame is searched, at least: while faces are followed (for those who come in; one half of the sizes at a time, so that no turn
 * takes long), and in a still room.
 */
const RESCAN_FOLLOWING = ms(1000);
const RESCAN_STILL = ms(5000);
/** Where something moves and nobody is known: at most so often. */
const RESCAN_MOVING = ms(300);
/** A face that was lost is looked for in the whole of every frame for so long. */
const SEARCH_LOST = ms(1000);
/** A face that only the searches around it still see goes at last: what looks like a face for longer is a picture on the wall. */
const UNCONFIRMED = ms(5000);
/** With more faces than this one search of the whole frame is cheaper than one around each. */
const MOST_FOLLOWED = 8;
/** Two searches that ended at the same face, as intersection over union. */
const SAME = 0.4;

/** A face that is followed, and when a search of the whole frame found it for the last time. */
type Followed = { readonly box: FaceBox; readonly confirmed: Instant };

/** What is known after a frame. */
type Known = {
  readonly faces: readonly Followed[];
  /** The frame that was searched last. */
  readonly sketch: Sketch;
  readonly scanned: Instant;
  readonly lost?: Instant;
  /** The half whose turn it is in the next search while faces are followed. */
  readonly next: Sizes;
};

/**
 * Finds the same faces as the finder that it is given, at a fraction of its cost: a face that was there a moment ago is looked for around its
 * place, the whole frame only now and then, when a face was lost, and when something moves. A frame in which nothing moves is not searched at all.
 * For the frames of one camera, in the order of their time.
 */
export class AttentiveFinder implements FaceFinder {
  readonly #finder: FaceSearcher;
  #known: Known | undefined;

  constructor(finder: FaceSearcher) {
    this.#finder = finder;
  }

  async find(frame: Frame): Promise<readonly FaceBox[]> {
    const sketch = sketchOf(frame);
    const before = this.#known;
    const plan = planFor(before, sketch, frame.at);
    if (before && plan === 'nothing') return boxes(before);
    const around = before ? await this.#around(frame, before.faces) : [];
    if (!before || plan === 'everywhere') this.#known = await this.#everywhere(frame, { ...before, faces: around, sketch });
    else if (around.length < before.faces.length) this.#known = await this.#everywhere(frame, { faces: around, sketch, lost: frame.at });
    else if (plan === 'half') this.#known = await this.#half(frame, { ...before, faces: around, sketch });
    else this.#known = { ...before, faces: around, sketch };
    return boxes(this.#known);
  }

  async #around(frame: Frame, faces: readonly Followed[]): Promise<readonly Followed[]> {
    const found: Followed[] = [];
    if (faces.length > MOST_FOLLOWED) return found;
    for (const { box, confirmed } of faces) {
      const again = await this.#finder.again(frame, box);
      if (again && !isAmong(found, again)) found.push({ box: again, confirmed });
    }
    return found;
  }

  async #everywhere(frame: Frame, known: Pick<Known, 'faces' | 'sketch' | 'lost'>): Promise<Known> {
    return { ...known, faces: together(known.faces, await this.#finder.find(frame), frame.at), scanned: frame.at, next: 'small' };
  }

  /**
   * Who else the half of the sizes whose turn it is shows; the other half has its turn next. A face that is followed keeps the box of the search
   * around it, since half of the sizes may fit it badly.
   */
  async #half(frame: Frame, known: Known): Promise<Known> {
    const found = await this.#finder.find(frame, known.next);
    const next = known.next === 'small' ? 'large' : 'small';
    const faces = known.faces.map((face) => (found.some((box) => isSame(face.box, box)) ? { ...face, confirmed: frame.at } : face));
    const strangers = found.filter((box) => !isAmong(faces, box));
    return { ...known, faces: together(faces, strangers, frame.at), scanned: frame.at, next };
  }
}

/** What a search has found, and the faces around which alone it was seen for a while. */
function together(around: readonly Followed[], found: readonly FaceBox[], at: Instant): readonly Followed[] {
  const confirmed = found.map((box): Followed => ({ box, confirmed: at }));
  const doubtful = around.filter((face) => elapsed(face.confirmed, at) < UNCONFIRMED && !isAmong(confirmed, face.box));
  return [...confirmed, ...doubtful];
}

/** What a frame is worth: a search of all of it for all sizes or for half of them, one around each known face, or none. */
function planFor(known: Known | undefined, sketch: Sketch, at: Instant): 'everywhere' | 'half' | 'around' | 'nothing' {
  if (!known) return 'everywhere';
  const since = (then: Instant): Ms => elapsed(then, at);
  const still = !moved(known.sketch, sketch);
  if (known.faces.length > 0) {
    if (since(known.scanned) >= (still ? RESCAN_STILL : RESCAN_FOLLOWING)) return still ? 'everywhere' : 'half';
    return still ? 'nothing' : 'around';
  }
  const searching = known.lost !== undefined && since(known.lost) <= SEARCH_LOST;
  const due = searching ? ms(0) : still ? RESCAN_STILL : RESCAN_MOVING;
  return since(known.scanned) >= due ? 'everywhere' : 'nothing';
}

const isAmong = (faces: readonly Followed[], box: FaceBox): boolean => faces.some((face) => isSame(face.box, box));

/** Nobody's face is in the middle of somebody else's. */
const isSame = (a: FaceBox, b: FaceBox): boolean => overlap(a, b) >= SAME || isCentred(a, b) || isCentred(b, a);

const isCentred = (inner: FaceBox, outer: FaceBox): boolean =>
  Math.abs(inner.x + inner.width / 2 - outer.x - outer.width / 2) < outer.width / 4 &&
  Math.abs(inner.y + inner.height / 2 - outer.y - outer.height / 2) < outer.height / 4;

const boxes = ({ faces }: Known): readonly FaceBox[] => faces.map(({ box }) => box).sort((a, b) => area(b) - area(a));
