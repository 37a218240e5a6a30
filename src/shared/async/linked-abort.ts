import type { EventEmitter } from 'node:events';
import { once } from 'node:events';
import type { Ms } from '../../domain/units.ts';
import type { Clock } from './clock.ts';

/** A signal that follows each of `outer` until it is disposed. It can also be aborted by itself, at once or after a time. */
export class LinkedAbort implements Disposable {
  readonly #own = new AbortController();
  readonly #held = new AbortController();

  constructor(...outer: readonly AbortSignal[]) {
    for (const each of outer) {
      if (each.aborted) this.abort(each.reason);
      else each.addEventListener('abort', () => this.abort(each.reason), { once: true, signal: this.#held.signal });
    }
  }

  get signal(): AbortSignal {
    return this.#own.signal;
  }

  abort(reason?: unknown): void {
    this.#own.abort(reason);
    this[Symbol.dispose]();
  }

  abortAfter(limit: Ms, clock: Clock, reason: () => Error): this {
    clock.sleep(limit, this.#held.signal).then(
      () => this.abort(reason()),
      () => undefined,
    );
    return this;
  }

  /** Lets go of the outer signals and of the timer. */
  [Symbol.dispose](): void {
    this.#held.abort();
  }
}

/** Settles like `promise`, or rejects with the signal's reason if it is aborted first. Leaves no listener behind. */
export function raceAbort<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

/** Calls `read` now and at each change until it returns a value, and resolves to that. Rejects with the signal's reason. */
export async function until<T>(changes: EventEmitter<{ change: [] }>, read: () => T | undefined, signal: AbortSignal): Promise<T> {
  for (;;) {
    signal.throwIfAborted();
    const value = read();
    if (value !== undefined) return value;
    await once(changes, 'change', { signal }).catch(() => signal.throwIfAborted());
  }
}
