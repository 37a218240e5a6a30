import type { Emotion } from '../../../../src/domain/emotion.ts';
import type { DayKind, DayPlan, PartOfDay, PlannedHours, PlannedRun } from '../../../../src/domain/plan.ts';
import { DAY_KINDS, HOURS_A_DAY, PARTS_OF_DAY, partOfDay, plannedBy } from '../../../../src/domain/plan.ts';
import type { PlanAnswer } from '../../../../src/web/api/day.ts';

export const NOTHING_PLANNED: DayPlan = { workday: Array(HOURS_A_DAY).fill(null), weekend: Array(HOURS_A_DAY).fill(null) };

/** The mood that each part of a day has mostly; parts in which nothing is planned are left out. The day begins in the morning. */
export function partsOf(hours: PlannedHours): readonly { readonly part: PartOfDay; readonly mood: Emotion }[] {
  const parts = [...PARTS_OF_DAY.slice(1), ...PARTS_OF_DAY.slice(0, 1)];
  return parts.flatMap((part) => {
    const planned = hours.filter((mood, hour): mood is Emotion => mood !== null && partOfDay(hour) === part);
    const times = (mood: Emotion): number => planned.filter((each) => each === mood).length;
    const [first] = planned;
    return first ? [{ part, mood: planned.reduce((most, each) => (times(each) > times(most) ? each : most), first) }] : [];
  });
}

/** The plan that a proposal comes to. */
export const planOf = ({ workday, weekend }: PlanAnswer['proposal']): DayPlan => ({
  workday: plannedBy(workday),
  weekend: plannedBy(weekend),
});

/** The plan with another mood, or none, in the hours from `from` to just before `to`. */
export const changed = (
  plan: DayPlan,
  day: DayKind,
  { from, to, mood }: Omit<PlannedRun, 'mood'> & { readonly mood: Emotion | null },
): DayPlan => ({
  ...plan,
  [day]: plan[day].map((before, hour) => (hour >= from && hour < to ? mood : before)),
});

export const isEmpty = (plan: DayPlan): boolean => DAY_KINDS.every((day) => plan[day].every((mood) => mood === null));
