import type { Mood } from '../domain/emotion.ts';
import type { HeardTrack } from '../domain/history.ts';
import type { Found, MusicChoice, PlayFailure, SourceName, SourceState, Track, TrackSource } from '../domain/music.ts';
import { SOURCE_TRAITS } from '../domain/music.ts';
import { done, failed } from '../domain/result.ts';
import type { Ms } from '../domain/units.ts';
import { ms } from '../domain/units.ts';
import type { Clock } from '../shared/async/clock.ts';
import type { Log } from '../shared/log.ts';
import { tasteNote } from './choose/taste.ts';
import type { MusicShelf, MusicSource, SourceStanding } from './port.ts';
import { SourceHealth } from './source-health.ts';
import { TtlCache } from './ttl-cache.ts';
import { UrlRefresh } from './youtube/url-refresh.ts';

/**
 * Asks the sources one after another and takes the first track found. If none has a track, the failure is that of the first source
 * that is in use, because it is the preferred one. Why a source has nothing is logged; that it is not in use is worth a word only where
 * none of them is. Remembers nothing. A source that throws is a bug and is not caught here.
 */
export async function findInOrder(sources: readonly MusicSource[], choice: MusicChoice, signal: AbortSignal, log: Log): Promise<Found> {
  let failure: Found = failed('off');
  for (const source of sources) {
    if (signal.aborted) return failed('timeout');
    const found = await source.find(choice, signal);
    if (found.ok) return tasteNote(found, choice);
    if (found.why !== 'off') log.info({ source: source.name, mood: choice.mood, why: found.why }, 'music.not_found');
    if (!failure.ok && failure.why === 'off') failure = found;
  }
  if (!failure.ok && failure.why === 'off') for (const source of sources) log.info(unused(source, choice), 'music.not_found');
  return failure;
}

/** What is said of a source that is not in use, and what it lacks, if that is known. */
function unused({ name, state }: MusicSource, { mood }: MusicChoice): Readonly<Record<string, unknown>> {
  return { source: name, mood, why: 'off', ...(state?.kind === 'off' && { lacks: state.lacks }) };
}

/** How long an unplayable track is left out: a station may soon be back, and a broken file costs only one try each time. */
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
 * The sources as one. They are asked in the mood's order, without the tracks and the whole sources that could not be played a little
 * while ago. Owns the sources.
 */
export class Fallback implements MusicShelf, AsyncDisposable {
  readonly #parts: FallbackParts;
  #unplayable: TtlCache<true>;
  readonly #health: SourceHealth;
  readonly #urlRefresh: UrlRefresh;

  constructor(parts: FallbackParts) {
    this.#parts = parts;
    this.#unplayable = new TtlCache(parts.clock, UNPLAYABLE);
    this.#health = new SourceHealth(parts.clock);
    this.#urlRefresh = new UrlRefresh(parts.clock);
  }

  async find(choice: MusicChoice, signal: AbortSignal): Promise<Found> {
    const renewed = await this.#renewed(choice, signal);
    if (renewed?.ok || signal.aborted) return renewed ?? failed('timeout');
    const unplayable = new Set(this.#unplayable.entries().map(([id]) => id));
    const skipped = this.#health.skipped;
    const found = await this.#ask({ ...choice, unplayable }, skipped, signal);
    if (found.ok || signal.aborted || unplayable.size + skipped.length === 0) return found;
    // Nothing else is left, so try them again: perhaps mpv was at fault, not the tracks.
    this.#health.forgive();
    this.#unplayable = new TtlCache(this.#parts.clock, UNPLAYABLE);
    return this.#ask(choice, [], signal);
  }

  /** The same video with a fresh address, if the old one may have expired. */
  async #renewed(choice: MusicChoice, signal: AbortSignal): Promise<Found | undefined> {
    const retry = this.#urlRefresh.take(choice.mood);
    const found = retry && (await this.recall(retry.track, signal));
    return found?.ok ? tasteNote(done({ ...found.value, startAt: retry?.at ?? ms(0) }), choice) : found;
  }

  #ask(choice: MusicChoice, without: readonly TrackSource[], signal: AbortSignal): Promise<Found> {
    const { log, orderOf, sources } = this.#parts;
    const names = [...new Set(orderOf(choice.mood))].filter((name) => !without.includes(name));
    const order = names.flatMap((name) => sources.find((source) => source.name === name) ?? []);
    return findInOrder(order, choice, signal, log);
  }

  /** Finds a track again that was played before. */
  async recall(track: HeardTrack, signal: AbortSignal): Promise<Found> {
    const source = this.#parts.sources.find(({ name }) => name === track.source);
    return (await source?.recall?.(track, signal)) ?? failed('no-match');
  }

  /** Reports a track that could not be played, or that broke off at `at`. It gets a second try if its url may have expired. */
  unplayable(track: Track, why: PlayFailure, at: Ms): void {
    if (this.#urlRefresh.allowsRetry(track, why, at) || this.#isServerGone(track)) return;
    this.#unplayable.set(track.id, true);
    if (SOURCE_TRAITS[track.source].failsAsAWhole) this.#health.failed(track.source, why);
  }

  /** Whether the server of a track is known to be gone: then nothing is wrong with the track. */
  #isServerGone = ({ source }: Track): boolean =>
    SOURCE_TRAITS[source].cover === 'server' && this.source(source)?.state?.kind === 'resting';

  /** Reports a track that was played to its end. */
  heard(track: Track): void {
    this.#health.heard(track.source);
    this.source(track.source)?.heard?.(track);
  }

  /** Reports a track that somebody likes. */
  liked(track: HeardTrack): void {
    this.source(track.source)?.liked?.(track);
  }

  /** Lets a source look ahead, for the moods that use it. */
  prepare(name: TrackSource, choices: readonly MusicChoice[]): void {
    const { orderOf, sources } = this.#parts;
    const wanted = choices.filter(({ mood }) => orderOf(mood).some((each) => each === name));
    sources.find((source) => source.name === name)?.prepare?.(wanted);
  }

  /** Forgets what was found ahead for a mood, because something else is to be found from now on. */
  forget(mood: Mood): void {
    for (const source of this.#parts.sources) source.forget?.(mood);
  }

  /** The sources in use, first choice first, and what each can do now. */
  get standings(): readonly SourceStanding[] {
    return this.#parts.sources.map(({ name, size, state = { kind: 'ready' } }) => {
      const left = state.kind === 'off' ? undefined : this.#health.left(name);
      const now: SourceState = left === undefined ? state : { kind: 'resting', why: 'unheard', left };
      return { name, state: now, ...(size !== undefined && { size }) };
    });
  }

  /** The source of that name; undefined if it is not in use. */
  source(name: TrackSource): MusicSource | undefined {
    return this.#parts.sources.find((each) => each.name === name);
  }

  /** What has been found ahead for a mood, by the first of its sources that has something; `undefined` if none has. */
  upcoming(mood: Mood): Track | undefined {
    const { orderOf, sources } = this.#parts;
    const without = this.#health.skipped;
    const order = orderOf(mood).filter((name) => !without.includes(name));
    return order.flatMap((name) => sources.find((source) => source.name === name)?.upcoming?.(mood) ?? []).at(0);
  }

  /** Lets the sources that work ahead begin. Returns itself. */
  start(): this {
    for (const source of this.#parts.sources) source.start?.();
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const source of this.#parts.sources) await source[Symbol.asyncDispose]?.();
  }
}
