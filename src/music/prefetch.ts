import type { Mood } from '../domain/emotion.ts';
import type { HeardTrack } from '../domain/history.ts';
import type { Found, MusicChoice, SourceState, Track } from '../domain/music.ts';
import { done, failed } from '../domain/result.ts';
import type { Instant } from '../domain/units.ts';
import { elapsed, ms } from '../domain/units.ts';
import type { Clock } from '../shared/async/clock.ts';
import { raceAbort } from '../shared/async/linked-abort.ts';
import type { Log } from '../shared/log.ts';
import type { MusicSource, SearchResult } from './port.ts';

/** How long a track is held before it is found again. YouTube's addresses work for about six hours. */
const HELD_FOR = ms(60 * 60_000);

/**
 * A track, when it was found, how many tracks ago it had been played by then (0: it was the last; Infinity: not recently), and what people
 * thought of it.
 */
type Held = { readonly track: Track; readonly at: Instant; readonly playedAgo: number; readonly liking: number };
type RunningSearch = { readonly mood: Mood; readonly stop: AbortController; readonly done: Promise<void> };

/**
 * Asks a source before anybody waits for it, so that a slow one is in time and people can be told what comes next.
 * Holds one track for each prepared mood, for an hour at most, and hands it out once.
 * Only one search runs at a time, and a request that somebody waits for goes first. After a failure nothing is prepared until the next
 * call, because the source would only be pausing.
 */
export class PrefetchingSource implements MusicSource {
  readonly #source: MusicSource;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #held = new Map<Mood, Held>();
  #pending: readonly MusicChoice[] = [];
  #running: RunningSearch | undefined;
  #closed = false;

  constructor(source: MusicSource, by: { readonly clock: Clock; readonly log: Log }) {
    this.#source = source;
    this.#clock = by.clock;
    this.#log = by.log;
  }

  get name(): MusicSource['name'] {
    return this.#source.name;
  }

  async find(choice: MusicChoice, signal: AbortSignal): Promise<Found> {
    this.#pending = [];
    const search = this.#running;
    if (search?.mood === choice.mood) await raceAbort(search.done, signal).catch(() => undefined);
    search?.stop.abort();
    const held = this.#take(choice);
    if (held) return done(held);
    return signal.aborted ? failed('timeout') : this.#source.find(choice, signal);
  }

  async recall(track: HeardTrack, signal: AbortSignal): Promise<Found> {
    return (await this.#source.recall?.(track, signal)) ?? failed('no-match');
  }

  get state(): SourceState {
    return this.#source.state ?? { kind: 'ready' };
  }

  async search(words: string, about: { readonly mood: Mood; readonly most: number }, signal: AbortSignal): Promise<SearchResult> {
    return (await this.#source.search?.(words, about, signal)) ?? failed('off');
  }

  get size(): number | undefined {
    return this.#source.size;
  }

  get shelf(): MusicSource['shelf'] {
    return this.#source.shelf?.bind(this.#source);
  }

  heard(track: Track): void {
    this.#source.heard?.(track);
  }

  liked(track: HeardTrack): void {
    this.#source.liked?.(track);
  }

  forget(mood: Mood): void {
    this.#held.delete(mood);
    if (this.#running?.mood === mood) this.#running.stop.abort();
  }

  /** Starts no more searches and ends the running one. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#pending = [];
    this.#running?.stop.abort();
    await this.#running?.done;
    await this.#source[Symbol.asyncDispose]?.();
  }

  prepare(choices: readonly MusicChoice[]): void {
    if (this.#closed) return;
    this.#pending = choices;
    if (!this.#running) this.#next();
  }

  upcoming(mood: Mood): Track | undefined {
    const held = this.#held.get(mood);
    return held && this.#isFresh(held) ? held.track : undefined;
  }

  /** Hands out the track that is held for a mood, unless it is too old or was played in the meantime. */
  #take({ mood, avoid, taste, unplayable }: MusicChoice): Track | undefined {
    const held = this.#held.get(mood);
    this.#held.delete(mood);
    if (!held || !this.#isFresh(held) || unplayable?.has(held.track.id)) return undefined;
    // Somebody may have turned against it since.
    if ((taste?.get(held.track.id) ?? 0) < Math.min(0, held.liking)) return undefined;
    return agoOf(held.track, avoid) >= held.playedAgo ? held.track : undefined;
  }

  #isFresh = ({ at }: Held): boolean => elapsed(at, this.#clock.now()) < HELD_FOR;

  #next(): void {
    const choice = this.#pending.find(({ mood }) => {
      const held = this.#held.get(mood);
      return !held || !this.#isFresh(held);
    });
    this.#pending = this.#pending.slice(choice ? this.#pending.indexOf(choice) + 1 : this.#pending.length);
    if (!choice) return;
    const stop = new AbortController();
    const search = this.#hold(choice, stop.signal);
    this.#running = { mood: choice.mood, stop, done: search };
    void search.finally(() => {
      this.#running = undefined;
      this.#next();
    });
  }

  async #hold(choice: MusicChoice, signal: AbortSignal): Promise<void> {
    try {
      // Nobody waits for it, so it must not use what is reserved for the end of a track.
      const found = await this.#source.find({ ...choice, why: 'mood-changed' }, signal);
      if (found.ok) this.#keep(found.value, choice);
      else this.#pending = [];
    } catch (err) {
      this.#pending = [];
      this.#log.error({ err, mood: choice.mood }, 'music.prepare_failed');
    }
  }

  #keep(track: Track, { avoid, mood, taste }: MusicChoice): void {
    const liking = taste?.get(track.id) ?? 0;
    this.#held.set(mood, { track, at: this.#clock.now(), playedAgo: agoOf(track, avoid), liking });
  }
}

/** How many tracks have been played since this one; Infinity if it was not played recently. `avoid` holds ids, oldest first. */
const agoOf = ({ id }: Track, avoid: readonly string[]): number => (avoid.includes(id) ? avoid.length - 1 - avoid.indexOf(id) : Infinity);
