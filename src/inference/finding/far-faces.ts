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
import { byUrgency, careOf, cellsAround, priorityOf, searchedAt, unsearched, withMovement } from './watched-part.ts';

/** A candidate is checked in the following frames for this long. */
const CANDIDATE_FOR = ms(1000);
/** The most candidates at a time: a picture full of them shows leaves, not people. */
const MOST_CANDIDATES = 6;

/** Parts searched in a frame while faces are followed: one, so that the followed faces are not kept waiting. */
const MOST_PARTS_FOLLOWING = 1;

/** What may be a face, and since when. */
type Candidate = { readonly box: FaceBox; readonly since: Instant };

/** The face sizes that are searched for in parts of a frame of that width; pixels. */
export type FarSizes = (frame: Pick<Frame, 'width'>) => Range;

/**
 * Finds small faces in the frame at its full size: part by part, most often where something moves, as far as the budget allows. A candidate
 * counts as a face once a later frame shows it beyond doubt.
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

  /** Faces that are new in this frame, besides the known ones. */
  async newcomers(frame: Frame, known: readonly FaceBox[]): Promise<readonly FoundFace[]> {
    if (this.#isFirst(frame)) return this.#first(frame, known);
    const confirmed = await this.#confirm(frame, known);
    const taken = [...known, ...confirmed];
    for (const box of await this.#search(frame, known)) {
      const already = [...taken, ...this.#candidates.map((each) => each.box)];
      if (this.#candidates.length >= MOST_CANDIDATES || already.some((each) => isSame(each, box))) continue;
      this.#candidates = [...this.#candidates, { box, since: frame.at }];
    }
    return confirmed;
  }

  /** Adds faces that were lost at that moment as candidates: each counts again as soon as it is beyond doubt in its place. */
  addLost(faces: readonly FaceBox[], at: Instant): void {
    this.#candidates = [...faces.map((box) => ({ box, since: at })), ...this.#candidates].slice(0, MOST_CANDIDATES);
  }

  /** Whether only this finder finds faces of that size. */
  isFar(frame: Frame, face: FaceBox): boolean {
    return face.width < this.#sizes(frame).most / OVERLAP;
  }

  /** Whether it is the first frame, or the first of a new size: that one comes from another camera, or from one with new settings. */
  #isFirst(frame: Frame): boolean {
    const size = `${frame.width} x ${frame.height}`;
    const first = size !== this.#size;
    this.#size = size;
    return first;
  }

  /** Searches the whole room at once, and reports those who are there already at once: there is no mood yet that a mistake could spoil. */
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
    const open: Candidate[] = [];
    for (const candidate of this.#candidates) {
      if ([...known, ...confirmed].some((each) => isSame(each, candidate.box))) continue;
      const { face, box } = await this.#budget.spend(() => this.#near(frame, candidate.box));
      if (face && ![...known, ...confirmed].some((each) => isSame(each, face))) confirmed.push(face);
      else if (elapsed(candidate.since, frame.at) < CANDIDATE_FOR) open.push({ ...candidate, box });
    }
    this.#candidates = open;
    return confirmed;
  }

  /**
   * Looks for a candidate where it was and where the person may have walked since: the face if there is no doubt, and where to look next.
   */
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
    const ignored = known.map((face) => cellsAround(face, sketch, frame));
    const parts = this.#parts.map((part) => withMovement(part, sketch, frame, ignored));
    const found: FaceBox[] = [];
    let left = known.length > 0 ? MOST_PARTS_FOLLOWING : parts.length;
    for (const watched of parts.toSorted(byUrgency)) {
      const priority = priorityOf(watched, frame.at, known.length > 0);
      const affordable = left > 0 && this.#budget.allows(frame.at, watched.searchesLeft === 0);
      if (priority === 'not yet' || (priority === 'may' && !affordable)) continue;
      left -= 1;
      found.push(...(await this.#budget.spend(() => this.#finder.inPart(frame, watched.part, careOf(watched)))));
      parts[parts.indexOf(watched)] = searchedAt(watched, frame.at, sketch);
    }
    this.#parts = parts;
    return found;
  }
}

/** The factor by which the sizes of this search and of the search for large faces overlap. */
const OVERLAP = 1.3;
