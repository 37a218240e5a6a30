import type { Instant, Ms } from '../../domain/units.ts';
import { elapsed, ms } from '../../domain/units.ts';
import type { Clock } from './clock.ts';

/** At most `most` times within a sliding `span`. */
export type RateLimit = { readonly most: number; readonly span: Ms };

/** Allows something as often as all its limits do. */
export class RateLimiter {
  readonly #clock: Clock;
  readonly #limits: readonly RateLimit[];
  readonly #longest: Ms;
  #taken: readonly Instant[] = [];

  constructor(clock: Clock, ...limits: readonly RateLimit[]) {
    this.#clock = clock;
    this.#limits = limits;
    this.#longest = ms(Math.max(...limits.map(({ span }) => span)));
  }

  /** Whether one more is allowed now, or one of so many more that are held in reserve; if so, it is counted. */
  take(reserve = 0): boolean {
    const now = this.#clock.now();
    this.#taken = this.#taken.filter((at) => elapsed(at, now) < this.#longest);
    const within = (span: Ms): number => this.#taken.filter((at) => elapsed(at, now) < span).length;
    if (this.#limits.some(({ most, span }) => within(span) >= most + reserve)) return false;
    this.#taken = [...this.#taken, now];
    return true;
  }
}
