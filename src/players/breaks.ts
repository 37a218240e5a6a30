import type { Instant, Ms } from '../domain/units.ts';
import { elapsed, ms } from '../domain/units.ts';
import type { Clock } from '../shared/async/clock.ts';

/** A station that breaks off more often than this within a minute is not worth another try. */
const MOST = 4;
const SPAN = ms(60_000);
const FIRST_WAIT = 250;

/** How often a station has broken off lately, and so whether and when it is opened again. */
export class Breaks {
  readonly #clock: Clock;
  #at: readonly Instant[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** How long to wait before the next try, twice as long each time; undefined if there were too many. Counts it. */
  next(): Ms | undefined {
    const now = this.#clock.now();
    const lately = this.#at.filter((at) => elapsed(at, now) < SPAN);
    this.#at = [...lately, now].slice(-MOST);
    return lately.length < MOST ? ms(FIRST_WAIT * 2 ** lately.length) : undefined;
  }
}
