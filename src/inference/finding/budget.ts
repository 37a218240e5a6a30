import type { Instant, Ms, Share } from '../../domain/units.ts';
import { elapsed, ms } from '../../domain/units.ts';

/** At most this much time's worth of budget is saved up, so that somebody who enters an empty room is looked for at once. */
const MOST_SAVED = ms(4000);
/** Debt is capped at this much time's worth of budget: the first look at a room is expensive and must not leave it unwatched. */
const MOST_OWED = ms(1000);

/**
 * The time that searching for faces may take, as a share of one core. Finders may share one budget: it belongs to the box, not to a camera.
 * No search is stopped half-way: one that costs more than is left delays those that come later.
 */
export class Budget {
  readonly #share: number;
  #left: number;
  #at: Instant | undefined;

  /** `share` of one core, 0 to 1. */
  constructor(share: Share) {
    this.#share = share;
    this.#left = share * MOST_SAVED;
  }

  /** Whether anything is left to spend at that moment; for a search that can wait, whether half of the most that can be saved is left. */
  allows(at: Instant, canWait = false): boolean {
    const since = this.#at === undefined ? 0 : Math.max(0, elapsed(this.#at, at));
    this.#left = Math.min(this.#share * MOST_SAVED, this.#left + this.#share * since);
    this.#at = at;
    return this.#left > (canWait ? (this.#share * MOST_SAVED) / 2 : 0);
  }

  /** Subtracts a cost from what is left. */
  charge(cost: Ms): void {
    this.#left = Math.max(-this.#share * MOST_OWED, this.#left - cost);
  }

  /** Does the work and charges the CPU time that it took, even if it fails. */
  async spend<T>(work: () => Promise<T>): Promise<T> {
    const [started, before] = [performance.now(), process.cpuUsage()];
    try {
      return await work();
    } finally {
      const { user, system } = process.cpuUsage(before);
      // A search runs on one thread. CPU time beyond its wall time was used by other work in the process.
      this.charge(ms(Math.min((user + system) / 1000, performance.now() - started)));
    }
  }

  /** As `spend`, but charges wall time: for cheap work done with every frame, where asking for the CPU time would cost as much again. */
  async spendByClock<T>(work: () => Promise<T>): Promise<T> {
    const started = performance.now();
    try {
      return await work();
    } finally {
      this.charge(ms(performance.now() - started));
    }
  }
}
