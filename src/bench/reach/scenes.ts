import type { FaceBox } from '../../domain/sight.ts';
import { px } from '../../domain/units.ts';
import type { GreyPicture } from '../../inference/grey-picture.ts';
import { cv, grayMat, owned } from '../../shared/opencv.ts';
import { seeded } from '../../shared/random.ts';
import type { Head } from './heads.ts';

/** Width of a face, metres, and the lens's horizontal angle of view, degrees. */
const FACE = 0.15;
const LENS = 70;
/** Where the oval of a head begins to fade into the room, as a share of its radius. */
const SOFT = 0.8;

/**
 * Light on the room: greys become `gain` times as bright, and `side` times that at the right-hand edge. `noise` is the sensor's, in greys.
 */
export type Light = { readonly name: string; readonly gain: number; readonly side: number; readonly noise: number };

export const LIGHTS: readonly Light[] = [
  { name: 'day', gain: 1, side: 1, noise: 2 },
  { name: 'evening', gain: 0.45, side: 1, noise: 4 },
  { name: 'window', gain: 1, side: 0.4, noise: 3 },
];

/** Width of a face, pixels, at a distance in metres in a picture of that width. */
export const faceWidth = (distance: number, width: number): number =>
  (FACE / (2 * distance * Math.tan(((LENS / 2) * Math.PI) / 180))) * width;

/** A picture with a head pasted in, and where its face is. */
export type Pasted = { readonly picture: GreyPicture; readonly face: FaceBox };

/** The head pasted into the room, its face `side` pixels wide with its middle at `x`, `y`. */
export function pasted(
  room: GreyPicture,
  head: Head,
  { side, x, y }: { readonly side: number; readonly x: number; readonly y: number },
): Pasted {
  const scale = side / head.face.width;
  const small = scaled(head.picture, scale);
  const left = Math.round(x - (head.face.x + head.face.width / 2) * scale);
  const top = Math.round(y - (head.face.y + head.face.height / 2) * scale);
  const gray = Uint8Array.from(room.gray);
  blend(gray, room.width, small, left, top);
  const at = (start: number, from: number) => px(Math.round(from + start * scale));
  return {
    picture: { ...room, gray },
    face: { x: at(head.face.x, left), y: at(head.face.y, top), width: px(Math.round(side)), height: px(Math.round(side)) },
  };
}

function scaled({ gray, width, height }: GreyPicture, scale: number): GreyPicture {
  const [across, down] = [Math.round(width * scale), Math.round(height * scale)];
  using mat = owned(grayMat(gray, width, height));
  using small = owned(mat.resize(down, across, 0, 0, scale < 1 ? cv.INTER_AREA : cv.INTER_CUBIC));
  return { width: px(across), height: px(down), gray: small.getData() };
}

/** Blends an oval of the head into the picture. */
function blend(gray: Uint8Array, width: number, head: GreyPicture, left: number, top: number): void {
  const height = gray.length / width;
  for (let row = Math.max(0, -top); row < Math.min(head.height, height - top); row += 1) {
    for (let column = Math.max(0, -left); column < Math.min(head.width, width - left); column += 1) {
      const radius = Math.hypot((2 * (column + 0.5)) / head.width - 1, (2 * (row + 0.5)) / head.height - 1);
      const share = Math.min(1, Math.max(0, (1 - radius) / (1 - SOFT)));
      const at = (top + row) * width + left + column;
      gray[at] = (gray[at] as number) * (1 - share) + (head.gray[row * head.width + column] as number) * share;
    }
  }
}

/** A picture in that light, with the sensor's noise; the same for the same seed. */
export function lit({ width, height, gray }: GreyPicture, { gain, side, noise }: Light, seed: number): GreyPicture {
  const random = seeded(seed);
  const across = Float32Array.from({ length: width }, (_, x) => gain * (1 + ((side - 1) * x) / width));
  const out = new Uint8Array(gray.length);
  for (let at = 0; at < gray.length; at += 1) {
    const grain = (random() + random() + random() - 1.5) * 2 * noise;
    out[at] = Math.min(255, Math.max(0, Math.round((gray[at] as number) * (across[at % width] as number) + grain)));
  }
  return { width, height, gray: out };
}
