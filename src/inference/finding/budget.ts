import type { Instant, Ms, Share } from '../../domain/units.ts';
import { elapsed, ms } from '../../domain/units.ts';

/** What is not spent is kept for so long, so that somebody who comes into an empty room is looked for at once. */
const SAVED = ms(4000);
/** A debt is forgotten beyond what this long brings in: the first look at a room is dear and must not leave it unwatched. */
const OWED = ms(1000);

/**
 * The time that looking for faces may take, as a share of one core. Several finders may share one: it is the box's, not the camera's.
 * Nobody is stopped in the middle: a search that is dearer than what is left is paid for by those that come later.
 */
export class Budget {
  readonly #share: number;
  #left: number;
  #at: Instant | undefined;

  /** `share` of one core, 0 to 1. */
  constructor(share: Share) {
    this.#share = share;
    this.#left = share * SAVED;
  }

  /** Whether there is anything left to spend at that moment; for what can wait, whether half of what can be saved is there. */
  allows(at: Instant, canWait = false): boolean {
    const since = this.#at === undefined ? 0 : Math.max(0, elapsed(this.#at, at));
    this.#left = Math.min(this.#share * SAVED, this.#left + this.#share * since);
    this.#at = at;
    return this.#left > (canWait ? (this.#share * SAVED) / 2 : 0);
  }

  /** Takes a cost off what is left. */
  charge(cost: Ms): void {
    this.#left = Math.max(-this.#share * OWED, this.#left - cost);
  }

  /** Does the work and charges for the CPU time that it took, also when it fails. */
  async spend<T>(work: () => Promise<T>): Promise<T> {
    const [started, before] = [performance.now(), process.cpuUsage()];
    try {
      return await work();
    } finally {
      const { user, system } = process.cpuUsage(before);
      // A search runs on one thread. What the process used beyond its wall time was for somebody else.
      this.charge(ms(Math.min((user + system) / 1000, performance.now() - started)));
    }
  }

  /** As `spend`, by the clock, for what is cheap and done with every frame: to ask for its CPU time would cost as much again. */
  async spendByClock<T>(work: () => Promise<T>): Promise<T> {
    const started = performance.now();
    try {
      return await work();
    } finally {
      this.charge(ms(performance.now() - started));
    }
  }
}
