import type { FaceBox, Frame } from '../../domain/sight.ts';
import { area } from '../../domain/sight.ts';
import { px } from '../../domain/units.ts';

/** How far around its last place a face is searched for, on each side, as a share of its size. */
const MARGIN = 0.25;
/** A face is shrunk (or enlarged) to this width before the search, pixels; the cascade's own window has 24. */
const FACE = 36;
/** The factors by which a face may have shrunk or grown since. */
const SHRUNK = 0.75;
const GROWN = 1.35;

/** The part of a frame in which a known face is searched for, and the sizes that it may have there. */
export type SearchWindow = {
  /** A square in pixels of the frame, inside it. */
  readonly region: FaceBox;
  /** Side of the picture that is made of the region, pixels. It is always the same, so that the cascade can keep its tables. */
  readonly side: number;
  /** Smallest and largest face in that picture, pixels. */
  readonly least: number;
  readonly most: number;
};

/**
 * The window around a face that was at `box`: its size follows the face's, and it is moved inwards where it would leave the frame. The face
 * is about `face` pixels wide in it.
 */
export function searchWindow(box: FaceBox, frame: Pick<Frame, 'width' | 'height'>, face: number = FACE): SearchWindow {
  const real = Math.sqrt(area(box));
  const length = Math.max(1, Math.min(Math.round(real * (1 + 2 * MARGIN)), frame.width, frame.height));
  const start = (centre: number, end: number) => px(Math.max(0, Math.min(end - length, Math.round(centre - length / 2))));
  const side = Math.round(face * (1 + 2 * MARGIN));
  const shown = (real * side) / length;
  return {
    region: {
      x: start(box.x + box.width / 2, frame.width),
      y: start(box.y + box.height / 2, frame.height),
      width: px(length),
      height: px(length),
    },
    side,
    least: Math.round(shown * SHRUNK),
    most: Math.round(shown * GROWN),
  };
}

/** Converts a box from pixels of the window's picture to pixels of the frame. */
export function outOfWindow(box: FaceBox, { region, side }: SearchWindow): FaceBox {
  const scale = region.width / side;
  return {
    x: px(region.x + Math.round(box.x * scale)),
    y: px(region.y + Math.round(box.y * scale)),
    width: px(Math.round(box.width * scale)),
    height: px(Math.round(box.height * scale)),
  };
}
