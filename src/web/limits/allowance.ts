import type { Instant } from '../../domain/units.ts';
import { elapsed } from '../../domain/units.ts';

/** How much of something one address may take: `left` at that time, refilled by and by up to `burst`, and never below `-debt`. */
export type Refill = { readonly burst: number; readonly perSecond: number; readonly debt: number };

/** A bucket that refills by itself. Taking from an empty one is counted too, so that whoever does not stop waits longer, up to the debt. */
export class Allowance {
  readonly #rate: Refill;
  #left: number;
  #at: Instant;

  constructor(rate: Refill, now: Instant) {
    this.#rate = rate;
    this.#left = rate.burst;
    this.#at = now;
  }

  /** Takes one; false if there was none. */
  take(now: Instant): boolean {
    const left = this.left(now);
    this.#left = Math.max(-this.#rate.debt, left - 1);
    this.#at = now;
    return left >= 1;
  }

  left(now: Instant): number {
    return Math.min(this.#rate.burst, this.#left + (elapsed(this.#at, now) / 1000) * this.#rate.perSecond);
  }
}
