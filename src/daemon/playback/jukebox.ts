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

/** `fade`: how long the music takes to fade out, where that is not the player's usual time. `blend`: the change is a crossfade, where the player can. */
export type MusicRequest =
  | { readonly kind: 'silence'; readonly fade?: Ms }
  | ({ readonly kind: 'music'; readonly blend?: true } & MusicQuery);

export type JukeboxParts = {
  readonly player: Player;
  readonly choose: (wish: MusicQuery, recent: readonly string[]) => MusicChoice;
  readonly find: (choice: MusicChoice, signal: AbortSignal) => Promise<Found>;
  /** The track that a restart interrupted, where it fits this mood; asked for the first music only. */
  readonly interrupted?: (mood: Mood, signal: AbortSignal) => Promise<Track | undefined>;
  /** Told of a track that was found and could not be played, or broke off. */
  readonly unplayable: (track: Track, why: PlayFailure, at: Ms) => void;
  /** Told of a track that was heard to its end. */
  readonly heard: (track: Track) => void;
  /** Told what plays now and what was played lately: a good time to look for what may come next. */
  readonly started: (track: Track, recent: readonly string[]) => void;
  /** Told that a track has come to its end by itself: the time to wish for other music, if it is wanted, before more of the same is looked for. */
  readonly ended: () => void;
  /** Ids of what was played before the start, oldest first. */
  readonly recent: readonly string[];
  readonly clock: Clock;
  readonly log: Log;
};

/** A track that ends sooner than this after its start was none; a row of them is answered with growing rests. */
const TOO_SHORT = ms(3000);
/** A loop or a radio has no end at which to look around: so often it is asked whether a source that is wanted more is there again. */
const REVISIT = ms(5 * 60_000);
const rest = backoff(ms(500), ms(60_000));
/** So many tracks in a row that cannot be played are each followed by another at once; after that it rests as where none is found. */
const AT_ONCE = 3;

type Music = Extract<MusicRequest, { readonly kind: 'music' }>;
type Tried = 'heard' | 'unplayable' | 'missing';
type Order = { readonly wish: MusicRequest; readonly stop: AbortController };

/** Turns wishes into sound, one at a time; a newer wish replaces an older one, and a track's end wishes for the next. */
export class Jukebox {
  readonly #parts: JukeboxParts;
  readonly #orders = new LatestSlot<Order>();
  readonly #silence: NoMusicAlarm;
  #latest: Order | undefined;
  #working = false;
  /** The latest wish is still being looked for: the player has no track of it yet. */
  #seeking = false;
  /** Nothing new begins by itself: what is wanted is held back, and nobody has asked for anything since. */
  #held = false;
  #recent: readonly string[];
  #tooShort = 0;
  #isFirst = true;
  #startedAt: Instant = instant(0);
  #playing: Track | undefined;
  /** Found for the present wish, and not played because the player was away. It is tried again: to find others meanwhile would use up what a source may be asked. */
  #inHand: Track | undefined;

  constructor(parts: JukeboxParts) {
    this.#parts = parts;
    this.#recent = parts.recent;
    this.#silence = new NoMusicAlarm(parts);
  }

  /** Music is wanted, and for a minute none has been found that can be played. */
  get noMusic(): boolean {
    return this.#silence.isAlarmed;
  }

  /** Replaces whatever was wished before. Returns at once. */
  request(wish: MusicRequest): void {
    this.#tooShort = 0;
    this.#held = false;
    this.#order(wish);
  }

  /**
   * No track begins until the next wish, or until the present one sounds on. True where one was being looked for: that is given up, and has to be wished for
   * anew. One that the player has already stays there, and it is the player who holds it.
   */
  holdBack(): boolean {
    const sought = this.#seeking;
    this.#seeking = false;
    this.#held = true;
    if (sought) this.#latest?.stop.abort();
    this.#silence.unwanted();
    return sought;
  }

  /** Carries out wishes until the signal is aborted. */
  async run(signal: AbortSignal): Promise<void> {
    const silence = this.#parts.player.onEvent((event) => this.#heard(event));
    const stop = (): void => this.#latest?.stop.abort();
    signal.addEventListener('abort', stop, { once: true });
    try {
      for (;;) await this.#carryOut(await this.#orders.take(signal));
    } catch (err) {
      if (!signal.aborted) throw err;
    } finally {
      signal.removeEventListener('abort', stop);
      silence();
    }
  }

  #order(wish: MusicRequest): void {
    this.#latest?.stop.abort();
    this.#inHand = undefined;
    this.#seeking = wish.kind === 'music';
    this.#latest = { wish, stop: new AbortController() };
    this.#orders.put(this.#latest);
  }

  async #carryOut(order: Order): Promise<void> {
    const { wish, stop } = order;
    this.#working = true;
    try {
      if (wish.kind === 'silence') await this.#quiet(wish.fade, stop.signal);
      else await this.#musicFor(wish, stop.signal);
    } finally {
      this.#working = false;
    }
    if (trackOf(this.#parts.player.playback)?.endless) void this.#revisit(order);
  }

  /** Somebody who comes back while the music fades out does not wait for the end of the fade. */
  async #quiet(fade: Ms | undefined, signal: AbortSignal): Promise<void> {
    this.#silence.unwanted();
    await raceAbort(this.#parts.player.stop(fade), signal).catch((err: unknown) => {
      if (!signal.aborted) throw err;
    });
  }

  /** Looks around while an endless track plays; one that is paused is left in peace. */
  async #revisit({ wish, stop }: Order): Promise<void> {
    const { clock, player } = this.#parts;
    while (!stop.signal.aborted && wish.kind === 'music') {
      await clock.sleep(REVISIT, stop.signal).catch(() => undefined);
      if (!stop.signal.aborted && player.playback.kind === 'playing') this.#order(next(wish));
    }
  }

  async #musicFor(wish: Music, signal: AbortSignal): Promise<void> {
    const { clock, log } = this.#parts;
    if (this.#tooShort > 0) await clock.sleep(rest(this.#tooShort), signal).catch(() => undefined);
    let unplayable = 0;
    for (let failures = 0; !signal.aborted; ) {
      const tried = await this.#tryOnce(wish, signal);
      if (tried === 'heard' || signal.aborted || this.#held) return;
      this.#seeking = true;
      this.#silence.missed(wish.mood);
      if (tried === 'unplayable') unplayable += 1;
      if (tried === 'unplayable' && unplayable <= AT_ONCE) continue;
      const retryMs = rest(failures);
      log.warn({ mood: wish.mood, failures, retryMs }, 'music.missing');
      await clock.sleep(retryMs, signal).catch(() => undefined);
      failures += 1;
    }
  }

  async #tryOnce(wish: Music, signal: AbortSignal): Promise<Tried> {
    const { player } = this.#parts;
    const found = this.#inHand ? done(this.#inHand) : await this.#find(wish, signal);
    if (!found.ok || signal.aborted) return 'missing';
    const track = found.value;
    this.#seeking = false;
    if (wish.why === 'track-ended' && isSameKind(player.playback, track)) return 'heard';
    this.#recent = remember(this.#recent, track.id);
    const played = await player.play(track, signal, { crossfade: wish.blend === true });
    if (played.ok) return this.#begun(track);
    return signal.aborted || played.why === 'replaced' ? 'missing' : this.#failed(track, played.why);
  }

  #begun(track: Track): 'heard' {
    const { clock, log, started } = this.#parts;
    const { because, mood, source, title } = track;
    this.#startedAt = clock.now();
    this.#playing = track;
    this.#silence.over(mood);
    log.info({ title, source, mood, ...(because && { because }) }, 'track.started');
    started(track, this.#recent);
    return 'heard';
  }

  /** Where the player is at fault and not the track, another track would fail as well: this one is kept in hand. */
  #failed(track: Track, why: PlayFailure, at = track.startAt ?? ms(0)): Tried {
    this.#parts.log.warn({ title: track.title, source: track.source, why }, 'track.failed');
    if (why === 'player-died') {
      this.#inHand = track;
      return 'missing';
    }
    this.#parts.unplayable(track, why, at);
    return 'unplayable';
  }

  async #find(wish: MusicQuery, signal: AbortSignal): Promise<Found> {
    const { choose, find, interrupted } = this.#parts;
    const isFirst = this.#isFirst;
    this.#isFirst = false;
    // Who asks wants something else.
    const before = isFirst && wish.why === 'mood-changed' ? await interrupted?.(wish.mood, signal) : undefined;
    return before ? done(before) : find(choose(wish, this.#recent), signal);
  }

  #ended(): void {
    if (this.#playing) this.#parts.heard(this.#playing);
    this.#parts.ended();
  }

  /** What the player does by itself while nothing is being looked for: a track's end or its failure asks for the next. */
  #heard(event: PlayerEvent): void {
    if (event.playback.kind === 'playing') this.#held = false;
    const over = event.kind === 'ended' || (event.kind === 'playback' && event.playback.kind === 'failed');
    if (!over || this.#working || this.#latest?.wish.kind !== 'music') return;
    if (event.playback.kind === 'failed') this.#failed(event.playback.track, event.playback.why, event.playback.at);
    const short = elapsed(this.#startedAt, this.#parts.clock.now()) < TOO_SHORT;
    if (event.kind === 'ended' && !short) this.#ended();
    this.#tooShort = short ? this.#tooShort + 1 : 0;
    const { wish } = this.#latest;
    if (wish.kind === 'music' && !this.#held) this.#order(next(wish));
  }
}

/** More of the same, now that a track is over: there is nothing left to blend it with. */
const next = ({ blend: _over, ...wish }: Music): Music => ({ ...wish, why: 'track-ended' });

/** An endless track that plays well gives way only to another source, one that is wanted more. */
const isSameKind = (now: Playback, next: Track): boolean =>
  now.kind === 'playing' && now.track.endless === true && now.track.source === next.source;
