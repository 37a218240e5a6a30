import { EventEmitter, once } from 'node:events';

/** A queue of length one: the newest item wins, and dropped items are counted. */
export class LatestSlot<T extends object> extends EventEmitter<{ put: [] }> {
  #slot: T | undefined;
  dropped = 0;

  put(item: T): void {
    if (this.#slot) this.dropped += 1;
    this.#slot = item;
    this.emit('put');
  }

  /** Waits for an item. Rejects on abort, and leaves no listener behind. */
  async take(signal: AbortSignal): Promise<T> {
    while (!this.#slot) await once(this, 'put', { signal });
    const item = this.#slot;
    this.#slot = undefined;
    return item;
  }
}
