import type { FaceBox, Frame } from '../domain/sight.ts';
import { area } from '../domain/sight.ts';
import type { Instant, Ms } from '../domain/units.ts';
import { elapsed, ms } from '../domain/units.ts';
import type { Sketch } from './movement.ts';
import { moved, sketchOf } from './movement.ts';
import type { FaceFinder, FaceSearcher } from './port.ts';
import { overlap } from './track.ts';

/** How often the whole frame is searched, at least: while faces are followed (for those who come in), and in a still, empty room. */
const RESCAN_FOLLOWING = ms(2000);
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
    const lost = before !== undefined && around.length < before.faces.length;
    this.#known =
      plan === 'around' && !lost && before
        ? { ...before, faces: around, sketch }
        : await this.#everywhere(frame, sketch, around, lost ? frame.at : before?.lost);
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

  /** What the whole frame shows, and the faces around which alone it was seen for a while. */
  async #everywhere(frame: Frame, sketch: Sketch, around: readonly Followed[], lost: Instant | undefined): Promise<Known> {
    const confirmed = (await this.#finder.find(frame)).map((box): Followed => ({ box, confirmed: frame.at }));
    const doubtful = around.filter((face) => elapsed(face.confirmed, frame.at) < UNCONFIRMED && !isAmong(confirmed, face.box));
    return { faces: [...confirmed, ...doubtful], sketch, scanned: frame.at, ...(lost !== undefined && { lost }) };
  }
}

/** What a frame is worth: a search of all of it, one around each known face, or none. */
function planFor(known: Known | undefined, sketch: Sketch, at: Instant): 'everywhere' | 'around' | 'nothing' {
  if (!known) return 'everywhere';
  const since = (then: Instant): Ms => elapsed(then, at);
  const still = !moved(known.sketch, sketch);
  if (known.faces.length > 0) {
    if (since(known.scanned) >= (still ? RESCAN_STILL : RESCAN_FOLLOWING)) return 'everywhere';
    return still ? 'nothing' : 'around';
  }
  const searching = known.lost !== undefined && since(known.lost) <= SEARCH_LOST;
  const due = searching ? ms(0) : still ? RESCAN_STILL : RESCAN_MOVING;
  return since(known.scanned) >= due ? 'everywhere' : 'nothing';
}

const isAmong = (faces: readonly Followed[], box: FaceBox): boolean => faces.some((face) => overlap(face.box, box) >= SAME);

const boxes = ({ faces }: Known): readonly FaceBox[] => faces.map(({ box }) => box).sort((a, b) => area(b) - area(a));
