import type { PlayerConfig } from '../config/schema.ts';
import type { Playback, Track } from '../domain/music.ts';
import { trackOf } from '../domain/music.ts';
import { done, failed } from '../domain/result.ts';
import type { Ms, Percent } from '../domain/units.ts';
import { ms } from '../domain/units.ts';
import type { Clock } from '../shared/async/clock.ts';
import { LinkedAbort } from '../shared/async/linked-abort.ts';
import type { Log } from '../shared/log.ts';
import { Deck } from './deck.ts';
import { Decks } from './decks.ts';
import { fadeOf } from './fader.ts';
import { filtersOf, pcmFile } from './mpv/arguments.ts';
import type { MpvLimits } from './mpv/limits.ts';
import { MPV_LIMITS } from './mpv/limits.ts';
import { LoudnessNormalizer } from './mpv/loudness-normalizer.ts';
import type { MpvContext } from './mpv/session.ts';
import { PlayerEvents } from './player-events.ts';
import type { Played, Player, PlayerEvent } from './port.ts';
import { Quarantine } from './quarantine.ts';
import type { PlaybackContext, PlaybackEvent } from './track-playback.ts';
import { TrackPlayback } from './track-playback.ts';
import { startWav } from './wav-file.ts';

const NEVER = new AbortController().signal;

/**
 * Plays on mpv. It holds what is wanted (track, position, volume, pause) and mpv is only its tool: one that dies or hangs is
 * replaced, and the sound goes on where it was. Where mpv is missing, tracks fail with `player-died` until it is installed.
 */
export class MpvPlayer implements Player {
  /** What all decks share. */
  readonly #stage: Omit<PlaybackContext, 'lives' | 'loudness'>;
  readonly #decks: Decks;
  readonly #announcer = new PlayerEvents();
  /** What was asked for last; whatever was asked before is aborted. */
  #turn = new LinkedAbort();
  #paused = false;
  #closed = false;

  private constructor(config: PlayerConfig, world: MpvContext) {
    const fade = fadeOf(config.fade, config.crossfade);
    const open = (volume: Percent): Deck => new Deck(config, world, { volume, fade, changed: () => this.#listen() });
    this.#decks = new Decks(open, world, config);
    this.#stage = {
      ...{ ...world, aside: new Quarantine(world), paused: () => this.#paused },
      ...(config.even_loudness && { evening: new LoudnessNormalizer(filtersOf(config.output, world.limits.silence)) }),
      outro: () => (this.#decks.overlapping ? ms(config.fade + world.limits.sample) : ms(0)),
    };
    if (pcmFile(config.output) !== undefined) this.#decks.separate('one-file');
  }

  /** Starts to start mpv. Throws where the file of the output `pcm:FILE` cannot be written. */
  static async open(config: PlayerConfig, world: { clock: Clock; log: Log; limits?: MpvLimits; dev?: string }): Promise<MpvPlayer> {
    const file = pcmFile(config.output);
    if (file !== undefined) startWav(file);
    return new MpvPlayer(config, { limits: MPV_LIMITS, ...world });
  }

  get playback(): Playback {
    return this.#announcer.playback;
  }

  get audible(): boolean {
    return this.#announcer.audible;
  }

  get volume(): Percent {
    return this.#decks.volume;
  }

  play(track: Track, signal: AbortSignal, { crossfade }: { readonly crossfade: boolean } = { crossfade: false }): Promise<Played> {
    if (this.#closed || signal.aborted) return Promise.resolve(failed('replaced'));
    const turn = this.#begin(signal);
    this.#announcer.emit({ kind: 'loading', track });
    return new Promise((settle) => {
      void this.#run({ track, crossfade }, turn, settle);
    });
  }

  async pause(): Promise<void> {
    await this.#hold(true);
  }

  async resume(): Promise<void> {
    await this.#hold(false);
  }

  async stop(fade?: Ms): Promise<void> {
    const { signal } = this.#begin(NEVER);
    try {
      await this.#decks.silence(signal, fade);
      signal.throwIfAborted();
      this.#announcer.emit({ kind: 'silent' });
    } catch (err) {
      if (!signal.aborted) throw err;
    }
  }

  async setVolume(volume: Percent): Promise<void> {
    await this.#decks.setVolume(volume);
  }

  onEvent(listener: (event: PlayerEvent) => void): () => void {
    return this.#announcer.onEvent(listener);
  }

  /** Silent at once: the fade of `stop` is for those who have the time. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#turn.abort();
    if (this.playback.kind !== 'silent') this.#announcer.emit({ kind: 'silent' });
    await this.#decks[Symbol.asyncDispose]();
  }

  #begin(signal: AbortSignal): LinkedAbort {
    this.#turn.abort();
    this.#turn = new LinkedAbort(signal);
    if (this.#paused) this.#decks.mute();
    this.#paused = false;
    return this.#turn;
  }

  async #run(
    { track, crossfade }: { track: Track; crossfade: boolean },
    turn: LinkedAbort,
    settle: (played: Played) => void,
  ): Promise<void> {
    const { signal } = turn;
    try {
      const deck = await this.#decks.free(signal, crossfade);
      const { lives, loudness } = deck;
      const performance = new TrackPlayback(track, { ...this.#stage, lives, loudness }, signal);
      for await (const scene of performance.scenes()) {
        signal.throwIfAborted();
        this.#fade(deck, scene, signal);
        this.#show(performance, scene, turn, settle);
      }
    } catch (err) {
      if (!signal.aborted) throw err;
      settle(failed('replaced'));
      if (this.#turn === turn && !this.#closed) await this.stop();
    } finally {
      turn[Symbol.dispose]();
    }
  }

  #show({ track, position }: TrackPlayback, scene: PlaybackEvent, turn: LinkedAbort, settle: (played: Played) => void): void {
    const { clock, log } = this.#stage;
    switch (scene.kind) {
      case 'loading':
        this.#announcer.emit({ kind: 'loading', track });
        break;
      case 'heard':
        turn[Symbol.dispose](); // the caller's signal was for the way until here
        settle(done(undefined));
        this.#announcer.emit(this.#paused ? { kind: 'paused', track } : { kind: 'playing', track, since: clock.now() });
        break;
      case 'outro':
      case 'ended':
        this.#announcer.end();
        break;
      case 'failed':
        settle(failed(scene.why));
        log.warn({ id: track.id, why: scene.why, detail: scene.detail }, 'player.failed');
        this.#announcer.emit({ kind: 'failed', track, why: scene.why, at: position });
    }
  }

  /** What a scene does to the decks, beside the performance. A track that fails leaves the one before it as it is: the next may yet be heard. */
  #fade(deck: Deck, { kind }: PlaybackEvent, signal: AbortSignal): void {
    if (kind === 'heard') void unlessAborted(this.#decks.change(deck, signal), signal);
    else if (kind !== 'outro') deck.loudness.mute();
  }

  #listen(): void {
    const { hearing } = this.#decks;
    if (hearing && (hearing === 'device') !== this.#announcer.audible) this.#announcer.hear(hearing === 'device');
  }

  async #hold(paused: boolean): Promise<void> {
    const track = trackOf(this.playback);
    if (!track) return;
    this.#paused = paused;
    const { kind } = this.playback;
    if (paused && kind === 'playing') this.#announcer.emit({ kind: 'paused', track });
    if (!paused && kind === 'paused') this.#announcer.emit({ kind: 'playing', track, since: this.#stage.clock.now() });
    await this.#decks.pause(paused);
  }
}

async function unlessAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  try {
    await work;
  } catch (err) {
    if (!signal.aborted) throw err;
  }
}
