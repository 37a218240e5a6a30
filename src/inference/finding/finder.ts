import type { CameraConfig, InferenceConfig } from '../../config/schema.ts';
import type { FaceFinder } from '../port.ts';
import type { Budget } from './budget.ts';
import type { FarSizes } from './far-faces.ts';
import { FarFaceFinder } from './far-faces.ts';
import { HaarFinder } from './haar.ts';
import { StillFinder } from './still.ts';
import { TrackingFaceFinder } from './tracking-finder.ts';

/** What the finder wants to know of the camera. */
export type FinderSettings = Pick<CameraConfig, 'working_width' | 'reach'>;

/** The smallest face that counts, as a share of the picture's width: at 3 and at 4 m it is a fifth larger through a lens of 70 degrees. */
const LEAST: Readonly<Record<FinderSettings['reach'], number>> = { normal: 0.028, far: 0.021 };
/** From this many smallest large faces on, the search for large faces misses none. */
const SURE = 1.33;

/**
 * Finds all faces that the configuration asks for. `follow` is false where the frames are no moments of one scene. Throws `ModelError` for a
 * file that is no cascade.
 */
export async function openFinder(
  cascade: string,
  { inference, sight }: { readonly inference: InferenceConfig; readonly sight: FinderSettings },
  { follow, budget }: { readonly follow: boolean; readonly budget: Budget },
): Promise<FaceFinder> {
  const { scale_factor, neighbours, min_face } = inference;
  const finder = await HaarFinder.open(cascade, { scale_factor, neighbours, min_face, working_width: sight.working_width });
  const sizes = farSizes(inference, sight);
  return follow
    ? new TrackingFaceFinder(finder, { budget, far: new FarFaceFinder(finder, budget, sizes) })
    : new StillFinder(finder, sizes);
}

const farSizes =
  ({ min_face }: Pick<InferenceConfig, 'min_face'>, { working_width, reach }: FinderSettings): FarSizes =>
  ({ width }) => ({
    least: Math.round(LEAST[reach] * width),
    most: Math.round((SURE * min_face * width) / Math.min(width, working_width)),
  });
