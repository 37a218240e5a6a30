import { assertNever } from '../../domain/assert-never.ts';
import type { Mood } from '../../domain/emotion.ts';
import type { Found, MusicChoice, MusicQuery, Playback, PlayFailure, Track } from '../../domain/music.ts';
import { remember, trackOf } from '../../domain/music.ts';
import { done } from '../../domain/result.ts';
import type { Instant, Ms } from '../../domain/units.ts';
import { elapsed, instant, ms } from '../../domain/units.ts';
import type { Player, PlayerEvent } from '../../players/port.ts';
import { backoff } from '../../shared/async/backoff.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { LatestSlot } from '../../shared/async/latest-slot.ts';
import { raceAbort } from '../../shared/async/linked-abort.ts';
import type { Log } from '../../shared/log.ts';
import { NoMusicAlarm } from './no-music-alarm.ts';
import type { MusicRequest, PlaybackRequest } from './request.ts';

/**
 * Events from playback. `started`: a track plays; `recent` is what played lately. `heard`: a track played to its end. `unplayable`: a track
 * was found but cannot be played, or broke off at `at`. `ended`: a track has ended by itself, and more of the same follows unless a
 * listener requests something else. `abandoned`: a pause has given up the search for the last requested music, which has to be requested
 * again.
 */
export type JukeboxEvent =
  | { readonly kind: 'started'; readonly track: Track; readonly recent: readonly string[] }
  | { readonly kind: 'heard'; readonly track: Track }
  | { readonly kind: 'unplayable'; readonly track: Track; readonly why: PlayFailure; readonly at: Ms }
  | { readonly kind: 'ended' }
  | { readonly kind: 'abandoned' };

export type JukeboxParts = {
  readonly player: Player;
  readonly choose: (query: MusicQuery, recent: readonly string[]) => MusicChoice;
  readonly find: (choice: MusicChoice, signal: AbortSignal) => Promise<Found>;
  /** The track that a restart interrupted, if it fits this mood. Called for the first music only. */
  readonly interrupted?: (mood: Mood, signal: AbortSignal) => Promise<Track | undefined>;
  /** Ids of the tracks played before the start, oldest first. */
  readonly recent: readonly string[];
  readonly clock: Clock;
  readonly log: Log;
};

/** A track that ends sooner than this after its start did not really play. After several in a row the jukebox waits longer each time. */
const TOO_SHORT = ms(3000);
/** Endless tracks never end, so this often the jukebox checks whether a preferred source is back. */
const REVISIT = ms(5 * 60_000);
const retryDelay = backoff(ms(500), ms(60_000));
/** This many unplayable tracks in a row follow each other at once; then the jukebox waits as if none had been found. */
const AT_ONCE = 3;

type Music = Extract<MusicRequest, { readonly kind: 'music' }>;
type Outcome = 'heard' | 'unplayable' | 'missing';
type Order = { readonly request: MusicRequest; readonly stop: AbortController };

/**
 * How far the latest order has come. `seeking`: the player has no track for it yet. A `pending` track was found but the player was down;
 * it is tried again, because searching for another would use up the rate limit of its source. `placed`: the player has it, or it is
 * silence. `held`: nothing new starts by itself until the next request, or until the player resumes.
 */
type Progress = { readonly kind: 'seeking'; readonly pending?: Track } | { readonly kind: 'placed' } | { readonly kind: 'held' };
const SEEKING: Progress = { kind: 'seeking' };
const PLACED: Progress = { kind: 'placed' };
const HELD: Progress = { kind: 'held' };

/** Turns requests into sound, one at a time; a newer request replaces an older one, and the end of a track requests the next. */
export class Jukebox {
  readonly #parts: JukeboxParts;
  readonly #orders = new LatestSlot<Order>();
  readonly #alarm: NoMusicAlarm;
  readonly #listeners = new Set<(event: JukeboxEvent) => void>();
  #latest: Order | undefined;
  #progress: Progress = PLACED;
  /** An order is being carried out, perhaps one that has been replaced: until it ends, player events come from it. */
  #working = false;
  #recent: readonly string[];
  #shortPlays = 0;
  /** Called once, for the first music. */
  #interrupted: JukeboxParts['interrupted'];
  #startedAt: Instant = instant(0);
  #playing: Track | undefined;
  #isOnlyPiece = false;

  constructor(parts: JukeboxParts) {
    this.#parts = parts;
    this.#recent = parts.recent;
    this.#interrupted = parts.interrupted;
    this.#alarm = new NoMusicAlarm(parts);
  }

  /** Music is wanted, but none that can be played has been found for a minute. */
  get noMusic(): boolean {
    return this.#alarm.isAlarmed;
  }

  /** Other music was asked for, and there was none: the same piece began again. */
  get isOnlyPiece(): boolean {
    return this.#isOnlyPiece;
  }

  /** Calls `listener` with each event, before the jukebox goes on, until the returned function is called. */
  onEvent(listener: (event: JukeboxEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Carries out what control asks for. Returns at once. */
  perform(request: PlaybackRequest): void {
    switch (request.kind) {
      case 'silence':
      case 'music':
        this.#request(request);
        break;
      case 'pause':
        this.#suspend();
        void this.#parts.player.pause();
        break;
      case 'resume':
        void this.#parts.player.resume();
        break;
      default:
        assertNever(request);
    }
  }

  /** Carries out requests until the signal is aborted. */
  async run(signal: AbortSignal): Promise<void> {
    const unsubscribe = this.#parts.player.onEvent((event) => this.#onPlayerEvent(event));
    const stop = (): void => this.#latest?.stop.abort();
    signal.addEventListener('abort', stop, { once: true });
    try {
      for (;;) await this.#carryOut(await this.#orders.take(signal));
    } catch (err) {
      if (!signal.aborted) throw err;
    } finally {
      signal.removeEventListener('abort', stop);
      unsubscribe();
    }
  }

  /** Replaces whatever was requested before. */
  #request(request: MusicRequest): void {
    this.#shortPlays = 0;
    this.#order(request);
  }

  /** Gives up the search. A track that the player already has stays there, paused. */
  #suspend(): void {
    const sought = this.#progress.kind === 'seeking';
    this.#progress = HELD;
    if (sought) this.#latest?.stop.abort();
    this.#alarm.unwanted();
    if (sought) this.#emit({ kind: 'abandoned' });
  }

  #emit(event: JukeboxEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  #order(request: MusicRequest): void {
    this.#latest?.stop.abort();
    this.#progress = request.kind === 'music' ? SEEKING : PLACED;
    this.#latest = { request, stop: new AbortController() };
    this.#orders.put(this.#latest);
  }

  async #carryOut(order: Order): Promise<void> {
    const { request, stop } = order;
    this.#working = true;
    try {
      if (request.kind === 'silence') await this.#fadeOut(request.fade, stop.signal);
      else await this.#musicFor(request, stop.signal);
    } finally {
      this.#working = false;
    }
    if (trackOf(this.#parts.player.playback)?.endless) void this.#revisit(order);
  }

  /** Does not wait for the end of the fade once aborted: somebody who comes back meanwhile hears music at once. */
  async #fadeOut(fade: Ms | undefined, signal: AbortSignal): Promise<void> {
    this.#alarm.unwanted();
    await raceAbort(this.#parts.player.stop(fade), signal).catch((err: unknown) => {
      if (!signal.aborted) throw err;
    });
  }

  /** Checks for a preferred source while an endless track plays, but not while it is paused, nor if somebody chose that track. */
  async #revisit({ request, stop }: Order): Promise<void> {
    const { clock, player } = this.#parts;
    while (!stop.signal.aborted && request.kind === 'music' && !request.first) {
      await clock.sleep(REVISIT, stop.signal).catch(() => undefined);
      if (!stop.signal.aborted && player.playback.kind === 'playing') this.#order(next(request));
    }
  }

  async #musicFor(asked: Music, signal: AbortSignal): Promise<void> {
    const { clock, log } = this.#parts;
    let request = asked;
    if (this.#shortPlays > 0) await clock.sleep(retryDelay(this.#shortPlays), signal).catch(() => undefined);
    let unplayable = 0;
    for (let failures = 0; !signal.aborted; ) {
      const outcome = await this.#tryOnce(request, signal);
      if (outcome === 'heard' || signal.aborted || this.#isHeld) return;
      if (this.#progress.kind !== 'seeking') this.#progress = SEEKING;
      this.#alarm.missed(request.mood);
      if (outcome === 'unplayable') {
        unplayable += 1;
        request = ownMusic(request);
      }
      if (outcome === 'unplayable' && unplayable <= AT_ONCE) continue;
      const retryMs = retryDelay(failures);
      log.warn({ mood: request.mood, failures, retryMs }, 'music.missing');
      await clock.sleep(retryMs, signal).catch(() => undefined);
      failures += 1;
    }
  }

  async #tryOnce(request: Music, signal: AbortSignal): Promise<Outcome> {
    const { player } = this.#parts;
    const pending = this.#progress.kind === 'seeking' ? this.#progress.pending : undefined;
    const found = pending ? done(pending) : await this.#find(request, signal);
    if (!found.ok || signal.aborted) return 'missing';
    const track = found.value;
    this.#progress = PLACED;
    if (request.why === 'track-ended' && isSameKind(player.playback, track)) return 'heard';
    const isSame = request.why === 'asked' && !request.first && trackOf(player.playback)?.id === track.id;
    this.#recent = remember(this.#recent, track.id);
    const played = await player.play(track, signal, { crossfade: request.blend === true });
    if (played.ok) return this.#started(track, isSame);
    if (signal.aborted || played.why === 'replaced') return 'missing';
    const outcome = this.#failed(track, played.why);
    if (outcome === 'missing' && !this.#isHeld) this.#progress = { kind: 'seeking', pending: track };
    return outcome;
  }

  #started(track: Track, isSame: boolean): 'heard' {
    const { clock, log } = this.#parts;
    const { because, mood, source, title } = track;
    this.#startedAt = clock.now();
    this.#playing = track;
    this.#isOnlyPiece = isSame;
    this.#alarm.over(mood);
    log.info({ title, source, mood, ...(because && { because }) }, 'track.started');
    this.#emit({ kind: 'started', track, recent: this.#recent });
    return 'heard';
  }

  /** If the player is at fault, another track would fail as well, so this one is only missing for now. */
  #failed(track: Track, why: PlayFailure, at = track.startAt ?? ms(0)): 'missing' | 'unplayable' {
    this.#parts.log.warn({ title: track.title, source: track.source, why }, 'track.failed');
    if (why === 'player-died') return 'missing';
    this.#emit({ kind: 'unplayable', track, why, at });
    return 'unplayable';
  }

  async #find({ first, ...query }: Music, signal: AbortSignal): Promise<Found> {
    if (first) return done(first);
    const { choose, find } = this.#parts;
    const interrupted = this.#interrupted;
    this.#interrupted = undefined;
    // Somebody who asks for music does not want the track that a restart interrupted.
    const before = query.why === 'mood-changed' ? await interrupted?.(query.mood, signal) : undefined;
    return before ? done(before) : find(choose(query, this.#recent), signal);
  }

  get #isHeld(): boolean {
    return this.#progress.kind === 'held';
  }

  #ended(): void {
    if (this.#playing) this.#emit({ kind: 'heard', track: this.#playing });
    this.#emit({ kind: 'ended' });
  }

  /** Handles what the player does by itself: outside a search, the end or failure of a track requests the next one. */
  #onPlayerEvent(event: PlayerEvent): void {
    if (event.playback.kind === 'playing' && this.#isHeld) this.#progress = PLACED;
    const over = event.kind === 'ended' || (event.kind === 'playback' && event.playback.kind === 'failed');
    if (!over || this.#working || this.#latest?.request.kind !== 'music') return;
    if (event.playback.kind === 'failed') this.#failed(event.playback.track, event.playback.why, event.playback.at);
    const short = elapsed(this.#startedAt, this.#parts.clock.now()) < TOO_SHORT;
    if (event.kind === 'ended' && !short) this.#ended();
    this.#shortPlays = short ? this.#shortPlays + 1 : 0;
    const { request } = this.#latest;
    if (request.kind === 'music' && !this.#isHeld) this.#order(next(request));
  }
}

/** The same request again after a track has ended: nothing is left to crossfade with, and what somebody chose has been heard. */
const next = ({ blend: _over, ...request }: Music): Music => ({ ...ownMusic(request), why: 'track-ended' });

/** The request for the mood's own music, without the track that somebody chose first. */
const ownMusic = ({ first: _chosen, ...request }: Music): Music => request;

/** An endless track that plays well gives way only to another, preferred source, or to the next part of the same music. */
const isSameKind = (now: Playback, next: Track): boolean =>
  now.kind === 'playing' && now.track.endless === true && now.track.source === next.source && !isNextPart(now.track, next);

const isNextPart = (now: Track, next: Track): boolean => next.flow !== undefined && next.flow === now.flow && next.id !== now.id;
