import type { Instant, Ms } from '../../domain/units.ts';
import { elapsed, ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import type { Log } from '../../shared/log.ts';

/** How often Next counts, from all doors together: a burst, and what a room can really hear. */
const LIMITS: readonly { readonly most: number; readonly span: Ms }[] = [
  { most: 5, span: ms(5000) },
  { most: 40, span: ms(10 * 60_000) },
];
const LONGEST = ms(Math.max(...LIMITS.map(({ span }) => span)));

/** Lets Next through as often as people press it, and no more often. What is held back is counted, and said once when it begins. */
export class SkipLimit {
  readonly #parts: { readonly clock: Clock; readonly log: Log };
  #passed: readonly Instant[] = [];
  #heldBack = 0;

  constructor(parts: { readonly clock: Clock; readonly log: Log }) {
    this.#parts = parts;
  }

  /** Whether this press of Next counts. */
  passes(): boolean {
    const { clock, log } = this.#parts;
    const now = clock.now();
    this.#passed = this.#passed.filter((at) => elapsed(at, now) < LONGEST);
    const full = LIMITS.some(({ most, span }) => this.#passed.filter((at) => elapsed(at, now) < span).length >= most);
    if (!full) {
      if (this.#heldBack > 0) log.info({ heldBack: this.#heldBack }, 'next.counts_again');
      this.#heldBack = 0;
      this.#passed = [...this.#passed, now];
      return true;
    }
    this.#heldBack += 1;
    if (this.#heldBack === 1)
      log.warn({ advice: 'an automation or a page presses Next again and again; most of it is ignored' }, 'next.too_often');
    return false;
  }
}
