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

/**
 * What the history says about one hour of the day. `typical`: the mood that the room usually has then, the mean share of the time that it
 * took, and on how many days. `mixed`: no mood took half of the time. `unknown`: it takes so many more days until anything can be said.
 */
export type HourProposal =
  | { readonly kind: 'typical'; readonly mood: Emotion; readonly share: number; readonly days: number }
  | { readonly kind: 'mixed'; readonly days: number }
  | { readonly kind: 'unknown'; readonly days: number };

/** Hours in a row with the same mood: from the first to just before `to`. */
export type PlannedRun = { readonly from: number; readonly to: number; readonly mood: Emotion };

/** The hours of a day for which something is planned. */
export function runsOf(hours: PlannedHours): readonly PlannedRun[] {
  const runs: PlannedRun[] = [];
  hours.forEach((mood, hour) => {
    const last = runs[runs.length - 1];
    if (mood === null) return;
    if (last && last.to === hour && last.mood === mood) runs[runs.length - 1] = { ...last, to: hour + 1 };
    else runs.push({ from: hour, to: hour + 1, mood });
  });
  return runs;
}

/** The hours that a proposal comes to. */
export const plannedBy = (proposed: readonly HourProposal[]): PlannedHours =>
  proposed.map((each) => (each.kind === 'typical' ? each.mood : null));

/** How sure a proposed mood is, from the least sure of its hours: the share of the time, and the days that it was seen on. */
export function surenessOf(
  proposed: readonly HourProposal[],
  { from, to }: Pick<PlannedRun, 'from' | 'to'>,
): { readonly share: number; readonly days: number } {
  const typical = proposed.slice(from, to).flatMap((each) => (each.kind === 'typical' ? [each] : []));
  return { share: Math.min(...typical.map(({ share }) => share)), days: Math.min(...typical.map(({ days }) => days)) };
}

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
