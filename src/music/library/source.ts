import { access, constants } from 'node:fs/promises';
import { basename, extname, relative, resolve } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import type { Mood } from '../../domain/emotion.ts';
import { MOODS } from '../../domain/emotion.ts';
import type { HeardTrack } from '../../domain/history.ts';
import type { Found, ListedTrack, MusicChoice, SourceState, Track } from '../../domain/music.ts';
import { trackFrom } from '../../domain/music.ts';
import { done, failed } from '../../domain/result.ts';
import type { Instant } from '../../domain/units.ts';
import { ms } from '../../domain/units.ts';
import { LinkedAbort } from '../../shared/async/linked-abort.ts';
import { withTimeout } from '../../shared/async/timeout.ts';
import { foldedText, hasAllWords } from '../choose/matching.ts';
import { byRecency, byWords, shuffled } from '../choose/ranking.ts';
import type { ListPart, MusicSource, SearchResult, Shelved } from '../port.ts';
import { partOf } from '../shelf-part.ts';
import type { CatalogueParts } from './catalogue.ts';
import { Catalogue } from './catalogue.ts';

/** A network share that hangs must not hold up the music: limits for the scan, and for a look at single files. */
const SCAN_LIMIT = ms(20_000);
const ACCESS_LIMIT = ms(5000);
/** How many titles are compared before others may go on; about a millisecond. */
const BATCH = 250;

/** What the library needs. An empty `folder` switches it off. */
export type LibraryParts = CatalogueParts & {
  /** Numbers in [0, 1) that decide the order. */
  readonly random?: () => number;
};

/**
 * The user's own music, by mood: files in a folder named after the mood (or with one of the mapping's names for it), files in a playlist
 * with such a name, and otherwise files with a fitting MOOD tag or genre. Recently played files come last, files with the words of the
 * hour first.
 */
export class LibrarySource implements MusicSource {
  readonly name = 'library';
  readonly #parts: LibraryParts;
  readonly #catalogue: Catalogue;
  /** When the scan began that took too long: that scan is not waited for again. */
  #slowScan: Instant | undefined;
  /** A disk access that took too long. No other is started until it ends. */
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

  get state(): SourceState {
    if (this.#parts.folder === '') return { kind: 'off', lacks: 'folder' };
    return { kind: this.#catalogue.isScanning ? 'looking' : 'ready' };
  }

  /** Somebody who looks at the list wants the library scanned, even if no music has been wanted yet. */
  get size(): number {
    this.#refresh();
    return this.#catalogue.size;
  }

  shelf(mood: Mood, part: ListPart): Shelved {
    this.#refresh();
    return partOf(this.#catalogue.idsOf(mood), part, (id) => listedAs(this.#trackOf(id, mood)));
  }

  /** By the words of titles, performers, and the folders and names of files. The others may go on while a large library is searched. */
  async search(words: string, { most }: { readonly most: number }, signal: AbortSignal): Promise<SearchResult> {
    if (this.#parts.folder === '') return failed('off');
    this.#refresh();
    const wanted = foldedText(words).split(' ');
    const found = new Map<string, ListedTrack>();
    for (const mood of MOODS) {
      for (const [index, id] of this.#catalogue.idsOf(mood).entries()) {
        if (index % BATCH === 0) await breathe();
        if (signal.aborted || found.size >= most) return done([...found.values()]);
        const track = found.has(id) ? undefined : this.#trackOf(id, mood);
        if (track && hasAllWords(`${track.title} ${this.#placeOf(id)}`, wanted)) found.set(id, listedAs(track));
      }
    }
    return done([...found.values()]);
  }

  /** Only what the library still holds for that mood: the path comes from a file that anybody may have written. */
  recall({ id, mood }: HeardTrack, signal: AbortSignal): Promise<Found> {
    const onlyThis = (): readonly string[] => this.#catalogue.idsOf(mood).filter((each) => each === id);
    return this.#first(mood, onlyThis, (ids) => ids, signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#catalogue[Symbol.asyncDispose]();
  }

  /** The first id, in order, whose file can be read; those that are doubtful come last. `ids` is called again as the catalogue fills. */
  async #first(
    mood: Mood,
    ids: () => readonly string[],
    inOrder: (ids: readonly string[]) => readonly string[],
    signal: AbortSignal,
  ): Promise<Found> {
    if (this.#parts.folder === '') return failed('off');
    if (this.#stuck && !(await withTimeout(ACCESS_LIMIT, this.#stuck, this.#parts.clock, signal)).ok) return failed('timeout');
    this.#catalogue.refresh();
    const isLate = !(await this.#isReady(() => ids().length > 0, signal));
    const id = await this.#firstReadable(doubtfulLast(inOrder(ids()), this.#catalogue), signal);
    if (id === undefined) return failed(isLate || this.#stuck || signal.aborted ? 'timeout' : 'no-match');
    return done(this.#trackOf(id, mood));
  }

  #refresh(): void {
    if (this.#parts.folder !== '') this.#catalogue.refresh();
  }

  /** Where a file lies in the library; nothing for a stream, whose address is nobody's words. */
  #placeOf(id: string): string {
    return this.#catalogue.streamOf(id) ? '' : relative(resolve(this.#parts.folder), id);
  }

  #idsFor({ mood, unplayable }: MusicChoice): readonly string[] {
    return this.#catalogue.idsOf(mood).filter((id) => !unplayable?.has(id));
  }

  /** Whether the catalogue was ready in time. A scan that took too long once is not waited for again. */
  async #isReady(isEnough: () => boolean, signal: AbortSignal): Promise<boolean> {
    const { began } = this.#catalogue;
    const limit = this.#slowScan !== undefined && this.#slowScan === began ? ms(0) : SCAN_LIMIT;
    using timeLimit = new LinkedAbort(signal).abortAfter(limit, this.#parts.clock, () => new Error('the library is slow'));
    const isReady = await this.#catalogue.ready(isEnough, timeLimit.signal).then(yes, no);
    if (!isReady && !signal.aborted) this.#slowScan = began;
    return isReady;
  }

  async #firstReadable(ids: readonly string[], signal: AbortSignal): Promise<string | undefined> {
    using limit = new LinkedAbort(signal);
    const answer = firstReadable(ids, limit.signal);
    const found = await withTimeout(ACCESS_LIMIT, answer, this.#parts.clock, signal);
    limit.abort();
    if (found.ok) return found.value;
    this.#stuck = answer.finally(() => {
      this.#stuck = undefined;
    });
    return undefined;
  }

  #trackOf(id: string, mood: Mood): Track {
    const stream = this.#catalogue.streamOf(id);
    if (stream) return trackFrom({ id, ...stream, source: this.name, mood, ...(stream.duration === undefined && { endless: true }) });
    const { title, artist, duration } = this.#catalogue.tagsOf(id) ?? {};
    const byFile = basename(id, extname(id)).replaceAll('_', ' ');
    return trackFrom({
      id,
      title: title ? [artist, title].filter(Boolean).join(' – ') : byFile,
      url: id,
      source: this.name,
      mood,
      ...(duration && { duration }),
    });
  }
}

const listedAs = ({ id, title, source, mood, duration }: Track): ListedTrack => ({
  ...{ id, title, source, mood },
  ...(duration !== undefined && { duration }),
});

/** However many there are, those that may well play come before those that hardly can; within both the order stays. */
const doubtfulLast = (ids: readonly string[], catalogue: Catalogue): readonly string[] => [
  ...ids.filter((id) => !catalogue.isDoubtful(id)),
  ...ids.filter((id) => catalogue.isDoubtful(id)),
];

/** All ids are tried until the signal is aborted: many files in a row may have vanished, or be forbidden to this user. */
async function firstReadable(ids: readonly string[], signal: AbortSignal): Promise<string | undefined> {
  for (const id of ids) {
    if (signal.aborted) return undefined;
    const isReadable = /^https?:/.test(id) || (await access(id, constants.R_OK).then(yes, no));
    if (isReadable) return id;
  }
  return undefined;
}

const yes = (): boolean => true;
const no = (): boolean => false;
