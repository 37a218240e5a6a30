import type { Feedback, Happening, HeardTrack } from '../domain/history.ts';
import { FEEDBACKS } from '../domain/history.ts';
import type { Moment, Ms } from '../domain/units.ts';
import { moment } from '../domain/units.ts';

/** Events that wait to be written. If there are too many, the oldest are dropped, and counted. */
export class Waiting {
  readonly #most: number;
  #happenings: readonly Happening[] = [];
  #dropped = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** Oldest first. */
  get all(): readonly Happening[] {
    return this.#happenings;
  }

  /** Newest first. */
  get opinions(): readonly Feedback[] {
    return this.#happenings.filter(isOpinion).reverse();
  }

  /** Ids of the tracks that were played, oldest first. */
  get played(): readonly string[] {
    return this.#happenings.flatMap((each) => (each.kind === 'started' ? [each.track.id] : []));
  }

  /** Drops what was said of a track in its mood. */
  withdraw({ id, mood }: Pick<HeardTrack, 'id' | 'mood'>): void {
    this.#happenings = this.#happenings.filter((each) => !(isOpinion(each) && each.track.id === id && each.track.mood === mood));
  }

  add(happening: Happening): void {
    if (this.#happenings.length >= this.#most) this.#dropped += 1;
    this.#happenings = [...this.#happenings, happening].slice(-this.#most);
  }

  /** Moves all of them by so much: the calendar was wrong until now. */
  shift(by: Ms): void {
    const moved = (at: Moment): Moment => moment(at + by);
    this.#happenings = this.#happenings.map((each) =>
      each.kind === 'over' ? { ...each, at: moved(each.at), started: moved(each.started) } : { ...each, at: moved(each.at) },
    );
  }

  /** Call it once all of them are written. */
  clear(): void {
    this.#happenings = [];
  }

  /** How many were dropped since the last call. */
  takeDropped(): number {
    const dropped = this.#dropped;
    this.#dropped = 0;
    return dropped;
  }
}

const isOpinion = (happening: Happening): happening is Feedback => FEEDBACKS.some((kind) => kind === happening.kind);
