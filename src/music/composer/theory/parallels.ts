import { mod } from '../dice.ts';

const PERFECT = [0, 7];

/**
 * Whether two voices move in parallel fifths, octaves or unisons: both move, in the same direction, from one such interval to the same
 * again. Arguments are the pitches of the one voice before and after, then of the other.
 */
export function areParallel(before: number, after: number, otherBefore: number, otherAfter: number): boolean {
  const [move, otherMove] = [after - before, otherAfter - otherBefore];
  if (move === 0 || otherMove === 0 || move > 0 !== otherMove > 0) return false;
  const interval = intervalClass(before, otherBefore);
  return PERFECT.includes(interval) && interval === intervalClass(after, otherAfter);
}

const intervalClass = (a: number, b: number): number => mod(Math.max(a, b) - Math.min(a, b), 12);
