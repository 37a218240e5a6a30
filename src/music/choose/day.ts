import type { DayPart } from '../../config/day.ts';
import { covers } from '../../config/hours.ts';

/** The words that the plan of the day has for a minute of the day; empty outside the hours that it names. */
export const wordsAt = (plan: readonly DayPart[], minute: number): readonly string[] =>
  plan.find(({ hours }) => covers(hours, minute))?.words ?? [];
