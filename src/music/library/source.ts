import { access } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import type { Mood } from '../../domain/emotion.ts';
import type { HeardTrack } from '../../domain/history.ts';
import type { Found, MusicChoice, Track } from '../../domain/music.ts';
import { done, failed } from '../../domain/result.ts';
import type { Instant } from '../../domain/units.ts';
import { ms } from '../../domain/units.ts';
import { LinkedAbort } from '../../shared/async/linked-abort.ts';
import { withTimeout } from '../../shared/async/timeout.ts';
import { byRecency, byWords, shuffled } from '../choose/ranking.ts';
import type { MusicSource } from '../port.ts';
import type { CatalogueParts } from './catalogue.ts';
import { Catalogue } from './catalogue.ts';

/** A network share that hangs must not hold the music up. */
const PATIENCE = ms(20_000);
const TOUCH = ms(5000);
/** So many files that have vanished since the scan are passed over before the search gives up. */
const MOST_VANISHED = 20;

/** What the library needs: its folder (empty: none), which names and words are which mood's, where to keep tags, and the world. */
export type LibraryParts = CatalogueParts & {
  /** Numbers in [0, 1) that decide the order. */
  readonly random?: () => number;
};

/**
 * Music of one's own, by mood: what lies in a folder of the mood's name, or by the mapping's names for it; what a playlist of that
 * name lists; and elsewhere what has a fitting MOOD tag or genre. What was played lately comes last, what carries the words of the
 * hour first.
 */
export class LibrarySource implements MusicSource {
  readonly name = 'library';
  readonly #parts: LibraryParts;
  readonly #catalogue: Catalogue;
  /** The look that has been waited for in vain: it is not waited for again. */
  #tooLong: Instant | undefined;
  /** A question to the disk that was given up; it is not asked another before that one is answered. */
  #stuck: Promise<unknown> | undefined;

  constructor(parts: LibraryParts) {
    this.#parts = parts;
    this.#catalogue = new Catalogue(parts);
  }

  find(choice: MusicChoice, signal: AbortSignal): Promise<Found> {
    const { random = Math.random } = this.#parts;
    const inOrder = (ids: readonly string[]): readonly string[] =>
      byRecency(byWords(shuffled(ids, random), choice.words), choice.avoid, choice.taste);
    return this.#first(choice.mood, () => this.#idsFor(choice), inOrder, signal);
  }

  /** Only what the folder still holds for that mood: the path comes from a file that anybody may have written. */
  recall({ id, mood }: HeardTrack, signal: AbortSignal): Promise<Found> {
    const those = (): readonly string[] => this.#catalogue.idsOf(mood).filter((each) => each === id);
    return this.#first(mood, those, (ids) => ids, signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#catalogue[Symbol.asyncDispose]();
  }

  /** The first in order that is still there; `ids` is asked again as the catalogue fills. */
  async #first(
    mood: Mood,
    ids: () => readonly string[],
    inOrder: (ids: readonly string[]) => readonly string[],
    signal: AbortSignal,
  ): Promise<Found> {
    if (this.#parts.folder === '') return failed('off');
    if (this.#stuck && !(await withTimeout(TOUCH, this.#stuck, this.#parts.clock, signal)).ok) return failed('timeout');
    this.#catalogue.refresh();
    const isLate = !(await this.#waited(() => ids().length > 0, signal));
    const id = await this.#firstThere(inOrder(ids()).slice(0, MOST_VANISHED), signal);
    if (id === undefined) return failed(isLate || this.#stuck || signal.aborted ? 'timeout' : 'no-match');
    return done(this.#trackOf(id, mood));
  }

  #idsFor({ mood, unplayable }: MusicChoice): readonly string[] {
    return this.#catalogue.idsOf(mood).filter((id) => !unplayable?.has(id));
  }

  /** Whether the catalogue was ready in time. A look that took too long once is not waited for again. */
  async #waited(isEnough: () => boolean, signal: AbortSignal): Promise<boolean> {
    const { began } = this.#catalogue;
    const span = this.#tooLong !== undefined && this.#tooLong === began ? ms(0) : PATIENCE;
    using patience = new LinkedAbort(signal).abortAfter(span, this.#parts.clock, () => new Error('the library is slow'));
    const isReady = await this.#catalogue.ready(isEnough, patience.signal).then(yes, no);
    if (!isReady && !signal.aborted) this.#tooLong = began;
    return isReady;
  }

  async #firstThere(ids: readonly string[], signal: AbortSignal): Promise<string | undefined> {
    const answer = firstThere(ids);
    const found = await withTimeout(TOUCH, answer, this.#parts.clock, signal);
    if (found.ok) return found.value;
    this.#stuck = answer.finally(() => {
      this.#stuck = undefined;
    });
    return undefined;
  }

  #trackOf(id: string, mood: Mood): Track {
    const stream = this.#catalogue.streamOf(id);
    if (stream) return { id, ...stream, source: this.name, mood, endless: true };
    const { title, artist, duration } = this.#catalogue.tagsOf(id) ?? {};
    const byFile = basename(id, extname(id)).replaceAll('_', ' ');
    return {
      id,
      title: title ? [artist, title].filter(Boolean).join(' – ') : byFile,
      url: id,
      source: this.name,
      mood,
      ...(duration && { duration }),
    };
  }
}

async function firstThere(ids: readonly string[]): Promise<string | undefined> {
  for (const id of ids) {
    const there = /^https?:/.test(id) || (await access(id).then(yes, no));
    if (there) return id;
  }
  return undefined;
}

const yes = (): boolean => true;
const no = (): boolean => false;
