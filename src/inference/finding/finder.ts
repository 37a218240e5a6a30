import type { CameraConfig, InferenceConfig } from '../../config/schema.ts';
import type { FaceFinder } from '../port.ts';
import type { Budget } from './budget.ts';
import type { FarSizes } from './far-faces.ts';
import { FarFaceFinder } from './far-faces.ts';
import { HaarFinder } from './haar.ts';
import { StillFinder } from './still.ts';
import { TrackingFaceFinder } from './tracking-finder.ts';
import { zonedSearcher } from './zoned-searcher.ts';

/** The camera settings that the finder needs. */
export type FinderSettings = Pick<CameraConfig, 'working_width' | 'reach'>;

/** The smallest face searched for, as a share of the picture's width. A face at 3 m (`far`: 4 m) in a 70 degree lens is 20 % larger. */
const LEAST: Readonly<Record<FinderSettings['reach'], number>> = { normal: 0.028, far: 0.021 };
/** From this multiple of `min_face` on, the search for large faces misses none. */
const RELIABLE = 1.33;

/**
 * The finder that the configuration asks for, for faces of all sizes. `follow` is false if the frames are unrelated. Throws `ModelError` if
 * the file is not a cascade.
 */
export async function openFinder(
  cascade: string,
  { inference, sight }: { readonly inference: InferenceConfig; readonly sight: FinderSettings },
  { follow, budget }: { readonly follow: boolean; readonly budget: Budget },
): Promise<FaceFinder> {
  const { scale_factor, neighbours, min_face } = inference;
  const haar = await HaarFinder.open(cascade, { scale_factor, neighbours, min_face, working_width: sight.working_width });
  const finder = zonedSearcher(haar);
  const sizes = farSizes(inference, sight);
  return follow
    ? new TrackingFaceFinder(finder, { budget, far: new FarFaceFinder(finder, budget, sizes) })
    : new StillFinder(finder, sizes);
}

const farSizes =
  ({ min_face }: Pick<InferenceConfig, 'min_face'>, { working_width, reach }: FinderSettings): FarSizes =>
  ({ width }) => ({
    least: Math.round(LEAST[reach] * width),
    most: Math.round((RELIABLE * min_face * width) / Math.min(width, working_width)),
  });
