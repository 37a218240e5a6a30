import type { Instant, Ms } from '../../domain/units.ts';
import { elapsed, ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';

/** The share of a core that may be used over a long time. */
const SHARE = 0.03;
/** What may be saved up: the share of a day. A new box has half of it, to fill its shelf in the first hours. */
const MOST = ms(SHARE * 24 * 3_600_000);

/** Keeps work within a share of a core, on average over a day: time without work is credit for work to come. */
export class CpuBudget {
  readonly #clock: Clock;
  #credit: number = MOST / 2;
  #countedAt: Instant;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#countedAt = clock.now();
  }

  /** How long to wait before there is credit; 0 if there is some. */
  get wait(): Ms {
    this.#count();
    return ms(this.#credit > 0 ? 0 : -this.#credit / SHARE);
  }

  /** Reports work that took so long. Work for which somebody waits may overdraw the credit. */
  spend(time: Ms): void {
    this.#count();
    this.#credit -= time;
  }

  #count(): void {
    const now = this.#clock.now();
    this.#credit = Math.min(MOST, this.#credit + elapsed(this.#countedAt, now) * SHARE);
    this.#countedAt = now;
  }
}
