import { assertNever } from '../../domain/assert-never.ts';
import type { FaceBox, Frame } from '../../domain/sight.ts';
import { area } from '../../domain/sight.ts';
import { px } from '../../domain/units.ts';
import { grayMat, owned } from '../../shared/opencv.ts';
import { clipped, cutOut } from '../crop.ts';
import { frameViews } from '../frame-views.ts';
import type { FoundFace } from '../port.ts';
import { tiltsNear } from '../tilt.ts';
import { inWindow, resizedMat } from './around-face.ts';
import type { Search } from './cascade.ts';
import { Cascade } from './cascade.ts';
import type { Part } from './parts.ts';
import type { Care, FaceSearcher, Sizes } from './searcher.ts';

/**
 * Viola and Jones as the paper sets it up (3.2: scale factor 1.3, 5 neighbours), for large faces. `min_face` is in pixels of a picture that
 * is `working_width` wide; without a working width the frame is searched at its own size.
 */
export type HaarSettings = {
  readonly scale_factor: number;
  readonly neighbours: number;
  readonly min_face: number;
  readonly working_width?: number;
};

/**
 * Around a face that was there a moment ago: finer steps, so that one of them fits, and fewer neighbours, because there are fewer places
 * and a face is likely. Of the settings tried on three clips (docs/performance.md), these are the cheapest that lost no face.
 */
const AGAIN = { shown: 36, step: 1.2, neighbours: 2 };
/** A second try before the face counts as lost: larger and in finer steps. It misses no upright face down to 30 pixels. */
const CAREFULLY = { shown: 48, step: 1.1, neighbours: 3 };
/** A face seen clearly enough to go on following it: of 180 faces of 34 to 137 pixels, 96 % have this many hits. */
const CLEARLY = { shown: 60, step: 1.15, neighbours: 9 };
/** A face beyond doubt. The worst false face in pictures without readable faces had 15 hits; upright faces at 1 to 4 m have 30 or more. */
const SURELY = { shown: 60, step: 1.15, neighbours: 18 };
/** In a part: lenient, because every hit is checked with `surely` before it counts. */
const IN_PART = { quick: { step: 1.25, neighbours: 2 }, careful: { step: 1.1, neighbours: 3 } };

/** Where the large half of a search begins, as a multiple of `min_face`: the two halves then cost about the same. */
const LARGE = 1.5;

/** One cascade for each size of picture: see `Cascade`. */
type Cascades = Readonly<Record<'whole' | 'around' | 'careful' | 'sure' | 'part', Cascade>>;

/** Finds frontal faces with a Haar cascade, off the main thread. One call at a time. */
export class HaarFinder implements FaceSearcher {
  readonly #cascades: Cascades;
  readonly #settings: HaarSettings;

  private constructor(cascades: Cascades, settings: HaarSettings) {
    this.#cascades = cascades;
    this.#settings = settings;
  }

  /** Throws `ModelError` if the file is missing or is not a cascade. */
  static async open(path: string, settings: HaarSettings): Promise<HaarFinder> {
    const [whole, around, careful, sure, part] = (await Cascade.open(path, 5)) as [Cascade, Cascade, Cascade, Cascade, Cascade];
    return new HaarFinder({ whole, around, careful, sure, part }, settings);
  }

  async find(frame: Frame, sizes?: Sizes): Promise<readonly FaceBox[]> {
    const { scale_factor: step, neighbours, working_width } = this.#settings;
    const picture = working_width === undefined ? frame : frameViews(frame).reducedTo(working_width);
    using gray = owned(grayMat(picture.gray, picture.width, picture.height));
    const found = await this.#cascades.whole.search(gray, { step, neighbours, ...this.#limits(sizes) });
    return largestFirst(
      found.map(({ box }) => enlarged(box, frame.width / picture.width)),
      frame,
    );
  }

  /** The small half extends one step into the large one, because hits of neighbouring steps together make a face. */
  #limits(sizes: Sizes | undefined): Pick<Search, 'least' | 'most'> {
    const { scale_factor, min_face } = this.#settings;
    const large = Math.round(min_face * LARGE);
    switch (sizes) {
      case undefined:
        return { least: min_face };
      case 'small':
        return { least: min_face, most: Math.ceil(large * scale_factor) };
      case 'large':
        return { least: large };
      default:
        return assertNever(sizes);
    }
  }

  async inPart(frame: Frame, { region, width, height, least, most }: Part, care: Care): Promise<readonly FaceBox[]> {
    using picture = owned(resizedMat(cutOut(frame, region), width, height));
    const found = await this.#cascades.part.search(picture, { ...IN_PART[care], least, most });
    const boxes = found.map(({ box }) => enlarged(box, region.width / width));
    return largestFirst(
      boxes.map((box) => ({ ...box, x: px(box.x + region.x), y: px(box.y + region.y) })),
      frame,
    );
  }

  async findAgain(frame: Frame, before: FoundFace): Promise<FoundFace | undefined> {
    const { around, careful } = this.#cascades;
    const quickly = await inWindow(frame, before, around, AGAIN);
    if (quickly) return quickly;
    for (const tilt of tiltsNear(before.tilt ?? 0)) {
      const found = await inWindow(frame, { ...before, tilt }, careful, CAREFULLY);
      if (found) return found;
    }
    return undefined;
  }

  /** First finds the exact place: in a window that fits badly there are fewer hits. */
  async clearly(frame: Frame, face: FoundFace): Promise<FoundFace | undefined> {
    const { careful, sure } = this.#cascades;
    const there = await inWindow(frame, face, careful, CAREFULLY);
    return there && inWindow(frame, there, sure, CLEARLY);
  }

  async surely(frame: Frame, face: FoundFace): Promise<FoundFace | undefined> {
    const { careful, sure } = this.#cascades;
    const there = await inWindow(frame, face, careful, CAREFULLY);
    return there && inWindow(frame, there, sure, SURELY);
  }
}

const largestFirst = (boxes: readonly FaceBox[], frame: Frame): readonly FaceBox[] =>
  boxes.flatMap((box) => clipped(box, frame) ?? []).sort((a, b) => area(b) - area(a));

/** Converts a box from pixels of a reduced picture to pixels of the picture it was made from. */
function enlarged({ x, y, width, height }: FaceBox, times: number): FaceBox {
  const to = (length: number) => px(Math.round(length * times));
  return { x: to(x), y: to(y), width: to(width), height: to(height) };
}
