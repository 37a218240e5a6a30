import type { Ms } from '../../domain/units.ts';
import type { Clock } from './clock.ts';

/** Something of the world that says nothing when it changes, and is therefore looked at again and again. */
export class PollingValue<T> implements AsyncDisposable {
  value: T;
  readonly #read: (signal: AbortSignal) => Promise<T>;
  readonly #stop = new AbortController();
  readonly #looking: Promise<void>;

  /** `first` is the value until it is known better. Looks at once and then every `every`; `read` has a limit of its own and does not reject. */
  constructor(first: T, read: (signal: AbortSignal) => Promise<T>, every: Ms, clock: Clock) {
    this.value = first;
    this.#read = read;
    this.#looking = this.#look(every, clock);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#looking;
  }

  async #look(every: Ms, clock: Clock): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      this.value = await this.#read(signal);
      await clock.sleep(every, signal).catch(() => undefined);
    }
  }
}
