import type { Frame } from '../domain/sight.ts';
import { px } from '../domain/units.ts';
import { cv, grayMat, owned } from '../shared/opencv.ts';
import type { GreyPicture } from './grey-picture.ts';
import type { Sketch } from './motion/sketch.ts';
import { sketchOf, withoutZones } from './motion/sketch.ts';

/** Movement is looked for at this width, pixels, whatever the camera delivers: the thresholds of `moved` are tuned to it. */
const SKETCHED = 320;

/** What several parts of this room derive from the same frame. Each is made once, when it is first needed. */
export type FrameViews = {
  /** The frame reduced to at most `width` pixels across, in the same shape; the frame itself if it is no wider. */
  readonly reducedTo: (width: number) => GreyPicture;
  /**
   * The sketch of the frame at 320 pixels of width: compare it with that of an earlier frame (`moved`). Nothing moves in the ignored parts.
   */
  readonly sketch: Sketch;
};

/** The views already made of a frame. They must not hold the frame: V8 would then free neither of them before the next full collection. */
type CachedViews = { readonly pictures: Map<number, GreyPicture>; sketch?: Sketch };

const cache = new WeakMap<Frame, CachedViews>();

/** The views of a frame; every call for the same frame gets the same pictures. */
export function frameViews(frame: Frame): FrameViews {
  const cached: CachedViews = cache.get(frame) ?? { pictures: new Map() };
  cache.set(frame, cached);
  const reducedTo = (width: number): GreyPicture => {
    if (Math.round(width) >= frame.width) return frame;
    const reduced = cached.pictures.get(width) ?? reducedPicture(frame, width);
    cached.pictures.set(width, reduced);
    return reduced;
  };
  return {
    reducedTo,
    get sketch() {
      cached.sketch ??= withoutZones(sketchOf(reducedTo(SKETCHED)), frame.ignored ?? []);
      return cached.sketch;
    },
  };
}

/**
 * Each grey is the mean of the pixels it covers, so that sensor noise shrinks with the picture. When it covers fewer than two in a row, the
 * bilinear mean of the nearest four does just as well in a fifth of the time.
 */
function reducedPicture(frame: Frame, target: number): GreyPicture {
  const width = Math.round(target);
  const height = Math.max(1, Math.round((frame.height * width) / frame.width));
  using start = owned(grayMat(frame.gray, frame.width, frame.height));
  // Two quick halvings take less than half the time of one reduction to a quarter.
  using halved =
    frame.width >= 4 * width
      ? owned(start.resize(Math.round(frame.height / 2), Math.round(frame.width / 2), 0, 0, cv.INTER_AREA))
      : undefined;
  const from = halved ?? start;
  using small = owned(from.resize(height, width, 0, 0, from.cols < 2 * width ? cv.INTER_LINEAR : cv.INTER_AREA));
  return { width: px(width), height: px(height), gray: small.getData() };
}
