import { expect, test } from 'vitest';
import type { Emotion } from '../../../src/domain/emotion.ts';
import { runsOf, surenessOf } from '../../../src/domain/plan.ts';
import type { PlanAnswer } from '../../../src/web/api/day.ts';
import { changed, isEmpty, NOTHING_PLANNED, partsOf, planOf } from '../../../web/src/views/day/plan-hours.ts';

const hours = (planned: Readonly<Record<number, Emotion>>) => Array.from({ length: 24 }, (_, hour) => planned[hour] ?? null);

test('hours of the same mood are told as one run', () => {
  expect(runsOf(hours({ 7: 'neutral', 8: 'neutral', 9: 'happy', 23: 'sad' }))).toEqual([
    { from: 7, to: 9, mood: 'neutral' },
    { from: 9, to: 10, mood: 'happy' },
    { from: 23, to: 24, mood: 'sad' },
  ]);
  expect(runsOf(hours({}))).toEqual([]);
});

test('a part of the day has the mood of most of its planned hours, mornings first', () =>
  expect(partsOf(hours({ 1: 'sad', 6: 'neutral', 7: 'neutral', 8: 'happy', 19: 'happy' }))).toEqual([
    { part: 'morning', mood: 'neutral' },
    { part: 'evening', mood: 'happy' },
    { part: 'night', mood: 'sad' },
  ]));

test('a change replaces or empties some hours of one kind of day', () => {
  const plan = changed(NOTHING_PLANNED, 'weekend', { from: 10, to: 12, mood: 'happy' });
  expect([runsOf(plan.weekend), runsOf(plan.workday), isEmpty(plan)]).toEqual([[{ from: 10, to: 12, mood: 'happy' }], [], false]);
  expect(isEmpty(changed(plan, 'weekend', { from: 0, to: 24, mood: null }))).toBe(true);
});

test('a proposal comes to a plan of its typical hours, and is as sure as the least sure of a run', () => {
  const typical = (share: number, days: number) => ({ kind: 'typical', mood: 'happy', share, days }) as const;
  const workday: PlanAnswer['proposal']['workday'] = hours({}).map(() => ({ kind: 'unknown', days: 3 }));
  const proposed = [typical(0.9, 12), typical(0.6, 7), { kind: 'mixed', days: 9 } as const, ...workday.slice(3)];
  const [run] = runsOf(planOf({ workday: proposed, weekend: workday, missing: 0 }).workday);
  expect(run).toEqual({ from: 0, to: 2, mood: 'happy' });
  expect(run && surenessOf(proposed, run)).toEqual({ share: 0.6, days: 7 });
});
