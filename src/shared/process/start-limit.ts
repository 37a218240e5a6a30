import type { Ms } from '../../domain/units.ts';
import { ms } from '../../domain/units.ts';

/** How many times the first limit a start may take in the end. */
const MOST = 8;

/**
 * How long a program may take until it is ready. After a start that took longer it is twice as long, up to eight times: with the same limit
 * for ever, a machine that is too busy would end every start shortly before it succeeds.
 */
export class StartLimit {
  readonly #most: number;
  #span: Ms;

  /** `first`: in milliseconds, above 0. */
  constructor(first: Ms) {
    this.#span = first;
    this.#most = first * MOST;
  }

  get span(): Ms {
    return this.#span;
  }

  /** A start took longer than `span`. */
  extend(): void {
    this.#span = ms(Math.min(this.#most, this.#span * 2));
  }
}
