import { describe, expect, test } from 'vitest';
import type { Emotion } from '../../../src/domain/emotion.ts';
import { PlanEvidence } from '../../../src/history/diary/proposal.ts';
import { mood } from './entries.ts';

process.env.TZ = 'Europe/Berlin';

/** Monday 2 November 2026 and the days after it. */
const date = (day: number) => `2026-11-${String(day).padStart(2, '0')}`;
const hour = (day: number, from: string, to: string, name: Emotion, by: 'camera' | 'person' | 'plan' = 'camera') =>
  mood(`${date(day)} ${from}`, `${date(day)} ${to}`, name, by);
const WORKDAYS = [2, 3, 4, 5, 6];

describe('a proposed plan', () => {
  test('of an empty history says how many days are missing', () => {
    const { missing, workday, weekend } = new PlanEvidence().proposal;
    expect([missing, workday[8], weekend[8]]).toEqual([4, { kind: 'unknown', days: 5 }, { kind: 'unknown', days: 4 }]);
  });

  test('takes what an hour was like on five working days, and on four days of weekends', () => {
    const evidence = new PlanEvidence();
    for (const day of WORKDAYS) evidence.add([hour(day, '07:30', '09:00', 'neutral'), hour(day, '20:00', '21:00', 'happy')]);
    for (const day of [7, 8, 14]) evidence.add([hour(day, '10:00', '11:00', 'happy')]);
    const before = evidence.proposal;
    expect(before.workday.slice(6, 10).map((each) => (each.kind === 'typical' ? each.mood : each.kind))).toEqual([
      ...['unknown', 'neutral', 'neutral', 'unknown'],
    ]);
    expect(before.workday[20]).toEqual({ kind: 'typical', mood: 'happy', share: 1, days: 5 });
    expect(before.weekend[10]).toEqual({ kind: 'unknown', days: 1 });
    expect(before.missing).toBe(0);
    expect(evidence.add([hour(15, '10:00', '11:00', 'happy')]).proposal.weekend[10]).toMatchObject({ kind: 'typical', days: 4 });
  });

  test('gives each day one vote, and calls an hour without a majority mixed', () => {
    const evidence = new PlanEvidence();
    for (const day of WORKDAYS) evidence.add([hour(day, '08:00', '08:25', 'happy'), hour(day, '08:25', '08:50', 'sad')]);
    expect(evidence.proposal.workday[8]).toMatchObject({ kind: 'typical', mood: 'happy', share: 0.5 });
    for (const day of [9, 10]) evidence.add([hour(day, '08:00', '08:59', 'neutral')]);
    expect(evidence.proposal.workday[8]).toEqual({ kind: 'mixed', days: 7 });
  });

  test('does not believe an earlier plan, a person, an empty room, or a glance of some minutes', () => {
    const evidence = new PlanEvidence();
    for (const day of WORKDAYS) {
      evidence.add([
        hour(day, '08:00', '09:00', 'happy', 'plan'),
        hour(day, '09:00', '10:00', 'happy', 'person'),
        mood(`${date(day)} 10:00`, `${date(day)} 11:00`, 'away'),
        hour(day, '11:00', '11:09', 'happy'),
      ]);
    }
    expect(evidence.proposal.workday.slice(8, 12)).toEqual(Array(4).fill({ kind: 'unknown', days: 5 }));
  });

  test('keeps to the local clock when it changes', () => {
    const evidence = new PlanEvidence();
    for (const day of ['2026-10-22', '2026-10-23', '2026-10-26', '2026-10-27', '2026-10-28']) {
      evidence.add([mood(`${day} 08:00`, `${day} 09:00`, 'sad')]);
    }
    const { workday } = evidence.proposal;
    expect(workday.flatMap((each, at) => (each.kind === 'typical' ? [at] : []))).toEqual([8]);
  });
});
