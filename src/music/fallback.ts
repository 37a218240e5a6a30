import type { Mood } from '../domain/emotion.ts';
import type { HeardTrack } from '../domain/history.ts';
import type { Found, MusicChoice, PlayFailure, SourceName, Track } from '../domain/music.ts';
import { SOURCE_TRAITS } from '../domain/music.ts';
import { done, failed } from '../domain/result.ts';
import type { Ms } from '../domain/units.ts';
import { ms } from '../domain/units.ts';
import type { Clock } from '../shared/async/clock.ts';
import type { Log } from '../shared/log.ts';
import { tasteNote } from './choose/taste.ts';
import type { MusicSource } from './port.ts';
import { SourceHealth } from './source-health.ts';
import { TtlCache } from './ttl-cache.ts';
import { UrlRefresh } from './youtube/url-refresh.ts';

/**
 * Asks the sources one after the other and takes the first track found. Where there is none, the reason of the first source
 * that is in use: it is the one that was wanted most. Remembers nothing; a source that throws is a bug and is not caught here.
 */
export async function findInOrder(sources: readonly MusicSource[], choice: MusicChoice, signal: AbortSignal, log: Log): Promise<Found> {
  let none: Found = failed('off');
  for (const source of sources) {
    if (signal.aborted) return failed('timeout');
    const found = await source.find(choice, signal);
    if (found.ok) return tasteNote(found, choice);
    if (found.why !== 'off') log.info({ source: source.name, mood: choice.mood, why: found.why }, 'music.not_found');
    if (!none.ok && none.why === 'off') none = found;
  }
  return none;
}

/** A track that could not be played is left out for so long: a station may come back soon, a broken file costs one try each time. */
const UNPLAYABLE = { most: 200, lasts: ms(10 * 60_000) };

export type FallbackParts = {
  /** Each source once. */
  readonly sources: readonly MusicSource[];
  /** Which of them are asked for a mood, first choice first. */
  readonly orderOf: (mood: Mood) => readonly SourceName[];
  readonly clock: Clock;
  readonly log: Log;
};

/**
 * The sources as one: asked in the order of the mood, and without what could not be played a little while ago, be it a track or a whole
 * source. Owns the sources.
 */
export class Fallback implements AsyncDisposable {
  readonly #parts: FallbackParts;
  #unplayable: TtlCache<true>;
  readonly #unheard: SourceHealth;
  readonly #renewal: UrlRefresh;

  constructor(parts: FallbackParts) {
    this.#parts = parts;
    this.#unplayable = new TtlCache(parts.clock, UNPLAYABLE);
    this.#unheard = new SourceHealth(parts.clock);
    this.#renewal = new UrlRefresh(parts.clock);
  }

  async find(choice: MusicChoice, signal: AbortSignal): Promise<Found> {
    const renewed = await this.#renewed(choice, signal);
    if (renewed?.ok || signal.aborted) return renewed ?? failed('timeout');
    const unplayable = new Set(this.#unplayable.entries().map(([id]) => id));
    const passedOver = this.#unheard.sources;
    const found = await this.#ask({ ...choice, unplayable }, passedOver, signal);
    if (found.ok || signal.aborted || unplayable.size + passedOver.length === 0) return found;
    // What could not be played may not have been to blame: an mpv that dies of everything leaves nothing else.
    this.#unheard.forgive();
    this.#unplayable = new TtlCache(this.#parts.clock, UNPLAYABLE);
    return this.#ask(choice, [], signal);
  }

  /** The same video with a fresh address, where the one before may have expired. */
  async #renewed(choice: MusicChoice, signal: AbortSignal): Promise<Found | undefined> {
    const again = this.#renewal.take(choice.mood);
    const found = again && (await this.recall(again.track, signal));
    return found?.ok ? tasteNote(done({ ...found.value, startAt: again?.at ?? ms(0) }), choice) : found;
  }

  #ask(choice: MusicChoice, without: readonly SourceName[], signal: AbortSignal): Promise<Found> {
    const { log, orderOf, sources } = this.#parts;
    const names = [...new Set(orderOf(choice.mood))].filter((name) => !without.includes(name));
    const order = names.flatMap((name) => sources.find((source) => source.name === name) ?? []);
    return findInOrder(order, choice, signal, log);
  }

  /** A track that was heard before, to be heard again. */
  async recall(track: HeardTrack, signal: AbortSignal): Promise<Found> {
    const source = this.#parts.sources.find(({ name }) => name === track.source);
    return (await source?.recall?.(track, signal)) ?? failed('no-match');
  }

  /** This track was found and could not be played, or broke off there: it is found anew once, and then others are. */
  unplayable(track: Track, why: PlayFailure, at: Ms): void {
    if (this.#renewal.allowsRetry(track, why, at)) return;
    this.#unplayable.set(track.id, true);
    if (SOURCE_TRAITS[track.source].failsAsAWhole) this.#unheard.failed(track.source, why);
  }

  /** This track was heard to its end. */
  heard({ source }: Track): void {
    this.#unheard.heard(source);
  }

  /** Asks a source to look ahead, for those moods that it is asked for. */
  prepare(name: SourceName, choices: readonly MusicChoice[]): void {
    const { orderOf, sources } = this.#parts;
    const wanted = choices.filter(({ mood }) => orderOf(mood).includes(name));
    sources.find((source) => source.name === name)?.prepare?.(wanted);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const source of this.#parts.sources) await source[Symbol.asyncDispose]?.();
  }
}
