import type { Mood } from '../domain/emotion.ts';
import type { Found, MusicChoice, Playback, SourceName, Track } from '../domain/music.ts';
import { remember, trackOf } from '../domain/music.ts';
import type { Instant } from '../domain/units.ts';
import { elapsed, instant, ms } from '../domain/units.ts';
import type { Player, PlayerEvent } from '../players/port.ts';
import { backoff } from '../shared/backoff.ts';
import type { Clock } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';
import { Newest } from '../shared/newest.ts';
import { Unheard } from './unheard.ts';

export type Wish = { readonly kind: 'silence' } | { readonly kind: 'music'; readonly mood: Mood; readonly why: MusicChoice['why'] };

export type JukeboxParts = {
  readonly player: Player;
  readonly choose: (mood: Mood, why: MusicChoice['why'], recent: readonly string[]) => MusicChoice;
  /** Asks the sources in their order, but for those to pass over. */
  readonly find: (choice: MusicChoice, signal: AbortSignal, without: readonly SourceName[]) => Promise<Found>;
  /** Told what plays now and what was played lately: a good time to look for what may come next. */
  readonly started: (track: Track, recent: readonly string[]) => void;
  readonly clock: Clock;
  readonly log: Log;
};

/** A track that ends sooner than this after its start was none; a row of them is answered with growing rests. */
const TOO_SHORT = ms(3000);
/** A loop or a radio has no end at which to look around: so often it is asked whether a source that is wanted more is there again. */
const REVISIT = ms(5 * 60_000);
const rest = backoff(ms(500), ms(60_000));

type Order = { readonly wish: Wish; readonly stop: AbortController };

/** Turns wishes into sound, one at a time; a newer wish replaces an older one, and a track's end wishes for the next. */
export class Jukebox {
  readonly #parts: JukeboxParts;
  readonly #orders = new Newest<Order>();
  readonly #unheard: Unheard;
  #latest: Order | undefined;
  #working = false;
  #recent: readonly string[] = [];
  #tooShort = 0;
  #startedAt: Instant = instant(0);
  #source: SourceName | undefined;

  constructor(parts: JukeboxParts) {
    this.#parts = parts;
    this.#unheard = new Unheard(parts.clock);
  }

  /** Replaces whatever was wished before. Returns at once. */
  wish(wish: Wish): void {
    this.#tooShort = 0;
    this.#order(wish);
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

  #order(wish: Wish): void {
    this.#latest?.stop.abort();
    this.#latest = { wish, stop: new AbortController() };
    this.#orders.put(this.#latest);
  }

  async #carryOut(order: Order): Promise<void> {
    const { wish, stop } = order;
    this.#working = true;
    try {
      if (wish.kind === 'silence') await this.#parts.player.stop();
      else await this.#musicFor(wish.mood, wish.why, stop.signal);
    } finally {
      this.#working = false;
    }
    if (trackOf(this.#parts.player.playback)?.endless) void this.#revisit(order);
  }

  /** Looks around while an endless track plays; one that is paused is left in peace. */
  async #revisit({ wish, stop }: Order): Promise<void> {
    const { clock, player } = this.#parts;
    while (!stop.signal.aborted && wish.kind === 'music') {
      await clock.sleep(REVISIT, stop.signal).catch(() => undefined);
      if (!stop.signal.aborted && player.playback.kind === 'playing') this.#order({ ...wish, why: 'track-ended' });
    }
  }

  async #musicFor(mood: Mood, why: MusicChoice['why'], signal: AbortSignal): Promise<void> {
    const { clock, log } = this.#parts;
    if (this.#tooShort > 0) await clock.sleep(rest(this.#tooShort), signal).catch(() => undefined);
    for (let failures = 0; !signal.aborted; failures += 1) {
      if (await this.#tryOnce(mood, why, signal)) return;
      const retryMs = rest(failures);
      if (!signal.aborted) log.warn({ mood, failures, retryMs }, 'music.missing');
      await clock.sleep(retryMs, signal).catch(() => undefined);
    }
  }

  async #tryOnce(mood: Mood, why: MusicChoice['why'], signal: AbortSignal): Promise<boolean> {
    const { choose, clock, log, player } = this.#parts;
    const track = await this.#find(choose(mood, why, this.#recent), signal);
    if (!track || signal.aborted) return false;
    if (why === 'track-ended' && isSameKind(player.playback, track)) return true;
    this.#recent = remember(this.#recent, track.id);
    const played = await player.play(track, signal);
    if (!played.ok) {
      if (played.why !== 'replaced') this.#unheard.failed(track.source, played.why);
      if (!signal.aborted) log.warn({ title: track.title, source: track.source, why: played.why }, 'track.failed');
      return false;
    }
    this.#startedAt = clock.now();
    this.#source = track.source;
    log.info({ title: track.title, source: track.source, mood, ...(track.because && { because: track.because }) }, 'track.started');
    this.#parts.started(track, this.#recent);
    return true;
  }

  async #find(choice: MusicChoice, signal: AbortSignal): Promise<Track | undefined> {
    const without = this.#unheard.sources;
    const found = await this.#parts.find(choice, signal, without);
    if (found.ok) return found.value;
    if (without.length > 0 && !signal.aborted) this.#unheard.forgive();
    return undefined;
  }

  /** What the player does by itself while nothing is being looked for: a track's end or its failure asks for the next. */
  #heard(event: PlayerEvent): void {
    const wish = this.#latest?.wish;
    const over = event.kind === 'ended' || event.playback.kind === 'failed';
    if (!over || this.#working || wish?.kind !== 'music') return;
    const short = elapsed(this.#startedAt, this.#parts.clock.now()) < TOO_SHORT;
    this.#tooShort = short ? this.#tooShort + 1 : 0;
    if (event.playback.kind === 'failed') this.#unheard.failed(event.playback.track.source, event.playback.why);
    else if (this.#source && !short) this.#unheard.heard(this.#source);
    this.#order({ ...wish, why: 'track-ended' });
  }
}

/** An endless track that plays well gives way only to another source, one that is wanted more. */
const isSameKind = (now: Playback, next: Track): boolean =>
  now.kind === 'playing' && now.track.endless === true && now.track.source === next.source;
