import type { Playback } from '../domain/music.ts';
import type { Ms } from '../domain/units.ts';
import type { PlayerEvent } from './port.ts';

/** The current playback, and those who listen for its changes. */
export class PlayerEvents {
  readonly #listeners = new Set<(event: PlayerEvent) => void>();
  #playback: Playback = { kind: 'silent' };
  #audible = true;

  get playback(): Playback {
    return this.#playback;
  }

  get audible(): boolean {
    return this.#audible;
  }

  /** Sets whether there is an audio device to be heard on. */
  setAudible(audible: boolean): void {
    this.#audible = audible;
    this.#notify({ kind: 'audible', playback: this.#playback });
  }

  emit(playback: Playback): void {
    this.#notify({ kind: 'playback', playback });
  }

  /** Announces that the track goes on from another position. */
  emitMoved(position: Ms): void {
    this.#notify({ kind: 'moved', playback: this.#playback, position });
  }

  /** Announces a track's natural end. */
  emitEnded(): void {
    this.#notify({ kind: 'ended', playback: { kind: 'silent' } });
  }

  /** Calls `listener` for each event until the returned function is called. */
  onEvent(listener: (event: PlayerEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #notify(event: PlayerEvent): void {
    this.#playback = event.playback;
    for (const listener of this.#listeners) listener(event);
  }
}
