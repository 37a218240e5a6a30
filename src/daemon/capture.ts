import type { Instant } from '../domain/units.ts';
import { elapsed, ms } from '../domain/units.ts';
import type { RoomState } from '../mood/room.ts';
import { captureRoom } from '../mood/room.ts';

/** So long a capture waits for a face that is sure: a blink of the detector must not make it fail. */
const PATIENCE = ms(1000);

/** Somebody asked for the mood of this second: the first sure reading after that is taken as it is. */
export class Capture {
  #asked: Instant | undefined;

  ask(now: Instant): void {
    this.#asked = now;
  }

  /** The room as captured, once; `failed` once where nothing sure was seen in time; nothing while there is nothing to do. */
  take(room: RoomState, now: Instant): RoomState | 'failed' | undefined {
    if (this.#asked === undefined) return undefined;
    const late = elapsed(this.#asked, now) > PATIENCE;
    const captured = late ? 'failed' : captureRoom(room, now);
    if (captured) this.#asked = undefined;
    return captured;
  }
}
