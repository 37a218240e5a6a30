import { ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { RateLimiter } from '../../shared/async/rate-limiter.ts';
import type { Log } from '../../shared/log.ts';

/** How often Next counts, from all doors together: a burst, and what a room can really hear. */
const LIMITS = [
  { most: 5, span: ms(5000) },
  { most: 40, span: ms(10 * 60_000) },
];

/** Lets Next through as often as people press it, and no more often. What is held back is counted, and said once when it begins. */
export class SkipLimit {
  readonly #log: Log;
  readonly #limiter: RateLimiter;
  #heldBack = 0;

  constructor({ clock, log }: { readonly clock: Clock; readonly log: Log }) {
    this.#log = log;
    this.#limiter = new RateLimiter(clock, ...LIMITS);
  }

  /** Whether this press of Next counts. */
  passes(): boolean {
    if (this.#limiter.take()) {
      if (this.#heldBack > 0) this.#log.info({ heldBack: this.#heldBack }, 'next.counts_again');
      this.#heldBack = 0;
      return true;
    }
    this.#heldBack += 1;
    if (this.#heldBack === 1)
      this.#log.warn({ advice: 'an automation or a page presses Next again and again; most of it is ignored' }, 'next.too_often');
    return false;
  }
}
