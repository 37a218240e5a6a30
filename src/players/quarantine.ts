import type { Instant } from '../domain/units.ts';
import { elapsed } from '../domain/units.ts';
import type { MpvContext } from './mpv/session.ts';

const TWICE = 2;
/** Where a second one would be set aside, mpv dies of something else, and to set everything aside would only be silence. */
const TOO_MANY = 2;
/** More tracks than this are never remembered; the oldest goes first. */
const MOST = 100;

/** Tracks that mpv died of. Twice within `limits.aside`, and a track is set aside until that time is over, or until it is clear that it was not to blame. */
export class Quarantine {
  readonly #world: MpvContext;
  readonly #deaths = new Map<string, readonly Instant[]>();

  constructor(world: MpvContext) {
    this.#world = world;
  }

  has(id: string): boolean {
    return this.#recent(id).length >= TWICE;
  }

  /** One more death while this track was playing. */
  blame(id: string): void {
    const deaths = [...this.#recent(id), this.#world.clock.now()];
    this.#deaths.delete(id);
    this.#deaths.set(id, deaths);
    const [oldest] = this.#deaths.keys();
    if (this.#deaths.size > MOST && oldest !== undefined) this.#deaths.delete(oldest);
    if (deaths.length >= TWICE) this.#world.log.warn({ id, deaths: deaths.length }, 'player.set_aside');
    if ([...this.#deaths.keys()].filter((each) => this.has(each)).length >= TOO_MANY) this.#deaths.clear();
  }

  #recent(id: string): readonly Instant[] {
    const now = this.#world.clock.now();
    return (this.#deaths.get(id) ?? []).filter((at) => elapsed(at, now) <= this.#world.limits.aside);
  }
}
