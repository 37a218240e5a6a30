import { readFile } from 'node:fs/promises';
import { array, custom, fallback, minLength, nullable, number, object, pipe, string, transform } from 'valibot';
import type { Moment, Ms } from '../../domain/units.ts';
import { ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { fitting } from '../../shared/json.ts';
import type { Log } from '../../shared/log.ts';
import { writeWholeText } from '../../shared/write-atomic.ts';
import { TtlCache } from '../ttl-cache.ts';
import type { Candidate } from './candidates.ts';
import { isVideoId } from './candidates.ts';

const KEPT = { most: 100, lasts: ms(7 * 24 * 3_600_000) };
const LARGEST = 1_000_000;

export type SearchCacheParts = {
  /** Where the searches are saved over a restart; if absent, they are not. */
  readonly file?: string;
  readonly clock: Clock;
  /** The calendar time, because `clock` starts again at every restart. */
  readonly today: () => Moment;
  readonly log: Log;
};

type Kept = { readonly value: readonly Candidate[]; readonly age: Ms };

/** YouTube's answers to the searches of the last seven days, a hundred at most. If the file is damaged, the cache starts empty. */
export class SearchCache implements AsyncDisposable {
  readonly #parts: SearchCacheParts;
  readonly #cache: TtlCache<readonly Candidate[]>;
  #loaded: Promise<void> | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(parts: SearchCacheParts) {
    this.#parts = parts;
    this.#cache = new TtlCache(parts.clock, KEPT);
  }

  async get(query: string): Promise<Kept | undefined> {
    this.#loaded ??= this.#load();
    await this.#loaded;
    return this.#cache.get(query);
  }

  /** Remembers a result at once and writes it soon; nobody waits for the disk. */
  set(query: string, found: readonly Candidate[]): void {
    this.#cache.set(query, found);
    const { file } = this.#parts;
    if (file !== undefined) this.#writing = this.#writing.then(() => this.#write(file));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#writing;
  }

  async #load(): Promise<void> {
    const { file, log, today } = this.#parts;
    if (file === undefined) return;
    try {
      const text = await readFile(file, 'utf8');
      const saved = text.length <= LARGEST ? fitting(SEARCHES, JSON.parse(text)) : undefined;
      for (const search of saved ?? []) {
        // The calendar may have been set back, as on a computer without a real-time clock: no age is below zero.
        if (search) this.#cache.set(search.query, search.found, ms(Math.max(0, today() - search.at)));
      }
    } catch (err) {
      if ((err as NodeJS.ErrnoException).code !== 'ENOENT') log.warn({ err, file }, 'searches.unreadable');
    }
  }

  async #write(file: string): Promise<void> {
    const now = this.#parts.today();
    const searches = this.#cache.entries().map(([query, { value, age }]) => ({ query, at: Math.round(now - age), found: value }));
    try {
      await writeWholeText(file, [`${JSON.stringify(searches)}\n`]);
    } catch (err) {
      this.#parts.log.warn({ err, file }, 'searches.unwritable');
    }
  }
}

const CANDIDATE = object({ id: custom<string>(isVideoId), title: string(), duration: pipe(number(), transform(ms)) });
const SEARCH = object({ query: string(), at: number(), found: pipe(array(CANDIDATE), minLength(1)) });
/** A search that is damaged costs itself only. */
const SEARCHES = array(fallback(nullable(SEARCH), null));
