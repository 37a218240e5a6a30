import type { Instant, Ms } from '../../src/domain/units.ts';
import { elapsed, instant, later } from '../../src/domain/units.ts';
import type { Clock } from '../../src/shared/async/clock.ts';

/** A clock that stands still until it is advanced; sleepers wake in the order of their time. */
export class FakeClock implements Clock {
  #now: Instant;
  readonly #sleepers = new Set<{ readonly until: Instant; readonly wake: () => void }>();

  constructor(start = 0) {
    this.#now = instant(start);
  }

  now(): Instant {
    return this.#now;
  }

  /** How many wait for time to pass. */
  get sleeping(): number {
    return this.#sleepers.size;
  }

  async sleep(span: Ms, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const aborted = (): void => {
        this.#sleepers.delete(sleeper);
        reject(signal.reason);
      };
      const wake = (): void => {
        signal.removeEventListener('abort', aborted);
        resolve();
      };
      const sleeper = { until: later(this.#now, span), wake };
      this.#sleepers.add(sleeper);
      signal.addEventListener('abort', aborted, { once: true });
    });
  }

  /** Lets time pass, waking every sleeper at its own moment, and lets what they do settle. */
  async advance(span: Ms): Promise<void> {
    const end = later(this.#now, span);
    for (;;) {
      await settled();
      const next = [...this.#sleepers].sort((a, b) => a.until - b.until)[0];
      if (!next || elapsed(next.until, end) < 0) break;
      this.#now = instant(Math.max(this.#now, next.until));
      this.#sleepers.delete(next);
      next.wake();
    }
    this.#now = end;
    await settled();
  }
}

/** Lets everything that only waits for promises go on. */
const settled = async (): Promise<void> => {
  for (let i = 0; i < 5; i += 1) await new Promise((resolve) => setImmediate(resolve));
};
