import type { Emotion } from '../../../../src/domain/emotion.ts';
import type { DayKind, DayPlan, PartOfDay } from '../../../../src/domain/plan.ts';
import { DAY_KINDS, HOURS_A_DAY, PARTS_OF_DAY, partOfDay } from '../../../../src/domain/plan.ts';
import type { PlanAnswer } from '../../../../src/web/api/day.ts';

type Hours = readonly (Emotion | null)[];

/** Hours in a row with the same mood: from the first to just before `to`. */
export type Run = { readonly from: number; readonly to: number; readonly mood: Emotion };

export const NOTHING_PLANNED: DayPlan = { workday: Array(HOURS_A_DAY).fill(null), weekend: Array(HOURS_A_DAY).fill(null) };

/** The hours of a day for which something is planned. */
export function runsOf(hours: Hours): readonly Run[] {
  const runs: Run[] = [];
  hours.forEach((mood, hour) => {
    const last = runs[runs.length - 1];
    if (mood === null) return;
    if (last && last.to === hour && last.mood === mood) runs[runs.length - 1] = { ...last, to: hour + 1 };
    else runs.push({ from: hour, to: hour + 1, mood });
  });
  return runs;
}

/** The mood that each part of a day has mostly; parts in which nothing is planned are left out. The day begins in the morning. */
export function partsOf(hours: Hours): readonly { readonly part: PartOfDay; readonly mood: Emotion }[] {
  const parts = [...PARTS_OF_DAY.slice(1), ...PARTS_OF_DAY.slice(0, 1)];
  return parts.flatMap((part) => {
    const planned = hours.filter((mood, hour): mood is Emotion => mood !== null && partOfDay(hour) === part);
    const times = (mood: Emotion): number => planned.filter((each) => each === mood).length;
    const [first] = planned;
    return first ? [{ part, mood: planned.reduce((most, each) => (times(each) > times(most) ? each : most), first) }] : [];
  });
}

/** The plan that a proposal comes to. */
export function planOf({ workday, weekend }: PlanAnswer['proposal']): DayPlan {
  const moodsOf = (hours: PlanAnswer['proposal']['workday']): Hours => hours.map((each) => (each.kind === 'typical' ? each.mood : null));
  return { workday: moodsOf(workday), weekend: moodsOf(weekend) };
}

/** The plan with another mood, or none, in the hours from `from` to just before `to`. */
export const changed = (
  plan: DayPlan,
  day: DayKind,
  { from, to, mood }: Omit<Run, 'mood'> & { readonly mood: Emotion | null },
): DayPlan => ({
  ...plan,
  [day]: plan[day].map((before, hour) => (hour >= from && hour < to ? mood : before)),
});

export const isEmpty = (plan: DayPlan): boolean => DAY_KINDS.every((day) => plan[day].every((mood) => mood === null));

/** How sure a proposed mood is, from the least sure of its hours: the share of the time, and the days that it was seen on. */
export function surenessOf(
  proposed: PlanAnswer['proposal']['workday'],
  { from, to }: Run,
): { readonly share: number; readonly days: number } {
  const typical = proposed.slice(from, to).flatMap((each) => (each.kind === 'typical' ? [each] : []));
  return { share: Math.min(...typical.map(({ share }) => share)), days: Math.min(...typical.map(({ days }) => days)) };
}
