import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import type { Instant, Ms } from '../../domain/units.ts';
import { elapsed, ms } from '../../domain/units.ts';
import type { Clock } from './clock.ts';

/**
 * A time limit for many short waits, one after another. Does what `withTimeout` does, but with one timer for all of them. For waits that
 * come many times a second and are hardly ever late.
 */
export class SharedTimeout implements Disposable {
  readonly #end = new AbortController();
  readonly #clock: Clock;
  #waiting: { readonly began: Instant; readonly giveUp: () => void } | undefined;

  constructor(limit: Ms, clock: Clock) {
    this.#clock = clock;
    void this.#watch(limit);
  }

  /**
   * Waits for `work`, or fails with `late`. Rejects if `work` rejects first. Does not stop the work; its owner must. Allows one wait at a
   * time.
   */
  wait<T>(work: Promise<T>): Promise<Result<T, 'late'>> {
    return new Promise((resolve, reject) => {
      const waiting = { began: this.#clock.now(), giveUp: () => resolve(failed('late')) };
      const over = (): void => {
        if (this.#waiting === waiting) this.#waiting = undefined;
      };
      this.#waiting = waiting;
      void work.then((value) => resolve(done(value)), reject).then(over);
    });
  }

  [Symbol.dispose](): void {
    this.#end.abort();
  }

  async #watch(limit: Ms): Promise<void> {
    const { signal } = this.#end;
    for (let rest = limit; !signal.aborted; ) {
      await this.#clock.sleep(rest, signal).catch(() => undefined);
      const waited = this.#waiting ? elapsed(this.#waiting.began, this.#clock.now()) : ms(0);
      if (waited >= limit) this.#waiting?.giveUp();
      rest = waited >= limit ? limit : ms(limit - waited);
    }
  }
}
