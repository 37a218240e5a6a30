import { describe, expect, test } from 'vitest';
import { dayPlan } from '../../src/config/day.ts';
import { covers, hoursOf } from '../../src/config/hours.ts';
import { seeded } from '../../src/shared/random.ts';

describe('a plan of the day', () => {
  test('has words, or several that take turns, for its hours', () =>
    expect(dayPlan(['07:00-10:00 bright acoustic / sunny jazz', '  22:00-2:00   calm '])).toEqual([
      { hours: { from: 420, to: 600 }, words: ['bright acoustic', 'sunny jazz'] },
      { hours: { from: 1320, to: 120 }, words: ['calm'] },
    ]));

  test('may be empty, and may go once around the clock', () => {
    expect(dayPlan([])).toEqual([]);
    expect(dayPlan(['06:00-18:00 bright', '18:00-06:00 calm'])).toHaveLength(2);
  });

  test.each([
    ['07:00-10:00 a', '09:00-11:00 b'],
    ['07:00-10:00 a', '08:00-09:00 b'],
    ['22:00-02:00 a', '01:00-03:00 b'],
    ['22:00-02:00 a', '23:00-01:00 b'],
    ['22:00-02:00 a', '20:00-04:00 b'],
    ['07:00-10:00 a', '07:00-10:00 a'],
  ])('refuses %j beside %j', (one, other) => {
    expect(() => dayPlan([one, other])).toThrow(`'${one}' and '${other}' overlap`);
    expect(() => dayPlan([other, one])).toThrow('overlap');
  });

  test('tells everything that is wrong at once', () =>
    expect(() =>
      dayPlan(['morning bright', '08:00-08:00 calm', '09:00-10:00', '10:00-11:00 / ', '20:00-22:00 a', '21:00-23:00 b', '25:00-26:00 c']),
    ).toThrow(
      [
        "'morning bright' must begin with two times of the day, as in '07:00-10:00 bright acoustic'",
        "'08:00-08:00 calm' begins and ends at the same time",
        "'09:00-10:00' has no search words; write for example '07:00-10:00 bright acoustic'",
        "'10:00-11:00 / ' has no search words; write for example '07:00-10:00 bright acoustic'",
        "'25:00-26:00 c' must begin with two times of the day, as in '07:00-10:00 bright acoustic'",
        "'20:00-22:00 a' and '21:00-23:00 b' overlap",
      ].join('; '),
    ));

  test('is refused exactly where two of its hours share a minute', () => {
    const dice = seeded(11);
    const time = (): string => `${Math.floor(dice() * 24)}:${dice() < 0.5 ? '00' : '30'}`;
    const pairs = Array.from({ length: 500 }, () => [`${time()}-${time()}`, `${time()}-${time()}`] as const);
    const wrong = pairs.filter(([one, other]) => {
      const [a, b] = [hoursOf(one), hoursOf(other)];
      if (!a || !b || a.from === a.to || b.from === b.to) return false;
      const shared = Array.from({ length: 1440 }, (_, minute) => minute).some((minute) => covers(a, minute) && covers(b, minute));
      let refused = false;
      try {
        dayPlan([`${one} a`, `${other} b`]);
      } catch {
        refused = true;
      }
      return refused !== shared;
    });
    expect(wrong).toEqual([]);
  });
});

describe('hours', () => {
  test.each(['', '22-7', '24:00-01:00', '10:60-11:00', '10:00', '10:00-11:00-12:00', ' 10:00-11:00'])('are not %j', (text) =>
    expect(hoursOf(text)).toBeUndefined(),
  );
  test('may go over midnight, and hold no minute where they begin and end at the same time', () => {
    const inside = (text: string, minute: number) => covers(hoursOf(text) ?? { from: 0, to: 0 }, minute);
    expect([1319, 1320, 1439, 0, 119, 120].map((minute) => inside('22:00-02:00', minute))).toEqual([false, true, true, true, true, false]);
    expect(inside('10:00-10:00', 600)).toBe(false);
  });
});
