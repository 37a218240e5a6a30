import type { Playback } from '../domain/music.ts';
import type { PlayerEvent } from './port.ts';

/** What the loudspeaker is doing, and who wants to know. */
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

  /** Whether there is a device to be heard on. */
  hear(audible: boolean): void {
    this.#audible = audible;
    this.#tell({ kind: 'audible', playback: this.#playback });
  }

  emit(playback: Playback): void {
    this.#tell({ kind: 'playback', playback });
  }

  /** A track came to its natural end. */
  end(): void {
    this.#tell({ kind: 'ended', playback: { kind: 'silent' } });
  }

  /** Calls `listener` for each event until the returned function is called. */
  onEvent(listener: (event: PlayerEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(event: PlayerEvent): void {
    this.#playback = event.playback;
    for (const listener of this.#listeners) listener(event);
  }
}
