import type { Instant } from '../domain/units.ts';
import { later, ms } from '../domain/units.ts';

/**
 * The names of cameras that are not working. `interrupted` ones lost their connection a moment ago, and what they last saw still counts.
 */
export type Losses = { readonly interrupted: ReadonlySet<string>; readonly lost: ReadonlySet<string> };

export const NO_LOSSES: Losses = { interrupted: new Set(), lost: new Set() };

/** What a camera saw counts as what it sees now until `freshUntil`. */
type Fresh = { readonly freshUntil: Instant };

/** A camera that has shown nothing for so long sees nobody now. */
const STALE = ms(1000);
/** What an interrupted camera last saw is renewed by each tick, once a second; this is a little longer. */
const HELD = ms(2000);

export const freshFrom = (at: Instant): Instant => later(at, STALE);
export const isFresh = ({ freshUntil }: Fresh, at: Instant): boolean => at < freshUntil;

/**
 * The views of interrupted cameras as if they had just been seen, and those of lost ones as out of date. A view that was out of date
 * `before`, because the camera hung before its connection broke, stays so.
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
