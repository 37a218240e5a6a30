import type { Instant } from '../../domain/units.ts';
import { elapsed, ms } from '../../domain/units.ts';
import type { Grid } from './grid.ts';
import { unexplained } from './lighting.ts';
import type { Screens } from './screens.ts';
import { learnScreens, noScreens, offScreen } from './screens.ts';
import type { Sketch } from './sketch.ts';
import type { Unrest } from './unrest.ts';
import { initialUnrest, learnUnrest, unusual } from './unrest.ts';

/** The shortest time between two sketches that are compared: in it a limb at 3 m moves by half a cell. */
const EVERY = ms(250);
/** After a longer gap the earlier sketch says nothing about movement. */
const GAP = ms(2000);
/** Changes are summed over this many sketches, within this distance (cells) of a cell that has just changed. */
const MOMENTS = 4;
const REACH = 3;
/** The changes that make a movement, and those that must remain without its strongest sketch: a cut or a flash changes only one sketch. */
const CHANGES = 4;
const WITHOUT_STRONGEST = 2;
/**
 * If more than this share of the picture has changed by more than this many greys, it shows another view. A large television a metre and a
 * half away changes a third. A person right in front of the lens may change more; the room is then learnt anew.
 */
const OTHER_VIEW = 0.4;
const CHANGE = 6;

/**
 * The state after a sketch. `unusual`: which cells changed unusually in the last sketches, the newest first: 1 brighter, -1 darker, else 0.
 */
export type Motion = {
  readonly at: Instant;
  readonly sketch: Sketch;
  readonly unrest: Unrest;
  readonly screens: Screens;
  readonly unusual: readonly Int8Array[];
};

/** `moved`: somebody, or something as large as a hand at 3 m, has just moved. */
export type MotionStep = { readonly motion: Motion; readonly moved: boolean };

/**
 * One step: give it the sketches of one camera in order of time, at least two a second; those that come too fast are skipped. Within two
 * minutes of the first sketch it tells people from things that move all the time, from screens and from changes of light. It starts afresh
 * if the sketch has another size or shows another view.
 */
export function watchMotion(before: Motion | undefined, sketch: Sketch, at: Instant): MotionStep {
  if (!before || before.sketch.across !== sketch.across || before.sketch.down !== sketch.down)
    return { motion: begun(sketch, at), moved: false };
  const passed = elapsed(before.at, at);
  if (passed < EVERY) return { motion: before, moved: false };
  if (passed > GAP) return { motion: { ...before, at, sketch, unusual: [] }, moved: false };
  const changes = unexplained(before.sketch, sketch);
  const screens = learnScreens(before.screens, changes, sketch, passed);
  const now = offScreen(screens, unusual(before.unrest, changes, sketch), sketch);
  const recent = [now, ...before.unusual].slice(0, MOMENTS);
  const moved = isMovement(recent, sketch);
  if (isOtherView(changes)) return { motion: { ...begun(sketch, at), unusual: recent }, moved };
  return { motion: { at, sketch, unrest: learnUnrest(before.unrest, changes, at), screens, unusual: recent }, moved };
}

const begun = (sketch: Sketch, at: Instant): Motion => ({
  at,
  sketch,
  unrest: initialUnrest(sketch, at),
  screens: noScreens(sketch),
  unusual: [],
});

function isOtherView(changes: Float32Array): boolean {
  let changed = 0;
  for (const change of changes) if (Math.abs(change) > CHANGE) changed += 1;
  return changed > OTHER_VIEW * changes.length;
}

/** Anything that moves covers one thing and uncovers another: for several sketches something becomes brighter and something darker. */
function isMovement(recent: readonly Int8Array[], grid: Grid): boolean {
  const now = recent[0] as Int8Array;
  return now.some((mark, cell) => {
    if (mark === 0) return false;
    const moments = recent.map((marks) => marksAround(marks, cell, grid));
    const brighter = moments.reduce((sum, each) => sum + each.brighter, 0);
    const darker = moments.reduce((sum, each) => sum + each.darker, 0);
    const strongest = Math.max(...moments.map((each) => each.brighter + each.darker));
    const all = brighter + darker;
    return all >= CHANGES && brighter > 0 && darker > 0 && all - strongest >= WITHOUT_STRONGEST;
  });
}

function marksAround(marks: Int8Array, cell: number, { across, down }: Grid): { readonly brighter: number; readonly darker: number } {
  const [column, row] = [cell % across, Math.floor(cell / across)];
  const [left, right] = [Math.max(0, column - REACH), Math.min(across - 1, column + REACH)];
  let [brighter, darker] = [0, 0];
  for (let y = Math.max(0, row - REACH); y <= Math.min(down - 1, row + REACH); y += 1) {
    for (let at = y * across + left; at <= y * across + right; at += 1) {
      if (marks[at] === 1) brighter += 1;
      else if (marks[at] === -1) darker += 1;
    }
  }
  return { brighter, darker };
}
