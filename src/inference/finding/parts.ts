import type { FaceBox, Frame } from '../../domain/sight.ts';
import { px } from '../../domain/units.ts';

/** The cascade's own window, pixels: smaller faces cannot be found. */
const LEAST = 24;
/**
 * Face sizes searched in one reduced picture, in its pixels. Each range ends well above where the next begins: hits of neighbouring sizes
 * together make a face.
 */
const BEGIN = 27;
const END = 66;
/** The last range may extend up to this, so that a few sizes do not need one more reduction. */
const LAST_END = 100;
/** Size of the largest part, pixels of the reduced picture. */
const WIDTH = 480;
const HEIGHT = 400;

/** A part of a frame that one search covers for a range of face sizes. */
export type Part = {
  /** In pixels of the frame. */
  readonly region: FaceBox;
  /** Size of the picture that is made of the region, pixels. */
  readonly width: number;
  readonly height: number;
  /** The smallest and the largest face in that picture, pixels. */
  readonly least: number;
  readonly most: number;
};

/** Sizes of faces, pixels of the frame. */
export type Range = { readonly least: number; readonly most: number };

/** The parts of a frame that together show every face of those sizes whole. Empty if the range is empty. */
export function partsOf(frame: Pick<Frame, 'width' | 'height'>, { least, most }: Range): readonly Part[] {
  const parts: Part[] = [];
  let by = 1;
  while (least / by >= 2 * LEAST) by *= 2;
  for (let begin = Math.max(LEAST, Math.round(least / by)); begin * by < most; by *= 2, begin = BEGIN) {
    const last = most / by <= LAST_END;
    const end = Math.round(last ? most / by : END);
    parts.push(...tiles(frame, by, { least: begin, most: end }));
    if (last) break;
  }
  return parts;
}

/** The part around a face: its width in face widths, and the width of the face in it, pixels. */
const FACES = 6;
const SHOWN = 40;

/** The part in which to look for a walking person's face that was at `face` a moment ago: two and a half face widths to each side. */
export function partAround(face: FaceBox, frame: Pick<Frame, 'width' | 'height'>): Part {
  const side = Math.min(FACES * face.width, frame.width, frame.height);
  const start = (middle: number, end: number) => px(Math.max(0, Math.min(end - side, Math.round(middle - side / 2))));
  const shown = (FACES * SHOWN * face.width) / side;
  return {
    region: {
      x: start(face.x + face.width / 2, frame.width),
      y: start(face.y + face.height / 2, frame.height),
      width: px(side),
      height: px(side),
    },
    width: FACES * SHOWN,
    height: FACES * SHOWN,
    least: Math.max(LEAST, Math.round(shown * 0.8)),
    most: Math.round(shown * 1.35),
  };
}

/** Neighbouring tiles overlap by the largest face. */
function tiles({ width, height }: Pick<Frame, 'width' | 'height'>, by: number, { least, most }: Range): Part[] {
  const across = spread(Math.floor(width / by), WIDTH, most);
  const down = spread(Math.floor(height / by), HEIGHT, most);
  return down.starts.flatMap((y) =>
    across.starts.map((x) => ({
      region: { x: px(x * by), y: px(y * by), width: px(across.length * by), height: px(down.length * by) },
      width: across.length,
      height: down.length,
      least,
      most: Math.min(most, across.length, down.length),
    })),
  );
}

/** Covers the length `whole` with equal pieces that are no longer than `most` and overlap by at least `overlap`. */
function spread(whole: number, most: number, overlap: number): { readonly length: number; readonly starts: readonly number[] } {
  const count = whole <= most ? 1 : Math.ceil((whole - overlap) / (most - overlap));
  const length = Math.min(whole, Math.ceil((whole + (count - 1) * overlap) / count));
  const step = count === 1 ? 0 : (whole - length) / (count - 1);
  return { length, starts: Array.from({ length: count }, (_, index) => Math.floor(index * step)) };
}
