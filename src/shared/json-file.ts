import { readFileSync } from 'node:fs';
import type { GenericSchema, InferOutput } from 'valibot';
import type { Result } from '../domain/result.ts';
import { done, failed } from '../domain/result.ts';
import { LatestSlot } from './async/latest-slot.ts';
import { jsonFitting } from './json.ts';
import type { Log } from './log.ts';
import { replaceText } from './write-atomic.ts';

/** Characters. No file that is read here comes near it; what is larger was not written by moodbox. */
const LARGEST = 100_000;

/** Where a file that cannot be read is logged, and as what. */
type Complaint = { readonly log: Log; readonly event: string };

/**
 * What a small JSON file of the state folder holds, checked against its schema. `missing`: there is no such file yet. `broken`: it cannot
 * be read, is too large or does not fit, which is logged.
 */
export function readKept<const S extends GenericSchema>(
  file: string,
  schema: S,
  { log, event }: Complaint,
): Result<InferOutput<S>, 'missing' | 'broken'> {
  try {
    const text = readFileSync(file, 'utf8');
    const kept = text.length <= LARGEST ? jsonFitting(schema, text) : undefined;
    if (kept !== undefined) return done(kept);
    log.error({ file }, event);
  } catch (err) {
    if ((err as NodeJS.ErrnoException).code === 'ENOENT') return failed('missing');
    log.error({ err, file }, event);
  }
  return failed('broken');
}

/**
 * A small JSON file in the state folder, which must exist. Written to a temporary file, synced and renamed, so that a power cut leaves
 * either the old content or the new.
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
