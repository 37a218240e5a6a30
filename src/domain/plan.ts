import type { Emotion } from './emotion.ts';
import type { Moment } from './units.ts';

/** The two kinds of days that a plan knows: Monday to Friday, and Saturday and Sunday. */
export const DAY_KINDS = ['workday', 'weekend'] as const;
export type DayKind = (typeof DAY_KINDS)[number];

export const PARTS_OF_DAY = ['night', 'morning', 'afternoon', 'evening'] as const;
export type PartOfDay = (typeof PARTS_OF_DAY)[number];

export const HOURS_A_DAY = 24;

/** The mood that a room usually has in each hour of a day, 0 to 23 in local time; `null` where nothing is planned. */
export type PlannedHours = readonly (Emotion | null)[];
export type DayPlan = Readonly<Record<DayKind, PlannedHours>>;

/** What a plan says about a moment. */
export type PlannedMood = { readonly mood: Emotion; readonly part: PartOfDay };

export const dayKindAt = (date: Date): DayKind => (date.getDay() === 0 || date.getDay() === 6 ? 'weekend' : 'workday');

/** The part of the day of an hour, 0 to 23. The morning begins at 5, the afternoon at 12, the evening at 17, and the night at 22. */
export function partOfDay(hour: number): PartOfDay {
  if (hour < 5 || hour >= 22) return 'night';
  if (hour < 12) return 'morning';
  return hour < 17 ? 'afternoon' : 'evening';
}

/** The mood that is planned for a moment, by the local clock; `undefined` if none is. */
export function plannedAt(plan: DayPlan, at: Moment): PlannedMood | undefined {
  const date = new Date(at);
  const mood = plan[dayKindAt(date)][date.getHours()];
  return mood ? { mood, part: partOfDay(date.getHours()) } : undefined;
}
