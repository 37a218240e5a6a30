import type { Ms } from '../../domain/units.ts';
import { ms } from '../../domain/units.ts';
import type { Grid } from './grid.ts';
import { connectedGroups, dilated } from './grid.ts';

/** A cell has changed if it did so by more than this, greys, whatever is usual there. */
const CHANGE = 6;
/** A cut changes at least this many cells, and at least this share of the rectangle around them: a laptop at 3 m is 4 x 3 cells. */
const CELLS = 8;
const FILLED = 0.8;
/** At most this share of those cells also changed right before or after: anything that moves does not stop within a third of a second. */
const LASTS = 0.4;
/** The cuts that make a screen. */
const CUTS = 3;
/** Cuts are forgotten with this time constant; at most `MOST` are kept, so that a paused film counts as a screen for nine minutes. */
const FORGET = ms(300_000);
const MOST = 20;

/** Where cuts were seen, as a leaky count for each cell, and which cells changed in the last two sketches, the newest first. */
export type Screens = { readonly cuts: Float32Array; readonly changed: readonly Uint8Array[] };

export const noScreens = ({ across, down }: Grid): Screens => ({ cuts: new Float32Array(across * down), changed: [] });

/**
 * Learns where screens are from the changes (greys) of one sketch, `passed` after the one before. Films are cut: at a cut a filled
 * rectangle changes at once and shows another picture from then on. People and curtains change at their outlines, over several sketches.
 */
export function learnScreens({ cuts, changed }: Screens, changes: Float32Array, grid: Grid, passed: Ms): Screens {
  const after = new Uint8Array(changes.length);
  for (let cell = 0; cell < after.length; cell += 1) after[cell] = Math.abs(changes[cell] as number) > CHANGE ? 1 : 0;
  const fade = Math.exp(-passed / FORGET);
  const faded = cuts.map((count) => count * fade);
  const [at, before] = changed;
  if (at && before) {
    for (const group of connectedGroups(at, grid)) {
      if (!isCut(group, before, after, grid)) continue;
      for (const cell of group) faded[cell] = Math.min(MOST, (faded[cell] as number) + 1);
    }
  }
  return { cuts: faded, changed: at ? [after, at] : [after] };
}

/** The marks of one sketch without those of cells that belong to a screen or lie beside one. */
export function offScreen({ cuts }: Screens, marks: Int8Array, grid: Grid): Int8Array {
  const around = dilated(cuts, grid);
  const left = marks.slice();
  for (let cell = 0; cell < left.length; cell += 1) if ((around[cell] as number) >= CUTS) left[cell] = 0;
  return left;
}

function isCut(group: readonly number[], before: Uint8Array, after: Uint8Array, grid: Grid): boolean {
  if (group.length < CELLS || group.length < FILLED * rectangleAround(group, grid)) return false;
  let again = 0;
  for (const cell of group) again += (before[cell] as number) + (after[cell] as number);
  return again <= 2 * LASTS * group.length;
}

/** Cells of the smallest rectangle that holds the group. */
function rectangleAround(group: readonly number[], { across, down }: Grid): number {
  let [left, right, top, bottom] = [across, 0, down, 0];
  for (const cell of group) {
    const [column, row] = [cell % across, Math.floor(cell / across)];
    left = Math.min(left, column);
    right = Math.max(right, column);
    top = Math.min(top, row);
    bottom = Math.max(bottom, row);
  }
  return (right - left + 1) * (bottom - top + 1);
}
