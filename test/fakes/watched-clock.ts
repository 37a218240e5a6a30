import type { Instant, Ms } from '../../src/domain/units.ts';
import type { Clock } from '../../src/shared/async/clock.ts';
import { systemClock } from '../../src/shared/async/clock.ts';

/**
 * The system's clock, which counts what is waited for. A test that wants to see that nothing happens waits until the code under test has
 * looked often enough, not for a time that a busy machine may spend on something else.
 */
export class WatchedClock implements Clock {
  readonly #ended = new Map<number, number>();
  #waiting: readonly (() => void)[] = [];

  now(): Instant {
    return systemClock.now();
  }

  async sleep(span: Ms, signal: AbortSignal): Promise<void> {
    try {
      await systemClock.sleep(span, signal);
    } finally {
      this.#ended.set(span, this.#count(span) + 1);
      const waiting = this.#waiting;
      this.#waiting = [];
      for (const wake of waiting) wake();
    }
  }

  /** Waits until that many more sleeps of exactly this span have ended. The test's own time limit bounds it. */
  async slept(span: Ms, times: number): Promise<void> {
    for (const wanted = this.#count(span) + times; this.#count(span) < wanted; ) {
      await new Promise<void>((wake) => {
        this.#waiting = [...this.#waiting, wake];
      });
    }
  }

  #count(span: Ms): number {
    return this.#ended.get(span) ?? 0;
  }
}
