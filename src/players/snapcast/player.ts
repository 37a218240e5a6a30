import type { PlayerConfig } from '../../config/schema.ts';
import type { Playback, Track } from '../../domain/music.ts';
import type { Ms, Percent } from '../../domain/units.ts';
import { ms, percent } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import type { MpvLimits } from '../mpv/limits.ts';
import { MpvPlayer } from '../mpv-player.ts';
import type { Played, Player, PlayerEvent, PlayerRooms, Spoken, SpokenMessage, TrackProgress } from '../port.ts';
import type { SnapserverListener } from './configuration.ts';
import type { SnapcastWorld } from './server.ts';
import { Snapserver } from './server.ts';

/** How long what mpv has played is on its way to the rooms. */
const ON_ITS_WAY = ms(2500);

/**
 * Plays in several rooms: mpv plays into moodbox's own snapserver. The sound is heard about two and a half seconds later, so volume,
 * pause and stop, which must take effect at once, are sent to the rooms themselves.
 */
export class SnapcastPlayer implements Player {
  readonly #inner: MpvPlayer;
  readonly #server: Snapserver;
  readonly rooms: PlayerRooms;
  readonly #clock: Clock;
  #volume: Percent;
  /** Whether the rooms are to be silent, as far as the music goes. */
  #muted = false;
  /** How loud a message is that is being heard, however loud the music is, and even in its silence. */
  #spoken: Percent | undefined;

  private constructor(inner: MpvPlayer, server: Snapserver, volume: Percent, clock: Clock) {
    this.#inner = inner;
    this.#server = server;
    this.rooms = roomsAt(server);
    this.#volume = volume;
    this.#clock = clock;
    inner.onEvent(({ playback }) => {
      // After a track's end its last seconds are still on their way, so `silent` must not mute the rooms.
      if (playback.kind === 'playing' || playback.kind === 'paused') void this.#mute(playback.kind === 'paused');
    });
  }

  /** Throws `OutputError` if the folder for snapserver cannot be made. */
  static async open(
    config: PlayerConfig,
    listening: SnapserverListener,
    world: SnapcastWorld & { readonly limits?: MpvLimits },
  ): Promise<SnapcastPlayer> {
    const server = await Snapserver.open(listening, { percent: config.volume, muted: false }, world);
    const inner = await MpvPlayer.open({ ...config, output: `pcm:${server.fifo}`, volume: percent(100) }, world);
    return new SnapcastPlayer(inner, server, config.volume, world.clock);
  }

  get playback(): Playback {
    return this.#inner.playback;
  }

  get audible(): boolean {
    return this.#inner.audible && this.#server.serving;
  }

  get progress(): TrackProgress | undefined {
    return this.#inner.progress;
  }

  get volume(): Percent {
    return this.#volume;
  }

  play(track: Track, signal: AbortSignal, how?: { readonly crossfade: boolean }): Promise<Played> {
    return this.#inner.play(track, signal, how);
  }

  pause(): Promise<void> {
    return this.#inner.pause();
  }

  seek(to: Ms): Promise<void> {
    return this.#inner.seek(to);
  }

  resume(): Promise<void> {
    return this.#inner.resume();
  }

  /**
   * Mutes the rooms at once, because the usual fade would be over before anybody heard it. A longer fade is heard, and the rooms are muted
   * after it.
   */
  async stop(fade?: Ms): Promise<void> {
    if (fade !== undefined) {
      await this.#inner.stop(fade);
      if (this.playback.kind === 'silent') await this.#mute(true);
      return;
    }
    await Promise.all([this.#mute(true), this.#inner.stop()]);
  }

  async setVolume(volume: Percent): Promise<void> {
    this.#volume = volume;
    await this.#tell();
  }

  /** The music is held, not lowered: all rooms share one pipe. */
  async announce(message: SpokenMessage, signal: AbortSignal): Promise<Spoken> {
    let hasBegun = false;
    const outcome = await this.#inner.announce({ ...message, volume: percent(100) }, signal, () => {
      hasBegun = true;
      void this.#speakAt(message.volume, signal);
    });
    if (!hasBegun) return outcome;
    await this.#passed(signal);
    this.#spoken = undefined;
    await this.#tell();
    return outcome;
  }

  onEvent(listener: (event: PlayerEvent) => void): () => void {
    const leave = this.#inner.onEvent(listener);
    const onServing = (): void => listener({ kind: 'audible', playback: this.playback });
    this.#server.on('serving', onServing);
    return () => {
      leave();
      this.#server.off('serving', onServing);
    };
  }

  /** Sets the rooms to the volume of a message when it arrives there: until then the music before it is heard. */
  async #speakAt(volume: Percent, signal: AbortSignal): Promise<void> {
    if (!this.#muted) await this.#passed(signal);
    this.#spoken = volume;
    await this.#tell();
  }

  #passed(signal: AbortSignal): Promise<void> {
    return this.#clock.sleep(ON_ITS_WAY, signal).catch(() => undefined);
  }

  async #mute(muted: boolean): Promise<void> {
    this.#muted = muted;
    await this.#tell();
  }

  #tell(): Promise<void> {
    return this.#server.set({ percent: this.#spoken ?? this.#volume, muted: this.#muted && this.#spoken === undefined });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#inner[Symbol.asyncDispose]();
    await this.#server[Symbol.asyncDispose]();
  }
}

/** The rooms of a snapserver. */
const roomsAt = (server: Snapserver): PlayerRooms => ({
  get all() {
    return server.rooms.map(({ level, ...room }) => ({ ...room, muted: level.muted, percent: percent(level.percent) }));
  },
  set: (id, change) => server.setRoom(id, change),
  onChange: (listener) => {
    server.on('rooms', listener);
    return () => void server.off('rooms', listener);
  },
});
