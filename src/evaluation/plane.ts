import { px } from '../domain/units.ts';
import type { GreyPicture } from '../inference/grey-picture.ts';
import { normal, seeded } from '../shared/random.ts';

/** A square grey picture, row by row: 0 is black and 1 white. Effects that follow one another do not round to whole greys in between. */
export type Plane = { readonly side: number; readonly values: Float32Array };

export const planeOf = ({ width, gray }: GreyPicture): Plane => ({ side: width, values: Float32Array.from(gray, (grey) => grey / 255) });

export const greyPictureOf = ({ side, values }: Plane): GreyPicture => ({
  width: px(side),
  height: px(side),
  gray: Uint8Array.from(values, (value) => Math.round(255 * clamped(value))),
});

export const clamped = (value: number): number => Math.min(1, Math.max(0, value));

/** Each value from what was there and its place; places are -1 to 1 from left to right and from top to bottom. */
export function painted({ side, values }: Plane, of: (value: number, across: number, down: number) => number): Plane {
  const place = (at: number): number => (at - (side - 1) / 2) / (side / 2);
  return { side, values: values.map((value, at) => of(value, place(at % side), place(Math.floor(at / side)))) };
}

/** Gaussian noise of that standard deviation, in greys of 255; the same for the same seed. */
export function withNoise({ side, values }: Plane, sigma: number, seed: number): Plane {
  const random = seeded(seed);
  return { side, values: values.map((value) => clamped(value + (sigma / 255) * normal(random))) };
}

/** How much of each pixel of a row goes into one pixel of the result. */
type Weights = readonly (readonly [from: number, weight: number])[];

/** Fewer pixels: each is the mean of those that it covers. */
export const shrunk = (plane: Plane, side: number): Plane => bothWays(plane, shares(plane.side, side));

/** More pixels, by bilinear interpolation. */
export const grown = (plane: Plane, side: number): Plane => bothWays(plane, between(plane.side, side));

/** Out of focus: a Gaussian blur, `sigma` in pixels. Beyond the border is what the border shows. */
export const blurred = (plane: Plane, sigma: number): Plane =>
  bothWays(
    plane,
    spread(plane.side, Math.ceil(4 * sigma), (offset) => Math.exp(-(offset ** 2) / (2 * sigma ** 2))),
  );

/** In motion: smeared across an odd number of pixels. */
export function smeared({ side, values }: Plane, length: number): Plane {
  const weights = spread(side, (length - 1) / 2, () => 1);
  return { side, values: alongRows(values, side, side, weights) };
}

function shares(from: number, to: number): readonly Weights[] {
  return Array.from({ length: to }, (_, at) => {
    const [first, last] = [(at * from) / to, ((at + 1) * from) / to];
    const covered = Array.from({ length: Math.ceil(last) - Math.floor(first) }, (_each, offset) => Math.floor(first) + offset);
    return covered.map((pixel) => [pixel, ((Math.min(last, pixel + 1) - Math.max(first, pixel)) * to) / from] as const);
  });
}

function between(from: number, to: number): readonly Weights[] {
  return Array.from({ length: to }, (_, at) => {
    const place = Math.max(0, ((at + 0.5) * from) / to - 0.5);
    const low = Math.min(from - 1, Math.floor(place));
    return [[low, 1 - (place - low)] as const, [Math.min(from - 1, low + 1), place - low] as const];
  });
}

function spread(side: number, reach: number, weightOf: (offset: number) => number): readonly Weights[] {
  const offsets = Array.from({ length: 2 * reach + 1 }, (_, at) => at - reach);
  const total = offsets.reduce((sum, offset) => sum + weightOf(offset), 0);
  const inside = (at: number): number => Math.min(side - 1, Math.max(0, at));
  return Array.from({ length: side }, (_, at) => offsets.map((offset) => [inside(at + offset), weightOf(offset) / total] as const));
}

/** The same weights along the rows and along the columns. */
function bothWays({ side, values }: Plane, weights: readonly Weights[]): Plane {
  const to = weights.length;
  const rows = transposed(alongRows(values, side, side, weights), to, side);
  return { side: to, values: transposed(alongRows(rows, side, to, weights), to, to) };
}

/** Each of `height` rows of `width` pixels, as rows of `weights.length`. */
function alongRows(values: Float32Array, width: number, height: number, weights: readonly Weights[]): Float32Array {
  const result = new Float32Array(height * weights.length);
  for (let row = 0; row < height; row += 1) {
    for (const [column, taps] of weights.entries()) {
      let sum = 0;
      for (const [from, weight] of taps) sum += (values[row * width + from] as number) * weight;
      result[row * weights.length + column] = sum;
    }
  }
  return result;
}

const transposed = (values: Float32Array, width: number, height: number): Float32Array =>
  values.map((_, at) => values[(at % height) * width + Math.floor(at / height)] as number);
