import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { object, string } from 'valibot';
import { jsonFitting } from '../../shared/json.ts';
import type { Log } from '../../shared/log.ts';

/**
 * Which file was being read when moodbox ended without warning: it may be the reason, so it is passed over until the next start. Written
 * without waiting for the disk: the end of a process loses nothing, and only that counts here.
 */
export class TagJournal {
  readonly #file: string;
  readonly #log: Log;
  readonly #blamed: string | undefined;
  #isWritable = true;
  #isNamed = false;

  constructor(stateDir: string, log: Log) {
    this.#file = join(stateDir, 'library-reading.json');
    this.#log = log;
    this.#blamed = underWay(this.#file);
    if (this.#blamed !== undefined) this.ended();
  }

  /** Whether to pass over this file. Logged once. */
  blames(path: string): boolean {
    if (path !== this.#blamed) return false;
    const advice = 'it may be damaged: play it elsewhere, or take it away; it is tried again at the next start';
    if (!this.#isNamed) this.#log.warn({ path, advice }, 'library.passed_over');
    this.#isNamed = true;
    return true;
  }

  begun(path: string): void {
    this.#attempt(() => writeFileSync(this.#file, JSON.stringify({ path }), { mode: 0o640 }));
  }

  ended(): void {
    this.#attempt(() => rmSync(this.#file, { force: true }));
  }

  #attempt(write: () => void): void {
    try {
      write();
      this.#isWritable = true;
    } catch (err) {
      if (this.#isWritable) this.#log.warn({ err, file: this.#file }, 'library.journal_unwritable');
      this.#isWritable = false;
    }
  }
}

const ENTRY = object({ path: string() });

function underWay(file: string): string | undefined {
  try {
    return jsonFitting(ENTRY, readFileSync(file, 'utf8'))?.path;
  } catch {
    return undefined; // Nothing was under way.
  }
}
