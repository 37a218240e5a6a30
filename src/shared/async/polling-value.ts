import type { Ms } from '../../domain/units.ts';
import type { Clock } from './clock.ts';

/** A value that gives no notice when it changes, so it is read again and again. */
export class PollingValue<T> implements AsyncDisposable {
  value: T;
  readonly #read: (signal: AbortSignal) => Promise<T>;
  readonly #stop = new AbortController();
  readonly #polling: Promise<void>;

  /**
   * `first` is the value until the first read, which starts at once. Reads again `every` so often. `read` must have its own time limit and
   * must not reject.
   */
  constructor(first: T, read: (signal: AbortSignal) => Promise<T>, every: Ms, clock: Clock) {
    this.value = first;
    this.#read = read;
    this.#polling = this.#poll(every, clock);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#polling;
  }

  async #poll(every: Ms, clock: Clock): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      this.value = await this.#read(signal);
      await clock.sleep(every, signal).catch(() => undefined);
    }
  }
}
