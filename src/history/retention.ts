import type { Moment, Ms } from '../domain/units.ts';
import { moment, ms } from '../domain/units.ts';

/** A box that has been off for longer than this, by its own clock, has a clock that may be wrong. */
const LONGEST_OFF = ms(31 * 86_400_000);
/** By a clock that nobody but the history itself confirms, one pruning deletes this much at most. */
const AT_ONCE = ms(31 * 86_400_000);

export type Retention = {
  readonly now: Moment;
  readonly keep: Ms;
  /** When this life of the box began, and when the box was last on before; undefined if it never was. */
  readonly began: Moment;
  readonly lastOn: Moment | undefined;
  /** The oldest row; undefined in an empty history. */
  readonly oldest: Moment | undefined;
  /** Whether the machine says that its clock was set from the network. */
  readonly confirmed: boolean;
};

/** Everything before this moment is too old. Undefined: there is something to delete, but only by a clock that nothing confirms. */
export function tooOldBefore({ now, keep, began, lastOn, oldest, confirmed }: Retention): Moment | undefined {
  const aged = moment(now - keep);
  if (oldest === undefined || oldest >= aged) return aged;
  const everything = lastOn !== undefined && lastOn < aged;
  if (confirmed && !everything) return aged;
  if (!confirmed && lastOn !== undefined && began - lastOn > LONGEST_OFF) return undefined;
  return moment(Math.min(aged, oldest + AT_ONCE));
}
