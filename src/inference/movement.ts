import type { Picture } from './crop.ts';

/** Side of a cell, pixels. */
const CELL = 8;
/** Change of a cell's mean, in greys, that no sensor's noise makes: σ = 10 a pixel makes 1.8 between two means of 64 pixels. */
const CHANGE = 8;
/** So many cells have to change: a lamp on a set-top box, where four cells meet, changes three. */
const CELLS = 4;

/** A frame, coarsely: the mean grey of each cell, row by row; cells that would cross the edge are left out. */
export type Sketch = { readonly across: number; readonly down: number; readonly greys: Float32Array };

/** Costs a tenth of a millisecond for 320 x 240. */
export function sketchOf({ width, height, gray }: Picture): Sketch {
  const across = Math.floor(width / CELL);
  const down = Math.floor(height / CELL);
  const greys = new Float32Array(across * down);
  for (let y = 0; y < down * CELL; y += 1) {
    for (let column = 0, at = y * width; column < across; column += 1) {
      const cell = Math.floor(y / CELL) * across + column;
      let sum = 0;
      for (const end = at + CELL; at < end; at += 1) sum += gray[at] as number;
      greys[cell] = (greys[cell] as number) + sum / (CELL * CELL);
    }
  }
  return { across, down, greys };
}

/**
 * Whether something moved between two sketches of the same camera. Light that changes everywhere alike (a lamp, a cloud, the camera's own exposure)
 * is no movement; frames of different sizes have nothing in common, which is.
 */
export function moved(before: Sketch, now: Sketch): boolean {
  if (before.across !== now.across || before.down !== now.down) return true;
  const light = lightOf(before, now);
  let changed = 0;
  for (let cell = 0; cell < now.greys.length && changed < CELLS; cell += 1) if (hasChanged(before, now, cell, light)) changed += 1;
  return changed >= CELLS;
}

/** A cell of a sketch by its place: column and row. */
export type Cell = { readonly column: number; readonly row: number };

/** The cells that changed between two sketches of the same camera, light that changes everywhere alike left out; all where their sizes differ. */
export function changedCells(before: Sketch, now: Sketch): readonly Cell[] {
  const { across, down, greys } = now;
  const same = before.across === across && before.down === down;
  const light = same ? lightOf(before, now) : 0;
  const changed: Cell[] = [];
  for (let cell = 0; cell < greys.length; cell += 1) {
    if (!same || hasChanged(before, now, cell, light)) changed.push({ column: cell % across, row: Math.floor(cell / across) });
  }
  return changed;
}

const hasChanged = (before: Sketch, now: Sketch, cell: number, light: number): boolean =>
  Math.abs((now.greys[cell] as number) - (before.greys[cell] as number) - light) > CHANGE;

const lightOf = (before: Sketch, now: Sketch): number => mean(now.greys) - mean(before.greys);

function mean(greys: Float32Array): number {
  let sum = 0;
  for (const grey of greys) sum += grey;
  return sum / Math.max(1, greys.length);
}
