import type { PlayerConfig } from '../config/schema.ts';
import type { AddressedTrack, Playback, Track } from '../domain/music.ts';
import { trackOf } from '../domain/music.ts';
import { done, failed } from '../domain/result.ts';
import type { Ms, Percent } from '../domain/units.ts';
import { ms } from '../domain/units.ts';
import { LinkedAbort } from '../shared/async/linked-abort.ts';
import { askedNames } from './announcing/asked-names.ts';
import { fetchSound } from './announcing/fetch-sound.ts';
import { Deck } from './deck.ts';
import { Decks } from './decks.ts';
import { fadeOf } from './fader.ts';
import { filtersOf, pcmFile } from './mpv/arguments.ts';
import { MPV_LIMITS } from './mpv/limits.ts';
import { LoudnessNormalizer } from './mpv/loudness-normalizer.ts';
import type { MpvContext } from './mpv/session.ts';
import { certificatesIn, trustedBy } from './mpv/trust.ts';
import type { NamesAround } from './names-around.ts';
import { PlayerEvents } from './player-events.ts';
import type { Played, Player, PlayerEvent, Spoken, SpokenMessage, TrackProgress } from './port.ts';
import { PublicGate } from './public-gate.ts';
import { Quarantine } from './quarantine.ts';
import type { PlaybackContext, PlaybackEvent } from './track-playback.ts';
import { TrackPlayback } from './track-playback.ts';
import { Voice } from './voice.ts';
import { startWav } from './wav-file.ts';

const NEVER = new AbortController().signal;

/** `around` replaces the network's names in tests. */
type World = MpvContext & { readonly around?: NamesAround };

/**
 * Plays through mpv. The player itself keeps the wanted state (track, position, volume, pause), so an mpv that dies or hangs is replaced
 * and the music continues where it was. While mpv is missing, tracks fail with `player-died` until it is installed.
 */
export class MpvPlayer implements Player {
  /** What all playbacks share. */
  readonly #context: Omit<PlaybackContext, 'supervisor' | 'fader'>;
  readonly #decks: Decks;
  readonly #events = new PlayerEvents();
  readonly #voice: Voice;
  /** Aborted when the player is closed. */
  readonly #end = new AbortController();
  /** The latest call to play or stop; a new call aborts the one before. */
  #current = new LinkedAbort();
  /** The track that is heard. */
  #heard: TrackPlayback | undefined;
  #paused = false;
  #closed = false;

  private constructor(config: PlayerConfig, world: World) {
    const fade = fadeOf(config.fade, config.crossfade);
    const open = (volume: Percent): Deck => new Deck(config, world, { volume, fade, changed: () => this.#updateAudible() });
    const asked = askedNames(config.fetch_from);
    const filters = filtersOf(config.output, world.limits.silence);
    this.#decks = new Decks(open, world, config);
    this.#context = {
      // ffmpeg knows no other variable, for https neither.
      ...(!process.env.http_proxy && {
        gates: { library: new PublicGate(world.log, world.around), asked: new PublicGate(world.log, asked) },
      }),
      ...{ ...world, quarantine: new Quarantine(world), paused: () => this.#paused || this.#decks.held },
      ...(config.even_loudness && { normalizer: new LoudnessNormalizer(filters) }),
      paced: filters.paced,
      crossfadeLead: () => (this.#decks.crossfades ? ms(config.fade + world.limits.sample) : ms(0)),
    };
    if (pcmFile(config.output) !== undefined) this.#decks.disableCrossfade('one-file');
    const authorities = (): readonly string[] => trustedBy(config.ca);
    this.#voice = new Voice({
      ...{
        ...world,
        decks: this.#decks,
        open: (volume) => new Deck(config, world, { volume, fade, changed: () => undefined, guest: true }),
      },
      fetch: (message, file, signal) => fetchSound(message, file, { ...world, around: asked, authorities: authorities() }, signal),
      ...{ paced: filters.paced, paused: () => this.#paused, resumed: () => this.#resumed() },
    });
  }

  /** Starts mpv, and does not wait for it. Throws if the file of the output `pcm:FILE` cannot be written, or `ca` cannot be read. */
  static async open(config: PlayerConfig, world: Pick<World, 'clock' | 'log'> & Partial<World>): Promise<MpvPlayer> {
    const file = pcmFile(config.output);
    if (file !== undefined) startWav(file);
    if (config.ca !== '') certificatesIn(config.ca);
    return new MpvPlayer(config, { limits: MPV_LIMITS, ...world });
  }

  get playback(): Playback {
    return this.#events.playback;
  }

  get audible(): boolean {
    return this.#events.audible;
  }

  get progress(): TrackProgress | undefined {
    const { kind } = this.playback;
    return kind === 'playing' || kind === 'paused' ? this.#heard?.progress : undefined;
  }

  get volume(): Percent {
    return this.#decks.volume;
  }

  play(track: Track, signal: AbortSignal, { crossfade }: { readonly crossfade: boolean } = { crossfade: false }): Promise<Played> {
    if (this.#closed || signal.aborted) return Promise.resolve(failed('replaced'));
    // A song of Music Assistant has no address that mpv could open.
    if (track.url === undefined) return Promise.resolve(failed('unplayable'));
    if (this.#goesOnAs(track)) return this.resume().then(() => done(undefined));
    const call = this.#begin(signal);
    this.#events.emit({ kind: 'loading', track });
    return new Promise((settle) => {
      void this.#run({ track, crossfade }, call, settle);
    });
  }

  async pause(): Promise<void> {
    await this.#setPaused(true);
  }

  async resume(): Promise<void> {
    await this.#setPaused(false);
  }

  async seek(to: Ms): Promise<void> {
    const heard = this.#heard;
    const moved = await heard?.seek(to);
    if (moved !== undefined && this.#heard === heard && this.progress) this.#events.emitMoved(moved);
  }

  async stop(fade?: Ms): Promise<void> {
    const { signal } = this.#begin(NEVER);
    try {
      await this.#decks.fadeOut(signal, fade);
      signal.throwIfAborted();
      this.#events.emit({ kind: 'silent' });
    } catch (err) {
      if (!signal.aborted) throw err;
    }
  }

  async setVolume(volume: Percent): Promise<void> {
    await this.#decks.setVolume(volume);
  }

  /** `begins` is called when the message is about to be heard. */
  async announce(message: SpokenMessage, signal: AbortSignal, begins: () => void = () => undefined): Promise<Spoken> {
    using until = new LinkedAbort(signal, this.#end.signal);
    return await this.#voice.say({ ...message, begins }, until.signal);
  }

  onEvent(listener: (event: PlayerEvent) => void): () => void {
    return this.#events.onEvent(listener);
  }

  /** Falls silent at once; call `stop` first for a fade. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    this.#current.abort();
    this.#end.abort();
    if (this.playback.kind !== 'silent') this.#events.emit({ kind: 'silent' });
    await this.#voice.quiet();
    await this.#decks[Symbol.asyncDispose]();
    for (const gate of Object.values(this.#context.gates ?? {})) await gate[Symbol.asyncDispose]();
  }

  /** Gives what is heard another name, if the track is a part of the same music. */
  #goesOnAs(track: AddressedTrack): boolean {
    const { playback } = this;
    const heard = playback.kind === 'playing' || playback.kind === 'paused' ? this.#heard : undefined;
    if (track.flow === undefined || heard?.track.flow !== track.flow) return false;
    heard.goOnAs(track);
    this.#events.emit({ kind: 'playing', track, since: this.#context.clock.now() });
    return true;
  }

  #begin(signal: AbortSignal): LinkedAbort {
    this.#current.abort();
    this.#current = new LinkedAbort(signal);
    if (this.#paused) this.#decks.mute();
    this.#paused = false;
    return this.#current;
  }

  async #run(
    { track, crossfade }: { track: AddressedTrack; crossfade: boolean },
    call: LinkedAbort,
    settle: (played: Played) => void,
  ): Promise<void> {
    const { signal } = call;
    try {
      const deck = await this.#decks.idleDeck(signal, crossfade);
      const { supervisor: lives, fader: loudness } = deck;
      const playback = new TrackPlayback(track, { ...this.#context, supervisor: lives, fader: loudness }, signal);
      for await (const event of playback.events()) {
        signal.throwIfAborted();
        this.#fade(deck, event, signal);
        this.#show(playback, event, call, settle);
      }
    } catch (err) {
      if (!signal.aborted) throw err;
      settle(failed('replaced'));
      if (this.#current === call && !this.#closed) await this.stop();
    } finally {
      call[Symbol.dispose]();
    }
  }

  #show(playback: TrackPlayback, event: PlaybackEvent, call: LinkedAbort, settle: (played: Played) => void): void {
    const { clock, log } = this.#context;
    const { track, position } = playback;
    switch (event.kind) {
      case 'loading':
        this.#events.emit({ kind: 'loading', track });
        break;
      case 'heard':
        call[Symbol.dispose](); // the caller's signal counts only until the track is heard
        settle(done(undefined));
        this.#heard = playback;
        this.#events.emit(this.#paused ? { kind: 'paused', track } : { kind: 'playing', track, since: clock.now() });
        break;
      case 'outro':
      case 'ended':
        this.#events.emitEnded();
        break;
      case 'failed':
        settle(failed(event.why));
        log.warn({ id: track.id, why: event.why, detail: event.detail }, 'player.failed');
        this.#events.emit({ kind: 'failed', track, why: event.why, at: position });
    }
  }

  /** Adjusts the decks to an event. A failed track leaves the track before it playing, since the next one may yet be heard. */
  #fade(deck: Deck, { kind }: PlaybackEvent, signal: AbortSignal): void {
    if (kind === 'heard') void unlessAborted(this.#decks.switchTo(deck, signal), signal);
    else if (kind !== 'outro') deck.fader.mute();
  }

  /** The music goes on where it was held: that is later than by the clock. */
  #resumed(): void {
    const { progress } = this;
    if (progress) this.#events.emitMoved(progress.position);
  }

  #updateAudible(): void {
    const { outputKind: hearing } = this.#decks;
    if (hearing && (hearing === 'device') !== this.#events.audible) this.#events.setAudible(hearing === 'device');
  }

  async #setPaused(paused: boolean): Promise<void> {
    const track = trackOf(this.playback);
    if (!track) return;
    this.#paused = paused;
    const { kind } = this.playback;
    if (paused && kind === 'playing') this.#events.emit({ kind: 'paused', track });
    if (!paused && kind === 'paused') this.#events.emit({ kind: 'playing', track, since: this.#context.clock.now() });
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
