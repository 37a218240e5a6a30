import { describe, expect, test } from 'vitest';
import { StatisticsCount, TABLE_4 } from '../../../src/history/diary/statistics.ts';
import { mood, play, said } from './entries.ts';

const felt = (from: string, to: string, name: 'happy' | 'sad' | 'neutral' | 'away', by: 'camera' | 'person' | 'plan' = 'camera') =>
  mood(`2026-11-24 ${from}`, `2026-11-24 ${to}`, name, by);

describe('statistics', () => {
  test('of nothing are unknown, not zero', () =>
    expect(new StatisticsCount().statistics).toEqual({
      ...{ sessions: 0, session_minutes: null, emotions_a_session: null, plays: 0, plays_succeeded: null, plays_heard_out: null },
      ...{ likes: 0, dislikes: 0, satisfaction: null, paper: TABLE_4 },
    }));

  test('count sessions from coming to leaving, also over portions, and their emotions', () => {
    const count = new StatisticsCount();
    count.add([felt('10:00', '10:10', 'happy'), felt('10:10', '10:15', 'sad')]);
    count.add([felt('10:15', '10:20', 'happy'), felt('10:20', '11:00', 'away')]);
    count.add([felt('11:00', '11:10', 'neutral'), felt('11:10', '11:20', 'sad', 'person'), felt('11:20', '11:30', 'away')]);
    expect(count.statistics).toMatchObject({ sessions: 2, session_minutes: 20, emotions_a_session: 2 });
  });

  test('end a session where the box went off, and leave out the one that goes on', () => {
    const { sessions, session_minutes } = new StatisticsCount().add([
      felt('10:00', '10:06', 'happy'),
      felt('12:00', '12:30', 'sad'),
    ]).statistics;
    expect({ sessions, session_minutes }).toEqual({ sessions: 1, session_minutes: 6 });
  });

  test('do not count a mood of the plan as an emotion that was read', () =>
    expect(
      new StatisticsCount().add([felt('10:00', '10:06', 'happy', 'plan'), felt('10:06', '10:10', 'sad'), felt('10:10', '10:11', 'away')])
        .statistics.emotions_a_session,
    ).toBe(1));

  test('count plays that succeeded and were heard out, and likes among opinions', () => {
    const at = '2026-11-24 10:00';
    const { statistics } = new StatisticsCount().add([
      ...(['ended', 'ended', 'ended', 'skipped', 'failed', 'replaced', 'stopped'] as const).map((end) => play(at, at, end, end)),
      play(at, at, 'going on'),
      ...[said(at, 'like', 'a'), said(at, 'like', 'b'), said(at, 'skip', 'c'), said(at, 'dislike', 'd')],
    ]);
    expect(statistics).toMatchObject({
      plays: 7,
      plays_succeeded: 0.857,
      plays_heard_out: 0.75,
      likes: 2,
      dislikes: 2,
      satisfaction: 0.5,
    });
  });
});
