import type { Grid } from './grid.ts';
import { meanOf } from './grid.ts';
import type { Sketch } from './sketch.ts';

/** Side of a patch of light, cells. */
const PATCH = 5;
/** Added to both greys of a ratio, so that one grey more or less near black does not count as a change of light. */
const DARK = 8;
/** Shares of the local and general change of light to subtract from each change: the factors are smooth, but lit rooms have edges. */
const LOCAL_DOUBT = 0.5;
const GENERAL_DOUBT = 0.15;

/**
 * The part of each cell's change from one sketch to the next that a change of light does not explain, in greys with sign. Both sketches
 * have the same size. A cell counts as changed only if it changed in the same direction with and without the light taken out, and then by
 * the smaller of the two amounts. The more the light changed there, the more is subtracted.
 */
export function unexplained(before: Sketch, now: Sketch): Float32Array {
  const light = lighting(before, now);
  const general = meanOf(light);
  const changes = new Float32Array(now.greys.length);
  for (let cell = 0; cell < changes.length; cell += 1) {
    const then = before.greys[cell] as number;
    const factor = light[cell] as number;
    const change = (now.greys[cell] as number) - then;
    const inLight = change - (then + DARK) * (factor - 1);
    if (change * inLight <= 0) continue;
    const doubt = (LOCAL_DOUBT * Math.abs(factor - general) + GENERAL_DOUBT * Math.abs(general - 1)) * (then + DARK);
    const least = Math.min(Math.abs(change), Math.abs(inLight)) - doubt;
    if (least > 0) changes[cell] = change > 0 ? least : -least;
  }
  return changes;
}

/**
 * How the light changed, as a factor for each cell: smooth over the room, and blind to anything smaller than a third of the picture. It is
 * the median of each patch of 5 x 5 cells, then the median of each patch and its neighbours, interpolated linearly between the patches'
 * middles.
 */
function lighting(before: Sketch, now: Sketch): Float32Array {
  const size = { across: Math.ceil(now.across / PATCH), down: Math.ceil(now.down / PATCH) };
  const patches = smoothed(patchFactors(before, now, size), size);
  const columns = Array.from({ length: now.across }, (_, column) => tap(column, size.across));
  const factors = new Float32Array(now.greys.length);
  for (let row = 0, cell = 0; row < now.down; row += 1) {
    const { low, high, share } = tap(row, size.down);
    for (const { low: left, high: right, share: x } of columns) {
      const upper = mix(patches[low * size.across + left] as number, patches[low * size.across + right] as number, x);
      const lower = mix(patches[high * size.across + left] as number, patches[high * size.across + right] as number, x);
      factors[cell] = mix(upper, lower, share);
      cell += 1;
    }
  }
  return factors;
}

function patchFactors(before: Sketch, now: Sketch, { across, down }: Grid): Float32Array {
  const inside = new Float32Array(PATCH * PATCH);
  return new Float32Array(across * down).map((_, patch) => {
    const [left, top] = [(patch % across) * PATCH, Math.floor(patch / across) * PATCH];
    const width = Math.min(PATCH, now.across - left);
    let count = 0;
    for (let row = top; row < Math.min(top + PATCH, now.down); row += 1) {
      for (let cell = row * now.across + left, end = cell + width; cell < end; cell += 1) {
        inside[count] = ((now.greys[cell] as number) + DARK) / ((before.greys[cell] as number) + DARK);
        count += 1;
      }
    }
    return median(inside, count);
  });
}

function smoothed(factors: Float32Array, { across, down }: Grid): Float32Array {
  const around = new Float32Array(9);
  return factors.map((_, patch) => {
    const [column, row] = [patch % across, Math.floor(patch / across)];
    let count = 0;
    for (let y = Math.max(0, row - 1); y <= Math.min(down - 1, row + 1); y += 1) {
      for (let x = Math.max(0, column - 1); x <= Math.min(across - 1, column + 1); x += 1) {
        around[count] = factors[y * across + x] as number;
        count += 1;
      }
    }
    return median(around, count);
  });
}

/** The two patches between whose middles a cell lies, and the weight of the second. */
function tap(cell: number, patches: number): { readonly low: number; readonly high: number; readonly share: number } {
  const place = Math.min(patches - 1, Math.max(0, (cell + 0.5) / PATCH - 0.5));
  const low = Math.floor(place);
  return { low, high: Math.min(patches - 1, low + 1), share: place - low };
}

/**
 * The median of the first `count` values, which are sorted in place: for so few, insertion sort is five times as fast as the built-in sort.
 */
function median(values: Float32Array, count: number): number {
  for (let next = 1; next < count; next += 1) {
    const value = values[next] as number;
    let at = next;
    for (; at > 0 && (values[at - 1] as number) > value; at -= 1) values[at] = values[at - 1] as number;
    values[at] = value;
  }
  return values[count >> 1] as number;
}

const mix = (a: number, b: number, share: number): number => a + (b - a) * share;
