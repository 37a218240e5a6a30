import type { Pace } from '../../camera/port.ts';
import type { Sighting } from '../../domain/sight.ts';
import type { Instant } from '../../domain/units.ts';
import { elapsed, ms } from '../../domain/units.ts';

/** A face that is turned away for a moment, or a finder that blinks, is no empty room. */
const IDLE_AFTER = ms(5000);

/** How closely to look, and when somebody was last in sight; where nobody was yet, when the looking began. */
export type Watchfulness = { readonly pace: Pace; readonly since: Instant };

/** After one more sighting: the first face asks for the full pace, an empty room for the idle one after a while. Looking begins at the full pace. */
export function watchfulness(before: Watchfulness | undefined, { at, faces }: Sighting): Watchfulness {
  if (before === undefined || faces.length > 0) return { pace: 'full', since: at };
  return elapsed(before.since, at) < IDLE_AFTER ? before : { pace: 'idle', since: before.since };
}
