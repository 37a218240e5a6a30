import type { Instant } from '../domain/units.ts';
import { elapsed } from '../domain/units.ts';
import type { MpvContext } from './mpv/session.ts';

/** How many deaths put a track into quarantine. */
const DEATHS = 2;
/** Two quarantined tracks mean that mpv, not the tracks, is at fault: everything is released, or nothing would be left to play. */
const TOO_MANY = 2;
/** The most tracks to remember; the oldest goes first. */
const CAPACITY = 100;

/**
 * Tracks that crash mpv. A track is in quarantine after two crashes within `limits.aside`, until that time is over or the track proves not
 * to be at fault.
 */
export class Quarantine {
  readonly #world: MpvContext;
  readonly #deaths = new Map<string, readonly Instant[]>();

  constructor(world: MpvContext) {
    this.#world = world;
  }

  has(id: string): boolean {
    return this.#recent(id).length >= DEATHS;
  }

  /** Reports one more crash of mpv while this track was playing. */
  blame(id: string): void {
    const deaths = [...this.#recent(id), this.#world.clock.now()];
    this.#deaths.delete(id);
    this.#deaths.set(id, deaths);
    const [oldest] = this.#deaths.keys();
    if (this.#deaths.size > CAPACITY && oldest !== undefined) this.#deaths.delete(oldest);
    if (deaths.length >= DEATHS) this.#world.log.warn({ id, deaths: deaths.length }, 'player.set_aside');
    if ([...this.#deaths.keys()].filter((each) => this.has(each)).length >= TOO_MANY) this.#deaths.clear();
  }

  #recent(id: string): readonly Instant[] {
    const now = this.#world.clock.now();
    return (this.#deaths.get(id) ?? []).filter((at) => elapsed(at, now) <= this.#world.limits.aside);
  }
}
