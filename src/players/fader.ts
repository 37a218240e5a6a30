import type { Ms, Percent } from '../domain/units.ts';
import { elapsed } from '../domain/units.ts';
import { ignoreMpvErrors } from './mpv/errors.ts';
import type { MpvContext } from './mpv/session.ts';
import type { MpvSupervisor } from './mpv/supervisor.ts';

/** How long a complete fade takes, and the share of the volume (0 to 1) that it lets through at each level from 0 to 1. */
export type Fade = { readonly span: Ms; readonly curve: (level: number) => number };

/** Equal steps sound equal, because mpv's volume is cubic. */
const even = (level: number): number => level;
/** Two decks that cross on a quarter of a sine wave are together as loud as one; the cube root undoes mpv's cube. */
const crossing = (level: number): number => Math.cbrt(Math.sin((level * Math.PI) / 2));

export const fadeOf = (span: Ms, crossfade: boolean): Fade => ({ span, curve: crossfade ? crossing : even });

/** The volume of one deck: the set volume, times what the fade lets through. */
export class Fader {
  readonly #supervisor: MpvSupervisor;
  readonly #world: MpvContext;
  readonly #fade: Fade;
  #curve: Fade['curve'];
  #volume: Percent;
  #level = 0;
  #ducked = 1;

  constructor(supervisor: MpvSupervisor, world: MpvContext, volume: Percent, fade: Fade) {
    this.#supervisor = supervisor;
    this.#world = world;
    this.#volume = volume;
    this.#fade = fade;
    this.#curve = fade.curve;
  }

  /** How far it is faded in: 0 (silent) to 1. */
  get level(): number {
    return this.#level;
  }

  /** The value for mpv's `volume` now, 0 to 100. */
  get mpvVolume(): number {
    return this.#volume * this.#curve(this.#level) * this.#ducked;
  }

  /** Lets only this share (0 to 1) of the volume through from now on, whatever the fade does. */
  async duck(share: number): Promise<void> {
    this.#ducked = share;
    await this.#apply();
  }

  async set(volume: Percent): Promise<void> {
    this.#volume = volume;
    await this.#apply();
  }

  /** Drops to silence at once, for the next track. */
  mute(): void {
    this.#level = 0;
  }

  /** Whether another deck fades the other way at the same time: then both together stay as loud as one. With crossfades on, always. */
  set crossing(isCrossing: boolean) {
    this.#curve = isCrossing ? crossing : this.#fade.curve;
  }

  /** Fades to silence (0) or full volume (1). A complete fade takes `whole`, and a partial one less. Rejects with the signal's reason. */
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
    await this.#supervisor.current?.set('volume', this.mpvVolume).catch(ignoreMpvErrors);
  }
}
