import { LatestSlot } from '../../shared/async/latest-slot.ts';
import type { Log } from '../../shared/log.ts';
import { replaceText } from '../../shared/write-atomic.ts';

/**
 * A small JSON file in the state folder. Written to a temporary file, synced and renamed, so that a power cut leaves either the old
 * content or the new.
 */
export class JsonFile<T extends object> implements AsyncDisposable {
  readonly #file: string;
  readonly #log: Log;
  readonly #newest = new LatestSlot<T>();
  readonly #closing = new AbortController();
  readonly #writing: Promise<void>;
  #isWritable = true;

  constructor(file: string, log: Log) {
    this.#file = file;
    this.#log = log;
    this.#writing = this.#writeAll();
  }

  /** Writes soon. Of several calls in a row, perhaps only the newest is written. */
  keep(what: T): void {
    this.#newest.put(what);
  }

  /** Afterwards the last value is on disk. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    await this.#writing;
  }

  async #writeAll(): Promise<void> {
    for (;;) {
      // A value that was put during the last write can still be taken after closing.
      const what = await this.#newest.take(this.#closing.signal).catch(() => undefined);
      if (!what) return;
      await this.#write(what);
    }
  }

  async #write(what: T): Promise<void> {
    try {
      await replaceText(this.#file, [`${JSON.stringify(what)}\n`]);
      this.#isWritable = true;
    } catch (err) {
      // Said once: a disk that is full stays full, and the position of the music is written twice a minute.
      if (this.#isWritable) this.#log.error({ err, file: this.#file }, 'memory.unwritable');
      this.#isWritable = false;
    }
  }
}
