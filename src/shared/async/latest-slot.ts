import { EventEmitter, once } from 'node:events';

/** A queue of depth one: the newest item wins, and what is dropped is counted. */
export class LatestSlot<T extends object> extends EventEmitter<{ put: [] }> {
  #slot: T | undefined;
  dropped = 0;

  put(item: T): void {
    if (this.#slot) this.dropped += 1;
    this.#slot = item;
    this.emit('put');
  }

  /** Waits for an item; an abort rejects and leaves no listener behind. */
  async take(signal: AbortSignal): Promise<T> {
    while (!this.#slot) await once(this, 'put', { signal });
    const item = this.#slot;
    this.#slot = undefined;
    return item;
  }
}
