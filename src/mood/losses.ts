import type { Instant } from '../domain/units.ts';
import { elapsed, later, ms } from '../domain/units.ts';

/**
 * The names of cameras that are not working. `interrupted` ones lost their connection a moment ago, and what they last saw still counts.
 */
export type Losses = { readonly interrupted: ReadonlySet<string>; readonly lost: ReadonlySet<string> };

export const NO_LOSSES: Losses = { interrupted: new Set(), lost: new Set() };

/** Until `freshUntil`, what a camera saw last counts as what it sees now. */
type Fresh = { readonly freshUntil: Instant };

/** A camera that has sent no picture for this long sees nobody now… */
const STALE = ms(1000);
/** … unless its pictures usually come less often. Then it has this many times as long as between the last two, up to `LATEST`. */
const LATE = 1.5;
const LATEST = ms(3000);
/** Each tick, once a second, renews what an interrupted camera last saw; this is a little longer than a tick. */
const HELD = ms(2000);

/** How long a picture of this moment counts, if the one before it is of `previous`. */
export const freshFrom = (at: Instant, previous = at): Instant =>
  later(at, ms(Math.min(LATEST, Math.max(STALE, LATE * elapsed(previous, at)))));
export const isFresh = ({ freshUntil }: Fresh, at: Instant): boolean => at < freshUntil;

/**
 * Treats the views of interrupted cameras as just seen, and those of lost cameras as out of date. A view that was already out of date at
 * `before`, because the camera hung before its connection broke, stays out of date.
 */
export function held<View extends Fresh>(
  views: ReadonlyMap<string, View>,
  { interrupted, lost }: Losses,
  before: Instant,
  at: Instant,
): ReadonlyMap<string, View> {
  if (interrupted.size + lost.size === 0) return views;
  const until = (camera: string, view: View): Instant => {
    if (lost.has(camera) && isFresh(view, at)) return at;
    return interrupted.has(camera) && isFresh(view, before) ? later(at, HELD) : view.freshUntil;
  };
  return new Map([...views].map(([camera, view]) => [camera, { ...view, freshUntil: until(camera, view) }]));
}
