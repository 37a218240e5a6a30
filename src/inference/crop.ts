import type { FaceBox, Frame } from '../domain/sight.ts';
import { area } from '../domain/sight.ts';
import type { Px } from '../domain/units.ts';
import { px } from '../domain/units.ts';
import type { GreyPicture } from './grey-picture.ts';
import type { FoundFace } from './port.ts';
import { resized } from './resample.ts';
import { upright } from './tilt.ts';

/** How a face becomes the network's input. It comes with the weights, in models/manifest.json. */
export type Preprocessing = {
  /** Side of the square input, pixels. */
  readonly side: number;
  /** Whether to equalise the histogram first (the paper's 7.1). Only for weights that were trained that way. */
  readonly equalise: boolean;
  /** How far a box is widened on each side, as a share of its size. */
  readonly margin: number;
};

/**
 * One face as the network was trained to see it: the box widened and clipped, resized to side x side, in [0, 1]; a tilted face turned
 * upright. Throws RangeError for a box that lies outside the picture.
 */
export function faceInput(picture: GreyPicture, box: FoundFace, how: Preprocessing): Float32Array {
  const region = faceRegion(picture, box, how);
  const face = box.tilt ? uprightFace(picture, box, box.tilt, how) : resized(picture, region, how.side);
  return how.equalise ? equalised(face) : face;
}

/** A tilted face, turned upright. */
function uprightFace(picture: GreyPicture, box: FaceBox, tilt: number, { margin, side }: Preprocessing): Float32Array {
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const { gray } = upright(picture, { x, y, length: Math.sqrt(area(box)) * (1 + 2 * margin), tilt }, side);
  return Float32Array.from(gray, (grey) => grey / 255);
}

/** The part of a picture that the network sees for a face: the box widened and clipped. Throws RangeError as `faceInput` does. */
export function faceRegion(picture: GreyPicture, box: FaceBox, how: Pick<Preprocessing, 'margin'>): FaceBox {
  const region = clipped(widened(box, how.margin), picture);
  if (!region) throw new RangeError(`a face at ${box.x},${box.y} lies outside the ${picture.width} x ${picture.height} picture`);
  return region;
}

/** Faces of the same length as one batch, [n, side, side, 1] flattened. */
export function batchOf(faces: readonly Float32Array[]): Float32Array {
  const size = faces[0]?.length ?? 0;
  const batch = new Float32Array(faces.length * size);
  for (const [index, face] of faces.entries()) batch.set(face, index * size);
  return batch;
}

/** The box with `margin` of its width and height added on each side, in whole pixels. */
export function widened(box: FaceBox, margin: number): FaceBox {
  const x = Math.round(box.width * margin);
  const y = Math.round(box.height * margin);
  return { x: px(box.x - x), y: px(box.y - y), width: px(box.width + 2 * x), height: px(box.height + 2 * y) };
}

/** The part of a box that lies inside a picture; undefined if none does. */
export function clipped(box: FaceBox, inside: { readonly width: Px; readonly height: Px }): FaceBox | undefined {
  const left = Math.max(0, box.x);
  const top = Math.max(0, box.y);
  const width = Math.min(inside.width, box.x + box.width) - left;
  const height = Math.min(inside.height, box.y + box.height) - top;
  return width > 0 && height > 0 ? { x: px(left), y: px(top), width: px(width), height: px(height) } : undefined;
}

/** The part of a picture inside a box, which must lie within the picture. A copy, unless the box is the whole picture. */
export function cutOut({ width, gray }: GreyPicture, box: FaceBox): GreyPicture {
  if (box.width === width && gray.length === width * box.height) return { width: box.width, height: box.height, gray };
  const cut = new Uint8Array(box.width * box.height);
  for (let row = 0, from = box.y * width + box.x; row < box.height; row += 1, from += width) {
    cut.set(gray.subarray(from, from + box.width), row * box.width);
  }
  return { width: box.width, height: box.height, gray: cut };
}

/** Converts a box from pixels of a frame to pixels of its source: its outline is rounded, lies inside the source and is at least 1 x 1. */
export function inSource(box: FaceBox, frame: Pick<Frame, 'width' | 'height' | 'source'>): FaceBox {
  const [x, width] = scaled(box.x, box.width, frame.width, frame.source.width);
  const [y, height] = scaled(box.y, box.height, frame.height, frame.source.height);
  return { x, y, width, height };
}

function scaled(start: number, length: number, from: number, to: number): [Px, Px] {
  const first = Math.min(to - 1, Math.max(0, Math.round((start * to) / from)));
  const last = Math.min(to, Math.max(first + 1, Math.round(((start + length) * to) / from)));
  return [px(first), px(last - first)];
}

/** Histogram equalisation over 256 greys, as OpenCV's equalizeHist does it. A picture of a single grey stays as it is. */
export function equalised(face: Float32Array): Float32Array {
  const counts = new Uint32Array(256);
  const greys = Uint8Array.from(face, (value) => Math.round(value * 255));
  for (const grey of greys) counts[grey] = (counts[grey] as number) + 1;
  const darkest = counts.findIndex((count) => count > 0);
  const others = face.length - (counts[darkest] ?? 0);
  if (others <= 0) return face;
  let below = -(counts[darkest] as number);
  const table = Float32Array.from(counts, (count) => {
    below += count;
    return Math.round((Math.max(0, below) * 255) / others) / 255;
  });
  return Float32Array.from(greys, (grey) => table[grey] as number);
}
