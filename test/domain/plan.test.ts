import { expect, test } from 'vitest';
import type { DayPlan, PlannedHours } from '../../src/domain/plan.ts';
import { partOfDay, plannedAt } from '../../src/domain/plan.ts';
import { moment } from '../../src/domain/units.ts';

process.env.TZ = 'Europe/Berlin';

const hours = (mood: 'happy' | 'sad', from: number, to: number): PlannedHours =>
  Array.from({ length: 24 }, (_, hour) => (hour >= from && hour < to ? mood : null));
const plan: DayPlan = { workday: hours('sad', 2, 9), weekend: hours('happy', 2, 3) };
const at = (iso: string) => plannedAt(plan, moment(Date.parse(iso)));

test('a plan is kept by the local clock, for working days and weekends', () => {
  expect(at('2026-11-27T08:59:59+01:00')).toEqual({ mood: 'sad', part: 'morning' });
  expect(at('2026-11-27T09:00:00+01:00')).toBeUndefined();
  expect(at('2026-11-28T08:00:00+01:00')).toBeUndefined();
  expect(at('2026-11-29T02:30:00+01:00')).toEqual({ mood: 'happy', part: 'night' });
});

test('an hour that comes twice is planned twice, and one that is left out is not missed', () => {
  expect([at('2026-10-25T02:30:00+02:00')?.mood, at('2026-10-25T02:30:00+01:00')?.mood]).toEqual(['happy', 'happy']);
  expect([at('2026-03-29T01:59:00+01:00'), at('2026-03-29T03:00:00+02:00')]).toEqual([undefined, undefined]);
});

test('the parts of a day begin at 5, 12, 17 and 22', () =>
  expect([4, 5, 11, 12, 16, 17, 21, 22].map(partOfDay)).toEqual([
    ...['night', 'morning', 'morning', 'afternoon', 'afternoon', 'evening', 'evening', 'night'],
  ]));
