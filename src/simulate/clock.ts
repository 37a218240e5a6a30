import type { Instant, Ms } from '../domain/units.ts';
import { instant, later } from '../domain/units.ts';
import type { Clock } from '../shared/async/clock.ts';

type Sleeper = { readonly until: Instant; readonly wake: () => void };

/** A clock that stands still until somebody moves it. */
export class VirtualClock implements Clock {
  #now = instant(0);
  readonly #sleepers = new Set<Sleeper>();

  now(): Instant {
    return this.#now;
  }

  /** When the next sleeper is due. */
  get next(): Instant | undefined {
    let next: Instant | undefined;
    for (const { until } of this.#sleepers) if (next === undefined || until < next) next = until;
    return next;
  }

  /** Moves on to `at` and wakes the sleepers that are due; they continue in microtasks. Returns whether any was woken. */
  moveTo(at: Instant): boolean {
    this.#now = at;
    const due = [...this.#sleepers].filter(({ until }) => until <= at);
    for (const sleeper of due) sleeper.wake();
    return due.length > 0;
  }

  async sleep(span: Ms, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const over = (settle: () => void): void => {
        this.#sleepers.delete(sleeper);
        signal.removeEventListener('abort', aborted);
        settle();
      };
      const aborted = (): void => over(() => reject(signal.reason));
      const sleeper: Sleeper = { until: later(this.#now, span), wake: () => over(resolve) };
      this.#sleepers.add(sleeper);
      signal.addEventListener('abort', aborted, { once: true });
    });
  }
}
