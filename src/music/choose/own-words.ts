import { array, entriesFromList, maxLength, minLength, object, partial, pipe, string } from 'valibot';
import type { Mood } from '../../domain/emotion.ts';
import { MOODS } from '../../domain/emotion.ts';
import { LONGEST_SEARCH, MOST_SEARCHES } from '../../domain/music.ts';
import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import { readKept } from '../../shared/json-file.ts';
import type { Log } from '../../shared/log.ts';
import { writeWholeText } from '../../shared/write-atomic.ts';
import type { SearchWords, WordsOfMood } from '../port.ts';
import type { Mapping } from './mapping.ts';

/** The searches that somebody has changed, by mood; the others are those of the mapping. */
type Changed = Partial<Readonly<Record<Mood, readonly string[]>>>;

const SEARCHES = pipe(array(pipe(string(), minLength(1), maxLength(LONGEST_SEARCH))), minLength(1), maxLength(MOST_SEARCHES));
const KEPT = partial(object(entriesFromList(MOODS, SEARCHES)));

/**
 * What people have changed on the page of the words that are searched for. Kept in one small file of the state folder, over the mapping,
 * which stays as its owner wrote it.
 */
export class OwnWords implements SearchWords {
  readonly #usual: Mapping;
  readonly #file: string;
  readonly #log: Log;
  #changed: Changed;
  #writing: Promise<unknown> = Promise.resolve();

  private constructor(usual: Mapping, file: string, changed: Changed, log: Log) {
    this.#usual = usual;
    this.#file = file;
    this.#changed = changed;
    this.#log = log;
  }

  /** Reads what was kept. A file that cannot be read is logged and ignored. */
  static open(usual: Mapping, file: string, log: Log): OwnWords {
    return new OwnWords(usual, file, read(file, log), log);
  }

  /** The mapping with the words in force. */
  get mapping(): Mapping {
    const entries = MOODS.map((mood) => [mood, { ...this.#usual[mood], queries: this.of(mood).words }] as const);
    return Object.fromEntries(entries) as Mapping;
  }

  of(mood: Mood): WordsOfMood {
    const usual = this.#usual[mood].queries;
    const changed = this.#changed[mood];
    return { words: changed ?? usual, usual, changed: changed !== undefined };
  }

  /** One change after the other. What could not be written is not in force either, so that the page tells the truth after a restart. */
  change(mood: Mood, words: readonly string[] | undefined): Promise<Result<void, 'unwritable'>> {
    const changing = this.#writing.then(() => this.#change(mood, words));
    this.#writing = changing;
    return changing;
  }

  async #change(mood: Mood, words: readonly string[] | undefined): Promise<Result<void, 'unwritable'>> {
    const { [mood]: _before, ...others } = this.#changed;
    const isUsual = words === undefined || JSON.stringify(words) === JSON.stringify(this.#usual[mood].queries);
    const changed = isUsual ? others : { ...others, [mood]: words };
    try {
      await writeWholeText(this.#file, [`${JSON.stringify(changed)}\n`]);
    } catch (err) {
      this.#log.error({ err, file: this.#file }, 'words.unwritable');
      return failed('unwritable');
    }
    this.#changed = changed;
    this.#log.info({ mood, words: this.of(mood).words }, 'words.changed');
    return done(undefined);
  }
}

function read(file: string, log: Log): Changed {
  const kept = readKept(file, KEPT, { log, event: 'words.broken' });
  return kept.ok ? onlySet(kept.value) : {};
}

const onlySet = (kept: Partial<Record<Mood, readonly string[] | undefined>>): Changed =>
  Object.fromEntries(Object.entries(kept).filter(([, words]) => words !== undefined)) as Changed;
