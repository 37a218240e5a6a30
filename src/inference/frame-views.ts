import type { Frame } from '../domain/sight.ts';
import { px } from '../domain/units.ts';
import { cv, grayMat, owned } from '../shared/opencv.ts';
import type { GreyPicture } from './grey-picture.ts';
import type { Sketch } from './motion/sketch.ts';
import { sketchOf } from './motion/sketch.ts';

/** The width at which movement is looked for, pixels, whatever the camera delivers: the thresholds of `moved` are meant for it. */
const SKETCHED = 320;

/** What several parts of this room want to know of the same frame: each of it is made once, when it is first asked for. */
export type FrameViews = {
  /** The frame in the same shape and at most `width` pixels wide; the frame itself where it is no wider. */
  readonly reducedTo: (width: number) => GreyPicture;
  /** The sketch of the frame at 320 pixels of width: compare it with that of an earlier frame (`moved`). */
  readonly sketch: Sketch;
};

/** What was made of a frame. It must not hold the frame: V8 would then free neither of them before the next full collection. */
type Made = { readonly pictures: Map<number, GreyPicture>; sketch?: Sketch };

const made = new WeakMap<Frame, Made>();

/** The glance at a frame; whoever asks for one of the same frame gets the same pictures. */
export function frameViews(frame: Frame): FrameViews {
  const known: Made = made.get(frame) ?? { pictures: new Map() };
  made.set(frame, known);
  const reducedTo = (width: number): GreyPicture => {
    if (Math.round(width) >= frame.width) return frame;
    const reduced = known.pictures.get(width) ?? reducedPicture(frame, width);
    known.pictures.set(width, reduced);
    return reduced;
  };
  return {
    reducedTo,
    get sketch() {
      known.sketch ??= sketchOf(reducedTo(SKETCHED));
      return known.sketch;
    },
  };
}

/**
 * Each grey is the mean of the pixels that it stands for, so that a sensor's noise shrinks with the picture. Where these are fewer than two in a
 * row, the mean of the nearest four is as good and takes a fifth of the time.
 */
function reducedPicture(frame: Frame, most: number): GreyPicture {
  const width = Math.round(most);
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
