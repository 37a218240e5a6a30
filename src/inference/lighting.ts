import type { Sketch } from './movement.ts';

/** Side of a patch of light, cells. */
const PATCH = 5;
/** Added to both greys of a ratio, so that near black a grey more or less is no change of light. */
const DARK = 8;

/**
 * How the light changed from one sketch to the next, as a factor for each cell: smooth over the room, and blind to anything smaller than
 * a third of the picture. The median of each patch of 5 x 5 cells, then the median of each patch and its neighbours.
 */
export function lighting(before: Sketch, now: Sketch): Float32Array {
  const [wide, high] = [Math.ceil(now.across / PATCH), Math.ceil(now.down / PATCH)];
  const patches = smoothed(patchRatios(before, now, wide, high), wide, high);
  const factors = new Float32Array(now.greys.length);
  for (let row = 0, cell = 0; row < now.down; row += 1) {
    const y = between((row + 0.5) / PATCH - 0.5, high);
    for (let column = 0; column < now.across; column += 1, cell += 1) {
      const x = between((column + 0.5) / PATCH - 0.5, wide);
      const [left, top] = [Math.floor(x), Math.floor(y)];
      const at = top * wide + left;
      const right = left + 1 < wide ? 1 : 0;
      const below = top + 1 < high ? wide : 0;
      const upper = mix(patches[at] as number, patches[at + right] as number, x - left);
      factors[cell] = mix(upper, mix(patches[at + below] as number, patches[at + below + right] as number, x - left), y - top);
    }
  }
  return factors;
}

function patchRatios(before: Sketch, now: Sketch, wide: number, high: number): Float32Array {
  const ratios = new Float32Array(wide * high);
  const inside = new Float32Array(PATCH * PATCH);
  for (let patch = 0; patch < ratios.length; patch += 1) {
    let count = 0;
    const [left, top] = [(patch % wide) * PATCH, Math.floor(patch / wide) * PATCH];
    for (let row = top; row < Math.min(top + PATCH, now.down); row += 1) {
      for (let cell = row * now.across + left; cell < row * now.across + Math.min(left + PATCH, now.across); cell += 1, count += 1) {
        inside[count] = ((now.greys[cell] as number) + DARK) / ((before.greys[cell] as number) + DARK);
      }
    }
    ratios[patch] = median(inside.subarray(0, count));
  }
  return ratios;
}

function smoothed(ratios: Float32Array, wide: number, high: number): Float32Array {
  const around = new Float32Array(9);
  return ratios.map((_ratio, patch) => {
    let count = 0;
    const [column, row] = [patch % wide, Math.floor(patch / wide)];
    for (let y = Math.max(0, row - 1); y <= Math.min(high - 1, row + 1); y += 1) {
      for (let x = Math.max(0, column - 1); x <= Math.min(wide - 1, column + 1); x += 1, count += 1) around[count] = ratios[y * wide + x] as number;
    }
    return median(around.subarray(0, count));
  });
}

const median = (values: Float32Array): number => values.sort()[values.length >> 1] as number;
const between = (place: number, length: number): number => Math.min(length - 1, Math.max(0, place));
const mix = (a: number, b: number, share: number): number => a + (b - a) * share;
