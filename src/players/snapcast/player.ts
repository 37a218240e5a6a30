import type { PlayerConfig } from '../../config/schema.ts';
import type { Playback, Track } from '../../domain/music.ts';
import type { Ms, Percent } from '../../domain/units.ts';
import { percent } from '../../domain/units.ts';
import type { MpvLimits } from '../mpv/limits.ts';
import { MpvPlayer } from '../mpv-player.ts';
import type { Played, Player, PlayerEvent, PlayerRooms } from '../port.ts';
import type { SnapserverListener } from './configuration.ts';
import type { SnapcastWorld } from './server.ts';
import { Snapserver } from './server.ts';

/**
 * Plays in several rooms: mpv plays into moodbox's own snapserver. The sound is heard about two and a half seconds later, so volume,
 * pause and stop, which must take effect at once, are sent to the rooms themselves.
 */
export class SnapcastPlayer implements Player {
  readonly #inner: MpvPlayer;
  readonly #server: Snapserver;
  readonly rooms: PlayerRooms;
  #volume: Percent;

  private constructor(inner: MpvPlayer, server: Snapserver, volume: Percent) {
    this.#inner = inner;
    this.#server = server;
    this.rooms = roomsAt(server);
    this.#volume = volume;
    inner.onEvent(({ playback }) => {
      // After a track's end its last seconds are still on their way, so `silent` must not mute the rooms.
      if (playback.kind === 'playing' || playback.kind === 'paused') void server.set({ muted: playback.kind === 'paused' });
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
    return new SnapcastPlayer(inner, server, config.volume);
  }

  get playback(): Playback {
    return this.#inner.playback;
  }

  get audible(): boolean {
    return this.#inner.audible && this.#server.serving;
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
      if (this.playback.kind === 'silent') await this.#server.set({ muted: true });
      return;
    }
    await Promise.all([this.#server.set({ muted: true }), this.#inner.stop()]);
  }

  async setVolume(volume: Percent): Promise<void> {
    this.#volume = volume;
    await this.#server.set({ percent: volume });
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
