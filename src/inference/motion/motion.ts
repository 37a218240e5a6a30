import type { Instant } from '../../domain/units.ts';
import { elapsed, ms } from '../../domain/units.ts';
import type { Grid } from './grid.ts';
import { unexplained } from './lighting.ts';
import type { Screens } from './screens.ts';
import { learnScreens, noScreens, offScreen } from './screens.ts';
import type { Sketch } from './sketch.ts';
import type { Unrest } from './unrest.ts';
import { initialUnrest, learnUnrest, unusual } from './unrest.ts';

/** Looked at no more often: a limb moves by half a cell at 3 m in this time. */
const EVERY = ms(250);
/** After a longer gap the sketch before says nothing about movement. */
const GAP = ms(2000);
/** A movement is gathered over so many moments, in cells up to so far from one that has just changed. */
const MOMENTS = 4;
const REACH = 3;
/** So many changes make a movement; and so many are left of it without its strongest moment, as a cut or a flash has only one. */
const CHANGES = 4;
const WITHOUT_STRONGEST = 2;
/**
 * Where more of the picture than this has changed by so many greys, it is another view. A large television a metre and a half away changes a third; a
 * person in front of the lens may change more, and then the room is learnt again.
 */
const OTHER_VIEW = 0.4;
const CHANGE = 6;

/** What a room's watcher knows after a sketch. The cells that changed in an unusual way, the newest moment first: 1 brighter, -1 darker. */
export type Motion = {
  readonly at: Instant;
  readonly sketch: Sketch;
  readonly unrest: Unrest;
  readonly screens: Screens;
  readonly unusual: readonly Int8Array[];
};

/** `moved`: somebody, or something as large as a hand at 3 m, changed its place just now. */
export type MotionStep = { readonly motion: Motion; readonly moved: boolean };

/**
 * One step of the watcher: the sketches of one camera in the order of their time, at any pace from two a second; those that come too fast are left
 * out. What moves all the time, screens and changes of light are told from people within two minutes of the first sketch. It begins afresh where
 * the sketch has another size or shows another view.
 */
export function watchMotion(before: Motion | undefined, sketch: Sketch, at: Instant): MotionStep {
  if (!before || before.sketch.across !== sketch.across || before.sketch.down !== sketch.down)
    return { motion: begun(sketch, at), moved: false };
  const passed = elapsed(before.at, at);
  if (passed < EVERY) return { motion: before, moved: false };
  if (passed > GAP) return { motion: { ...before, at, sketch, unusual: [] }, moved: false };
  const changes = unexplained(before.sketch, sketch);
  const seen = learnScreens(before.screens, changes, sketch, passed);
  const now = offScreen(seen, unusual(before.unrest, changes, sketch), sketch);
  const recent = [now, ...before.unusual].slice(0, MOMENTS);
  const moved = isMovement(recent, sketch);
  if (isOtherView(changes)) return { motion: { ...begun(sketch, at), unusual: recent }, moved };
  return { motion: { at, sketch, unrest: learnUnrest(before.unrest, changes, at), screens: seen, unusual: recent }, moved };
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

/** What changes its place covers one thing and uncovers another: around it something becomes brighter and something darker, for a while. */
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
