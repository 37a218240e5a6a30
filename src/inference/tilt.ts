import { px } from '../domain/units.ts';
import type { GreyPicture } from './grey-picture.ts';

/** A pixel is the mean of at most this many samples across and as many down: more would cost more than the search itself. */
const FINEST = 2;

/** A square anywhere in a picture, in its pixels, turned clockwise by `tilt` degrees about its middle. */
export type TiltedSquare = { readonly x: number; readonly y: number; readonly length: number; readonly tilt: number };

/** Tilts are multiples of this, degrees: the cascade itself finds faces that are tilted by half a step. */
const STEP = 18;
/** The largest tilt searched for, degrees; heads up to half a step beyond it, some 45 degrees, are found too. */
const MOST = 36;

/** Tilts that a face may have now if it had `tilt` a moment ago, the likeliest first; degrees. */
export const tiltsNear = (tilt: number): readonly number[] => [tilt, tilt - STEP, tilt + STEP].filter((each) => Math.abs(each) <= MOST);

/** A distance from the middle of something, pixels. */
export type Offset = { readonly x: number; readonly y: number };

/** An offset, turned by that many degrees clockwise as seen in the picture. */
export function turnedOffset({ x, y }: Offset, degrees: number): Offset {
  const radians = (degrees * Math.PI) / 180;
  const [sine, cosine] = [Math.sin(radians), Math.cos(radians)];
  return { x: cosine * x - sine * y, y: sine * x + cosine * y };
}

/** The square as an upright picture of `side` x `side`; `x`, `y` is its middle. Pixels beyond the border repeat the border. */
export function upright(picture: GreyPicture, square: TiltedSquare, side: number): GreyPicture {
  const { length, tilt } = square;
  const pixel = length / side;
  const fine = Math.max(1, Math.min(FINEST, Math.round(pixel)));
  const [right, down] = [turnedOffset({ x: pixel / fine, y: 0 }, tilt), turnedOffset({ x: 0, y: pixel / fine }, tilt)];
  const gray = new Uint8Array(side * side);
  for (let row = 0; row < side; row += 1) {
    for (let column = 0; column < side; column += 1) {
      let sum = 0;
      for (let sub = 0; sub < fine * fine; sub += 1) {
        const across = column * fine + (sub % fine) + 0.5 - (side * fine) / 2;
        const along = row * fine + Math.floor(sub / fine) + 0.5 - (side * fine) / 2;
        sum += greyAt(picture, square.x + across * right.x + along * down.x - 0.5, square.y + across * right.y + along * down.y - 0.5);
      }
      gray[row * side + column] = Math.round(sum / (fine * fine));
    }
  }
  return { width: px(side), height: px(side), gray };
}

/** Bilinear interpolation; pixel centres are whole numbers. */
function greyAt({ width, height, gray }: GreyPicture, x: number, y: number): number {
  const [across, down] = [Math.min(width - 1, Math.max(0, x)), Math.min(height - 1, Math.max(0, y))];
  const [left, top] = [Math.floor(across), Math.floor(down)];
  const at = top * width + left;
  const [next, below] = [left + 1 < width ? 1 : 0, top + 1 < height ? width : 0];
  const upper = (gray[at] as number) + ((gray[at + next] as number) - (gray[at] as number)) * (across - left);
  const lower = (gray[at + below] as number) + ((gray[at + below + next] as number) - (gray[at + below] as number)) * (across - left);
  return upper + (lower - upper) * (down - top);
}
