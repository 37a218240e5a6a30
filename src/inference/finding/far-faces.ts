import type { FaceBox, Frame } from '../../domain/sight.ts';
import type { Instant } from '../../domain/units.ts';
import { elapsed, ms } from '../../domain/units.ts';
import { frameViews } from '../frame-views.ts';
import type { FoundFace } from '../port.ts';
import type { Budget } from './budget.ts';
import type { Range } from './parts.ts';
import { partAround, partsOf } from './parts.ts';
import { isSame } from './same-face.ts';
import type { FaceSearcher } from './searcher.ts';
import type { WatchedPart } from './watched-part.ts';
import { byUrgency, careOf, priorityOf, searchedAt, unsearched, withMovement } from './watched-part.ts';

/** A candidate is looked at in the frames that follow for so long. */
const DOUBTED = ms(1000);
/** So many candidates at most: a picture that is full of them shows leaves, not people. */
const MOST_CANDIDATES = 6;

/** While somebody is known, so many parts a frame, so that no frame takes long: it is they who are waited for. */
const MOST_FOLLOWING = 1;

/** What may be a face, since when. */
type Candidate = { readonly box: FaceBox; readonly since: Instant };

/** Sizes that are looked for in parts, for a frame of that width; pixels. */
export type FarSizes = (frame: Pick<Frame, 'width'>) => Range;

/**
 * Looks for small faces in the frame as it was delivered: in parts, most often where something moves, as far as the budget allows. What looks
 * like a face counts once a later frame shows it beyond doubt.
 */
export class FarFaceFinder {
  readonly #finder: FaceSearcher;
  readonly #budget: Budget;
  readonly #sizes: FarSizes;
  #size = '';
  #parts: readonly WatchedPart[] = [];
  #candidates: readonly Candidate[] = [];

  constructor(finder: FaceSearcher, budget: Budget, sizes: FarSizes) {
    this.#finder = finder;
    this.#budget = budget;
    this.#sizes = sizes;
  }

  /** Faces that are new in this frame, beside those that are known. */
  async newcomers(frame: Frame, known: readonly FaceBox[]): Promise<readonly FoundFace[]> {
    if (this.#isFirst(frame)) return this.#first(frame, known);
    const confirmed = await this.#confirm(frame, known);
    const taken = [...known, ...confirmed];
    for (const box of await this.#search(frame, known)) {
      const doubted = [...taken, ...this.#candidates.map((each) => each.box)];
      if (this.#candidates.length >= MOST_CANDIDATES || doubted.some((each) => isSame(each, box))) continue;
      this.#candidates = [...this.#candidates, { box, since: frame.at }];
    }
    return confirmed;
  }

  /** Faces that were lost at that moment: they count again as soon as one is beyond doubt at its place. */
  addLost(faces: readonly FaceBox[], at: Instant): void {
    this.#candidates = [...faces.map((box) => ({ box, since: at })), ...this.#candidates].slice(0, MOST_CANDIDATES);
  }

  /** Whether faces of that size are found by nobody else. */
  isFar(frame: Frame, face: FaceBox): boolean {
    return face.width < this.#sizes(frame).most / NEAR_TOO;
  }

  /** The first frame, and the first of another size, which comes from another camera or another setting of it. */
  #isFirst(frame: Frame): boolean {
    const size = `${frame.width} x ${frame.height}`;
    const first = size !== this.#size;
    this.#size = size;
    return first;
  }

  /** The whole room at once: who is there already is told at once too, as there is no mood yet that a mistake could spoil. */
  async #first(frame: Frame, known: readonly FaceBox[]): Promise<readonly FoundFace[]> {
    this.#parts = unsearched(partsOf(frame, this.#sizes(frame)));
    this.#candidates = [];
    const boxes = await this.#search(frame, known);
    this.#candidates = boxes.map((box) => ({ box, since: frame.at }));
    const confirmed = await this.#confirm(frame, known);
    this.#candidates = this.#candidates.slice(0, MOST_CANDIDATES);
    return confirmed;
  }

  async #confirm(frame: Frame, known: readonly FaceBox[]): Promise<readonly FoundFace[]> {
    const confirmed: FoundFace[] = [];
    const doubted: Candidate[] = [];
    for (const candidate of this.#candidates) {
      if ([...known, ...confirmed].some((each) => isSame(each, candidate.box))) continue;
      const { face, box } = await this.#budget.spend(() => this.#near(frame, candidate.box));
      if (face && ![...known, ...confirmed].some((each) => isSame(each, face))) confirmed.push(face);
      else if (elapsed(candidate.since, frame.at) < DOUBTED) doubted.push({ ...candidate, box });
    }
    this.#candidates = doubted;
    return confirmed;
  }

  /** A candidate where it was, or where it may have walked since: the face where there is no doubt, and where to look for it next. */
  async #near(frame: Frame, box: FaceBox): Promise<{ readonly face?: FoundFace; readonly box: FaceBox }> {
    const there = await this.#finder.surely(frame, box);
    if (there) return { face: there, box };
    const hits = await this.#finder.inPart(frame, partAround(box, frame), 'careful');
    for (const hit of hits) {
      const face = await this.#finder.surely(frame, hit);
      if (face) return { face, box };
    }
    return { box: hits[0] ?? box };
  }

  async #search(frame: Frame, known: readonly FaceBox[]): Promise<readonly FaceBox[]> {
    const { sketch } = frameViews(frame);
    const parts = this.#parts.map((part) => withMovement(part, sketch, frame, known));
    const found: FaceBox[] = [];
    let left = known.length > 0 ? MOST_FOLLOWING : parts.length;
    for (const watched of parts.toSorted(byUrgency)) {
      const worth = priorityOf(watched, frame.at, known.length > 0);
      const can = left > 0 && this.#budget.allows(frame.at, watched.searchesLeft === 0);
      if (worth === 'nothing' || (worth === 'may' && !can)) continue;
      left -= 1;
      found.push(...(await this.#budget.spend(() => this.#finder.inPart(frame, watched.part, careOf(watched)))));
      parts[parts.indexOf(watched)] = searchedAt(watched, frame.at, sketch);
    }
    this.#parts = parts;
    return found;
  }
}

/** The sizes of the two kinds of search overlap by so much. */
const NEAR_TOO = 1.3;
