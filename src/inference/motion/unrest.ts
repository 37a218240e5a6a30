import type { Instant } from '../../domain/units.ts';
import { elapsed, ms } from '../../domain/units.ts';
import type { Grid } from './grid.ts';
import { dilated } from './grid.ts';

/** A cell is judged by its strongest change in each spell of this length. */
const SPELL = ms(5000);
/** A stronger spell raises the usual level by this share of the difference: after a minute of such spells it is half-way there. */
const RISE = 0.06;
/** Quieter spells lower it with this time constant: a place that has become quiet counts as quiet two or three minutes later. */
const FALL = ms(120_000);
/** The usual level before anything was seen, greys. */
const START = 2;
/** A cell is expected to change by at least this share of what its neighbours usually do: what moves there reaches over now and then. */
const NEIGHBOUR = 0.7;
/** A change is unusual above this multiple of the usual level, and above this many greys. */
const TIMES = 2.2;
const LEAST = 3;

/**
 * How strongly each cell usually changes, in greys: the noise of a quiet place, or the full contrast of a place where something moves all
 * the time. A person who moves now and then hardly raises it: that takes about one strong change every quarter of a minute.
 */
export type Unrest = {
  readonly usual: Float32Array;
  /** The strongest change in the spell that began at `since`. */
  readonly strongest: Float32Array;
  readonly since: Instant;
};

export const initialUnrest = ({ across, down }: Grid, at: Instant): Unrest => ({
  usual: new Float32Array(across * down).fill(START),
  strongest: new Float32Array(across * down),
  since: at,
});

/** Learns from the changes (greys, with sign) of one sketch. */
export function learnUnrest(before: Unrest, changes: Float32Array, at: Instant): Unrest {
  const strongest = before.strongest.slice();
  for (let cell = 0; cell < strongest.length; cell += 1) {
    const change = Math.abs(changes[cell] as number);
    if (change > (strongest[cell] as number)) strongest[cell] = change;
  }
  const lasted = elapsed(before.since, at);
  if (lasted < SPELL) return { ...before, strongest };
  const fall = 1 - Math.exp(-lasted / FALL);
  const usual = before.usual.map((level, cell) => {
    const most = strongest[cell] as number;
    return level + (most > level ? RISE : fall) * (most - level);
  });
  return { usual, strongest: new Float32Array(strongest.length), since: at };
}

/** Which cells changed more than they usually do: 1 if they became brighter, -1 if darker, else 0. */
export function unusual({ usual }: Unrest, changes: Float32Array, grid: Grid): Int8Array {
  const around = dilated(usual, grid);
  const marks = new Int8Array(changes.length);
  for (let cell = 0; cell < marks.length; cell += 1) {
    const change = changes[cell] as number;
    const expected = Math.max(usual[cell] as number, NEIGHBOUR * (around[cell] as number));
    if (Math.abs(change) > Math.max(LEAST, TIMES * expected)) marks[cell] = change > 0 ? 1 : -1;
  }
  return marks;
}
