import { mod } from '../dice.ts';
import type { ChordSpan } from '../score.ts';

/** Intervals that an untrained singer hits: up to a fifth without the tritone, sixths, and the octave. In semitones. */
const SINGABLE = new Set([0, 1, 2, 3, 4, 5, 7, 8, 9, 12]);
/** From here on, a leap must be followed by motion the other way. */
const LARGE = 7;

/** Whether a singer would sing from one pitch to the next: no tritone, no seventh, nothing beyond an octave, and no augmented second. */
export function isSingable(from: number, to: number, { scale }: Pick<ChordSpan, 'scale'>): boolean {
  const size = Math.abs(to - from);
  return SINGABLE.has(size) && !(size === 3 && isAugmentedSecond(Math.min(from, to), scale));
}

/** Three semitones between neighbours of a scale, as between the sixth and the raised seventh of a harmonic minor scale. */
const isAugmentedSecond = (low: number, scale: readonly number[]): boolean =>
  scale.includes(mod(low, 12)) &&
  !scale.includes(mod(low + 1, 12)) &&
  !scale.includes(mod(low + 2, 12)) &&
  scale.includes(mod(low + 3, 12));

/** Whether a move may follow a leap: a large leap turns back, by less than it went. */
export const followsWell = (leap: number, next: number): boolean =>
  Math.abs(leap) <= LARGE || (next !== 0 && next > 0 !== leap > 0 && Math.abs(next) < Math.abs(leap));

/** What a move costs after the one before: steps are free, leaps are dear, and two leaps the same way are dearer. */
export function leapCost(before: number, next: number): number {
  const size = Math.abs(next);
  const own = size === 0 ? 1.1 : size <= 2 ? 0 : size <= 4 ? 0.5 : size === 5 ? 1 : size === 7 ? 1.6 : size <= 9 ? 2.6 : 3;
  const sameWay = size > 2 && Math.abs(before) > 2 && next > 0 === before > 0;
  const unrecovered = Math.abs(before) >= 5 && (next === 0 || next > 0 === before > 0);
  return own + (sameWay ? (Math.abs(next + before) > 12 ? 8 : 1.5) : 0) + (unrecovered ? 2 : 0) + (size === 0 && before === 0 ? 1.5 : 0);
}
