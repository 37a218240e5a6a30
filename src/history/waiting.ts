import type { Feedback, Happening } from '../domain/history.ts';
import { FEEDBACKS } from '../domain/history.ts';

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

  add(happening: Happening): void {
    if (this.#happenings.length >= this.#most) this.#dropped += 1;
    this.#happenings = [...this.#happenings, happening].slice(-this.#most);
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
