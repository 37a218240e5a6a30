import type { Instant } from '../../domain/units.ts';
import { elapsed, ms } from '../../domain/units.ts';

/** How long a capture waits for a sure face, so that one missed detection does not make it fail. */
const PATIENCE = ms(1000);

/** Somebody asked for this second's mood: takes the first sure reading after that as it is. */
export class MoodCapture {
  #asked: Instant | undefined;

  ask(now: Instant): void {
    this.#asked = now;
  }

  /** Returns what `capture` finds, once; `failed`, once, if it finds nothing sure in time; `undefined` if there is nothing to do yet. */
  take<T extends object>(capture: () => T | undefined, now: Instant): T | 'failed' | undefined {
    if (this.#asked === undefined) return undefined;
    const late = elapsed(this.#asked, now) > PATIENCE;
    const captured = late ? 'failed' : capture();
    if (captured) this.#asked = undefined;
    return captured;
  }
}
