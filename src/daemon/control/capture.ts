import type { Emotion, Mood } from '../../domain/emotion.ts';
import { strongest } from '../../domain/emotion.ts';
import type { Instant, Share } from '../../domain/units.ts';
import { elapsed, ms } from '../../domain/units.ts';
import type { RoomReading } from '../../mood/reading.ts';

/**
 * What came of a capture: the mood that was read, and how sure that was; or the likeliest emotion of faces that are not sure enough; or why
 * nothing could be read: nobody was in sight, the camera is off, or no camera delivers pictures.
 */
export type CaptureOutcome =
  | { readonly kind: 'read'; readonly mood: Mood; readonly share: Share }
  | { readonly kind: 'unsure'; readonly emotion: Emotion; readonly share: Share }
  | { readonly kind: 'nobody' | 'off' | 'lost' };

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

/** Why a capture found nothing sure. */
export function failedCapture(reading: RoomReading, { on, blind }: { readonly on: boolean; readonly blind: boolean }): CaptureOutcome {
  if (reading.kind === 'nobody') return { kind: on ? (blind ? 'lost' : 'nobody') : 'off' };
  const emotion = strongest(reading.scores);
  return { kind: 'unsure', emotion, share: reading.scores[emotion] };
}
