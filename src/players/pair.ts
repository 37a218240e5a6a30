import { assertNever } from '../domain/assert-never.ts';
import type { Playback, Track } from '../domain/music.ts';
import { playedBy } from '../domain/music.ts';
import { failed } from '../domain/result.ts';
import type { Ms, Percent } from '../domain/units.ts';
import { percent } from '../domain/units.ts';
import { PlayerEvents } from './player-events.ts';
import type { OtherHand, Played, Player, PlayerEvent, PlayerRooms, Spoken, SpokenMessage, TrackProgress } from './port.ts';

/**
 * This box's own loudspeaker, and a player of Music Assistant. Each track goes to the one that can play it, and the other one falls silent
 * before that begins. The volume is that of the own loudspeaker; a change of it moves the other one in proportion, which may have been set
 * elsewhere. Owns the other player.
 */
export class PlayerPair implements Player {
  /** Those of the own loudspeaker. */
  readonly rooms?: PlayerRooms;
  readonly #own: Player;
  readonly #other: Player;
  readonly #events = new PlayerEvents();
  readonly #unwatch: readonly (() => void)[];
  #active: Player;
  #turn = 0;

  constructor(own: Player, other: Player) {
    this.#own = own;
    this.#other = other;
    this.#active = own;
    if (own.rooms) this.rooms = own.rooms;
    this.#unwatch = [own, other].map((each) => each.onEvent((event) => this.#heard(each, event)));
  }

  get playback(): Playback {
    return this.#events.playback;
  }

  get volume(): Percent {
    return this.#own.volume;
  }

  get progress(): TrackProgress | undefined {
    return this.playback.kind === 'loading' ? undefined : this.#active.progress;
  }

  get audible(): boolean {
    return this.#active.audible;
  }

  async play(track: Track, signal: AbortSignal, how?: { readonly crossfade: boolean }): Promise<Played> {
    if (signal.aborted) return failed('replaced');
    this.#turn += 1;
    const turn = this.#turn;
    const before = this.#active;
    const next = this.#playerOf(track);
    if (next !== before) {
      this.#active = next;
      this.#events.emit({ kind: 'loading', track });
      await before.stop();
      if (turn !== this.#turn) return failed('replaced');
      if (signal.aborted) this.#events.emit({ kind: 'silent' });
    }
    return next.play(track, signal, how);
  }

  async pause(): Promise<void> {
    await this.#active.pause();
  }

  async resume(): Promise<void> {
    await this.#active.resume();
  }

  async seek(to: Ms): Promise<void> {
    await this.#active.seek(to);
  }

  async stop(fade?: Ms): Promise<void> {
    this.#turn += 1;
    // The other one may still be fading out: whoever asks for silence waits for both.
    await Promise.all([this.#active.stop(fade), this.#idle.stop(fade)]);
    // It may have been asked to stop before it had begun, while the other one faded out.
    if (this.playback.kind === 'loading' && this.#active.playback.kind === 'silent') this.#events.emit({ kind: 'silent' });
  }

  async setVolume(volume: Percent): Promise<void> {
    const { volume: before } = this.#own;
    const other = before === 0 ? volume : Math.round(this.#other.volume * (volume / before));
    await Promise.all([this.#own.setVolume(volume), this.#other.setVolume(percent(Math.min(100, other)))]);
  }

  announce(message: SpokenMessage, signal: AbortSignal): Promise<Spoken> {
    return this.#active.announce(message, signal);
  }

  onEvent(listener: (event: PlayerEvent) => void): () => void {
    return this.#events.onEvent(listener);
  }

  onOtherHand(listener: (what: OtherHand) => void): () => void {
    return this.#other.onOtherHand?.(listener) ?? (() => undefined);
  }

  /** The own loudspeaker belongs to whoever opened it, and is told to be silent here. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#turn += 1;
    await this.#other[Symbol.asyncDispose]();
    for (const each of this.#unwatch) each();
    if (this.playback.kind !== 'silent') this.#events.emit({ kind: 'silent' });
  }

  get #idle(): Player {
    return this.#active === this.#own ? this.#other : this.#own;
  }

  #playerOf(track: Track): Player {
    const { kind } = playedBy(track);
    switch (kind) {
      case 'mpv':
        return this.#own;
      case 'music-assistant':
        return this.#other;
      default:
        return assertNever(kind);
    }
  }

  /** That a track is loading is told as soon as the other one begins to fade out. */
  #isToldAlready(news: Playback): boolean {
    const { playback } = this;
    return news.kind === 'loading' && playback.kind === 'loading' && playback.track === news.track;
  }

  /** What the one that is not meant to play says is not told. */
  #heard(from: Player, event: PlayerEvent): void {
    if (from !== this.#active) return;
    switch (event.kind) {
      case 'playback':
        if (!this.#isToldAlready(event.playback)) this.#events.emit(event.playback);
        break;
      case 'ended':
        this.#events.emitEnded();
        break;
      case 'moved':
        this.#events.emitMoved(event.position);
        break;
      case 'audible':
        this.#events.setAudible(from.audible);
        break;
      default:
        assertNever(event);
    }
  }
}
