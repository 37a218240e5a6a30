/**
 * Whether two voices move in parallel fifths, octaves or unisons: both move, in the same direction, from one such interval to the same
 * again. Arguments are the pitches of the one voice before and after, then of the other.
 */
export function areParallel(before: number, after: number, otherBefore: number, otherAfter: number): boolean {
  const move = after - before;
  const otherMove = otherAfter - otherBefore;
  if (move === 0 || otherMove === 0 || move > 0 !== otherMove > 0) return false;
  const interval = Math.abs(before - otherBefore) % 12;
  return (interval === 0 || interval === 7) && interval === Math.abs(after - otherAfter) % 12;
}
