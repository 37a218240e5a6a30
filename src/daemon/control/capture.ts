import type { Instant } from '../../domain/units.ts';
import { elapsed, ms } from '../../domain/units.ts';

/** So long a capture waits for a face that is sure: a blink of the detector must not make it fail. */
const PATIENCE = ms(1000);

/** Somebody asked for the mood of this second: the first sure reading after that is taken as it is. */
export class MoodCapture {
  #asked: Instant | undefined;

  ask(now: Instant): void {
    this.#asked = now;
  }

  /** What `capture` finds, once; `failed` once where it found nothing sure in time; nothing while there is nothing to do. */
  take<T extends object>(capture: () => T | undefined, now: Instant): T | 'failed' | undefined {
    if (this.#asked === undefined) return undefined;
    const late = elapsed(this.#asked, now) > PATIENCE;
    const captured = late ? 'failed' : capture();
    if (captured) this.#asked = undefined;
    return captured;
  }
}
