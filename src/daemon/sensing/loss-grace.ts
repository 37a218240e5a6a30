import type { CameraState } from '../../domain/report.ts';
import type { Instant } from '../../domain/units.ts';
import { elapsed, ms } from '../../domain/units.ts';

/**
 * How long after its last picture a camera with a broken connection is still reported as watching. It is opened again after about 0.5, 1.5
 * and 3.5 s, and a network camera may need two seconds to show a picture, so a short break is over by then and no automation needs to hear
 * of it.
 */
export const GRACE = ms(6000);

/** When a camera last showed a picture, and its state then. */
export type LastPicture = { readonly at: Instant; readonly state: CameraState };

/**
 * Whether a camera is lost, but so recently that it counts as watching. One that has shown nothing since it was switched on is lost at
 * once.
 */
export const isInterrupted = (state: CameraState, last: LastPicture | undefined, at: Instant): last is LastPicture =>
  state.kind === 'lost' && last !== undefined && elapsed(last.at, at) < GRACE;
