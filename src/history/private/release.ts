import type { LocalDate } from '../diary/local-time.ts';
import type { Dice } from './discrete-laplace.ts';
import { discreteLaplace } from './discrete-laplace.ts';
import type { HourlyCount } from './hourly-counts.ts';
import { SENSITIVITY } from './hourly-counts.ts';

/**
 * Counts that have left the box, or may leave it, for the days from `since` to `until`, both included. `epsilon`: how much of its privacy
 * each of these days has spent; 0: the counts are exact.
 */
export type Release = {
  readonly since: LocalDate;
  readonly until: LocalDate;
  readonly epsilon: number;
  readonly counts: readonly HourlyCount[];
};

/** ε in whole thousandths, so that the noise can be drawn with whole numbers. */
const STEPS = 1000;

/**
 * The same counts with noise that makes them ε-differentially private for one person's presence on one day. Counts may become negative:
 * cut off at 0 they would be too high on average. An ε of 0 or infinity means: no noise.
 */
export function privately(counts: readonly HourlyCount[], epsilon: number, dice: Dice): readonly HourlyCount[] {
  if (epsilon === 0 || epsilon === Number.POSITIVE_INFINITY) return counts;
  const parts = Math.max(1, Math.floor(epsilon * STEPS));
  return counts.map((each) => ({ ...each, count: each.count + discreteLaplace(SENSITIVITY * STEPS, parts, dice) }));
}

export const RESEARCH_HEADER = 'since,until,epsilon,day,hour,mood,days';

/** A release as lines of comma-separated values. `days`: on how many days that hour belonged mainly to that mood, with noise. */
export const researchLines = ({ counts, epsilon, since, until }: Release): readonly string[] =>
  counts.map(({ count, day, hour, mood }) => [since, until, epsilon === 0 ? 'none' : epsilon, day, hour, mood, count].join(','));
