import type { Mat } from '@u4/opencv4nodejs';
import type { Frame } from '../domain/sight.ts';
import { px } from '../domain/units.ts';
import { cv, grayMat, owned } from '../shared/opencv.ts';

/** A picture from a source, in grey; `source` is the size in which it was delivered. */
export type Picture = Pick<Frame, 'width' | 'height' | 'source' | 'gray'>;

/** Wider pictures are reduced to this width, pixels: a face at 4 m is then 50 pixels wide, which is all that the network needs. */
export const WIDEST = 1920;

/**
 * Makes a picture of a Mat with one channel or three (BGR), reduced to `widest` pixels across if it is wider. The caller still has to
 * release the Mat. Runs on the main thread: at camera sizes this takes less time than a hop to another thread.
 */
export function pictureOf(raw: Mat, widest: number = WIDEST): Picture {
  using converted = raw.channels === 1 ? undefined : owned(raw.cvtColor(cv.COLOR_BGR2GRAY));
  const gray = converted ?? raw;
  const width = Math.min(Math.round(widest), gray.cols);
  const height = Math.max(1, Math.round((gray.rows * width) / gray.cols));
  using shrunk = width === gray.cols ? undefined : owned(gray.resize(height, width, 0, 0, cv.INTER_AREA));
  return {
    width: px(width),
    height: px(height),
    source: { width: px(gray.cols), height: px(gray.rows) },
    gray: (shrunk ?? gray).getData(),
  };
}

/** A frame of its source's full size, reduced as `clipFrames` would have delivered it with that limit to its width. */
export function narrowed(frame: Frame, widest: number = WIDEST): Frame {
  if (frame.width <= widest) return frame;
  using whole = owned(grayMat(frame.gray, frame.width, frame.height));
  return { ...frame, ...pictureOf(whole, widest), source: frame.source };
}
