import type { Mood } from '../../domain/emotion.ts';
import type { HeardTrack } from '../../domain/history.ts';
import type { Found, MusicChoice, Track } from '../../domain/music.ts';
import { done, failed } from '../../domain/result.ts';
import type { Instant } from '../../domain/units.ts';
import { elapsed, ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { raceAbort } from '../../shared/async/linked-abort.ts';
import type { Log } from '../../shared/log.ts';
import type { MusicSource } from '../port.ts';

/** YouTube's addresses are good for about six hours; a track that was found so long ago is found anew. */
const HELD = ms(60 * 60_000);

/** A track, found at that time, and how far back it had been played then (0: as the last; Infinity: not lately). */
type Held = { readonly track: Track; readonly at: Instant; readonly playedAgo: number };
type UnderWay = { readonly mood: Mood; readonly stop: AbortController; readonly done: Promise<void> };

/**
 * A slow source, asked before anybody waits for it: holds one track for each mood that was prepared, at most an hour, and gives it out once. One search
 * at a time; a wish that is waited for goes before those that are not. A failure ends the preparing until the next call: it would only meet the next rest.
 */
export class PrefetchingSource implements MusicSource {
  readonly #source: MusicSource;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #held = new Map<Mood, Held>();
  #wanted: readonly MusicChoice[] = [];
  #underWay: UnderWay | undefined;
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
    this.#wanted = [];
    const search = this.#underWay;
    if (search?.mood === choice.mood) await raceAbort(search.done, signal).catch(() => undefined);
    search?.stop.abort();
    const held = this.#take(choice);
    if (held) return done(held);
    return signal.aborted ? failed('timeout') : this.#source.find(choice, signal);
  }

  async recall(track: HeardTrack, signal: AbortSignal): Promise<Found> {
    return (await this.#source.recall?.(track, signal)) ?? failed('no-match');
  }

  /** Nothing is begun any more, and what is under way is ended. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#wanted = [];
    this.#underWay?.stop.abort();
    await this.#underWay?.done;
    await this.#source[Symbol.asyncDispose]?.();
  }

  prepare(choices: readonly MusicChoice[]): void {
    if (this.#closed) return;
    this.#wanted = choices;
    if (!this.#underWay) this.#next();
  }

  /** What is held for that mood, unless it is too old or was played meanwhile. It is given away once. */
  #take({ mood, avoid, unplayable }: MusicChoice): Track | undefined {
    const held = this.#held.get(mood);
    this.#held.delete(mood);
    if (!held || !this.#isFresh(held) || unplayable?.has(held.track.id)) return undefined;
    return agoOf(held.track, avoid) >= held.playedAgo ? held.track : undefined;
  }

  #isFresh = ({ at }: Held): boolean => elapsed(at, this.#clock.now()) < HELD;

  #next(): void {
    const choice = this.#wanted.find(({ mood }) => {
      const held = this.#held.get(mood);
      return !held || !this.#isFresh(held);
    });
    this.#wanted = this.#wanted.slice(choice ? this.#wanted.indexOf(choice) + 1 : this.#wanted.length);
    if (!choice) return;
    const stop = new AbortController();
    const search = this.#hold(choice, stop.signal);
    this.#underWay = { mood: choice.mood, stop, done: search };
    void search.finally(() => {
      this.#underWay = undefined;
      this.#next();
    });
  }

  async #hold(choice: MusicChoice, signal: AbortSignal): Promise<void> {
    try {
      const found = await this.#source.find(choice, signal);
      if (found.ok) this.#keep(found.value, choice);
      else this.#wanted = [];
    } catch (err) {
      this.#wanted = [];
      this.#log.error({ err, mood: choice.mood }, 'music.prepare_failed');
    }
  }
  #keep(track: Track, { avoid, mood }: MusicChoice): void {
    this.#held.set(mood, { track, at: this.#clock.now(), playedAgo: agoOf(track, avoid) });
  }
}

/** How many tracks were played since; Infinity where it was not played lately. `avoid` holds ids, oldest first. */
const agoOf = ({ id }: Track, avoid: readonly string[]): number => (avoid.includes(id) ? avoid.length - 1 - avoid.indexOf(id) : Infinity);
