import { LatestSlot } from '../../shared/async/latest-slot.ts';
import type { Log } from '../../shared/log.ts';
import { replaceText } from '../../shared/write-atomic.ts';

/** One small file of the state folder, as JSON: written beside, synced and renamed, so that a power cut leaves the old one or the new one. */
export class JsonFile<T extends object> implements AsyncDisposable {
  readonly #file: string;
  readonly #log: Log;
  readonly #newest = new LatestSlot<T>();
  readonly #closing = new AbortController();
  readonly #writing: Promise<void>;

  constructor(file: string, log: Log) {
    this.#file = file;
    this.#log = log;
    this.#writing = this.#writeAll();
  }

  /** Writes soon; of several in a row only the newest may be written. */
  keep(what: T): void {
    this.#newest.put(what);
  }

  /** What was kept last is on disk afterwards. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    await this.#writing;
  }

  async #writeAll(): Promise<void> {
    for (;;) {
      // What was kept while the last one was being written is still there to be taken after the closing.
      const what = await this.#newest.take(this.#closing.signal).catch(() => undefined);
      if (!what) return;
      await this.#write(what);
    }
  }

  async #write(what: T): Promise<void> {
    try {
      await replaceText(this.#file, [`${JSON.stringify(what)}\n`]);
    } catch (err) {
      this.#log.error({ err, file: this.#file }, 'memory.unwritable');
    }
  }
}
