import type { FaceBox } from '../domain/sight.ts';
import type { GreyPicture } from './grey-picture.ts';

/**
 * A region of a picture as side x side values in [0, 1]. Pixel centres lie at halves, and nothing beyond the region is used. A region less
 * than three times as large as the result is resized bilinearly, as PyTorch and OpenCV do. In a larger one that would use only a few of the
 * pixels, so each value is the mean of all the pixels it covers.
 */
export function resized(picture: GreyPicture, region: FaceBox, side: number): Float32Array {
  return Math.min(region.width, region.height) >= 3 * side ? averaged(picture, region, side) : interpolated(picture, region, side);
}

function interpolated(picture: GreyPicture, region: FaceBox, side: number): Float32Array {
  const across = taps(region.width, side);
  const down = taps(region.height, side);
  const out = new Float32Array(side * side);
  let at = 0;
  for (const row of down) {
    const upper = (region.y + row.low) * picture.width + region.x;
    const lower = (region.y + row.high) * picture.width + region.x;
    for (const { low, high, weight } of across) {
      const above = mix(picture.gray[upper + low] as number, picture.gray[upper + high] as number, weight);
      const below = mix(picture.gray[lower + low] as number, picture.gray[lower + high] as number, weight);
      out[at] = mix(above, below, row.weight) / 255;
      at += 1;
    }
  }
  return out;
}

/** In whole pixels: a pixel on the border between two values counts for one of them. */
function averaged({ width, gray }: GreyPicture, region: FaceBox, side: number): Float32Array {
  const column = new Uint16Array(region.width);
  for (let x = 0; x < region.width; x += 1) column[x] = Math.floor((x * side) / region.width);
  const sums = new Float32Array(side * side);
  const counts = new Uint32Array(side * side);
  for (let y = 0; y < region.height; y += 1) {
    const row = Math.floor((y * side) / region.height) * side;
    const from = (region.y + y) * width + region.x;
    for (let x = 0; x < region.width; x += 1) {
      const at = row + (column[x] as number);
      sums[at] = (sums[at] as number) + (gray[from + x] as number);
      counts[at] = (counts[at] as number) + 1;
    }
  }
  for (let at = 0; at < sums.length; at += 1) sums[at] = (sums[at] as number) / (255 * (counts[at] as number));
  return sums;
}

type Tap = { readonly low: number; readonly high: number; readonly weight: number };

/** For each place of the output, its two neighbours in the input and the weight of the second. */
function taps(length: number, side: number): readonly Tap[] {
  return Array.from({ length: side }, (_, index) => {
    const at = Math.max(0, ((index + 0.5) * length) / side - 0.5);
    const low = Math.min(length - 1, Math.floor(at));
    return { low, high: Math.min(length - 1, low + 1), weight: at - low };
  });
}

const mix = (a: number, b: number, weight: number): number => a + (b - a) * weight;
