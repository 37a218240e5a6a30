import type { Ms, Percent } from '../domain/units.ts';
import { elapsed } from '../domain/units.ts';
import type { World } from './mpv-life.ts';
import { passOver } from './mpv-life.ts';
import type { MpvLives } from './mpv-lives.ts';

/** The volume that is wanted, and how much of it a fade lets through. mpv takes care that equal steps sound equal (its volume is cubic). */
export class Loudness {
  readonly #lives: MpvLives;
  readonly #world: World;
  readonly #fade: Ms;
  #volume: Percent;
  #level = 0;

  constructor(lives: MpvLives, world: World, volume: Percent, fade: Ms) {
    this.#lives = lives;
    this.#world = world;
    this.#volume = volume;
    this.#fade = fade;
  }

  get volume(): Percent {
    return this.#volume;
  }

  /** What mpv's `volume` shall be now, 0 to 100. */
  get now(): number {
    return this.#volume * this.#level;
  }

  async set(volume: Percent): Promise<void> {
    this.#volume = volume;
    await this.#apply();
  }

  /** For the next track, which begins in silence. */
  mute(): void {
    this.#level = 0;
  }

  /** Fades to nothing (0) or to the whole volume (1), a part of the way in a part of the time; rejects with the signal's reason. */
  async ramp(to: 0 | 1, signal: AbortSignal): Promise<void> {
    const { clock, limits } = this.#world;
    const from = this.#level;
    const started = clock.now();
    const span = this.#fade * Math.abs(to - from);
    while (this.#level !== to) {
      const done = span > 0 ? Math.min(1, elapsed(started, clock.now()) / span) : 1;
      this.#level = done === 1 ? to : from + (to - from) * done;
      await this.#apply();
      signal.throwIfAborted();
      if (done < 1) await clock.sleep(limits.step, signal);
    }
  }

  async #apply(): Promise<void> {
    await this.#lives.current?.set('volume', this.now).catch(passOver);
  }
}
