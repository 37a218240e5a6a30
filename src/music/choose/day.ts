import type { DayPart } from '../../config/day.ts';
import { covers } from '../../config/hours.ts';

/** What the plan of the day wants at that minute of it, in turns; nothing at hours that it does not name. */
export const wordsAt = (plan: readonly DayPart[], minute: number): readonly string[] =>
  plan.find(({ hours }) => covers(hours, minute))?.words ?? [];
