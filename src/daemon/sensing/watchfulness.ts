import type { Pace } from '../../camera/port.ts';
import type { Sighting } from '../../domain/sight.ts';
import type { Instant } from '../../domain/units.ts';
import { elapsed, ms } from '../../domain/units.ts';

/** A face turned away for a moment, or missed by the detector, does not make the room empty. */
const IDLE_AFTER = ms(5000);

/** How closely to look, and when somebody was last in sight (at first: when looking began). */
export type Watchfulness = { readonly pace: Pace; readonly since: Instant };

/** The watchfulness after one more sighting. Starts at full pace; an empty room brings the idle pace after a while, a face the full one. */
export function watchfulness(before: Watchfulness | undefined, { at, faces }: Sighting): Watchfulness {
  if (before === undefined || faces.length > 0) return { pace: 'full', since: at };
  return elapsed(before.since, at) < IDLE_AFTER ? before : { pace: 'idle', since: before.since };
}
