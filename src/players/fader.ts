import type { Ms, Percent } from '../domain/units.ts';
import { elapsed } from '../domain/units.ts';
import { ignoreMpvErrors } from './mpv/errors.ts';
import type { MpvContext } from './mpv/session.ts';
import type { MpvSupervisor } from './mpv/supervisor.ts';

/** How long a whole fade takes, and what of the volume it lets through on its way from 0 to 1. */
export type Fade = { readonly span: Ms; readonly curve: (level: number) => number };

/** Equal steps sound equal: mpv's volume is cubic. */
const even = (level: number): number => level;
/** Two decks that pass each other on a quarter of a sine are together as loud as one: the cube root undoes mpv's cube. */
const crossing = (level: number): number => Math.cbrt(Math.sin((level * Math.PI) / 2));

export const fadeOf = (span: Ms, crossfade: boolean): Fade => ({ span, curve: crossfade ? crossing : even });

/** The volume that is wanted, and how much of it a fade lets through. */
export class Fader {
  readonly #lives: MpvSupervisor;
  readonly #world: MpvContext;
  readonly #fade: Fade;
  #curve: Fade['curve'];
  #volume: Percent;
  #level = 0;

  constructor(lives: MpvSupervisor, world: MpvContext, volume: Percent, fade: Fade) {
    this.#lives = lives;
    this.#world = world;
    this.#volume = volume;
    this.#fade = fade;
    this.#curve = fade.curve;
  }

  /** How far it is faded in, 0 to 1. */
  get level(): number {
    return this.#level;
  }

  /** What mpv's `volume` shall be now, 0 to 100. */
  get now(): number {
    return this.#volume * this.#curve(this.#level);
  }

  async set(volume: Percent): Promise<void> {
    this.#volume = volume;
    await this.#apply();
  }

  /** For the next track, which begins in silence. */
  mute(): void {
    this.#level = 0;
  }

  /** Whether its fades pass those of another deck, so that both together stay as loud as one; where they always do, they go on to. */
  set crossing(passes: boolean) {
    this.#curve = passes ? crossing : this.#fade.curve;
  }

  /** Fades to nothing (0) or to the whole volume (1) in `whole`, a part of the way in a part of the time; rejects with the signal's reason. */
  async ramp(to: 0 | 1, signal: AbortSignal, whole: Ms = this.#fade.span): Promise<void> {
    const { clock, limits } = this.#world;
    const from = this.#level;
    const started = clock.now();
    const span = whole * Math.abs(to - from);
    while (this.#level !== to) {
      const done = span > 0 ? Math.min(1, elapsed(started, clock.now()) / span) : 1;
      this.#level = done === 1 ? to : from + (to - from) * done;
      await this.#apply();
      signal.throwIfAborted();
      if (done < 1) await clock.sleep(limits.step, signal);
    }
  }

  async #apply(): Promise<void> {
    await this.#lives.current?.set('volume', this.now).catch(ignoreMpvErrors);
  }
}
