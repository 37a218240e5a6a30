import { describe, expect, test } from 'vitest';
import { moment } from '../../../src/domain/units.ts';
import { daysIn, hoursIn, localDay, ticksIn } from '../../../src/history/diary/local-time.ts';
import { local } from './entries.ts';

process.env.TZ = 'Europe/Berlin';

const HOUR = 3_600_000;
const lengthOf = (date: string) => {
  const day = localDay(date);
  return day && (day.until - day.since) / HOUR;
};

describe('a local day', () => {
  test('has 24 hours, and 23 or 25 when the clocks change', () =>
    expect(['2026-11-24', '2026-03-29', '2026-10-25'].map(lengthOf)).toEqual([24, 23, 25]));

  test('is no day that the calendar does not have', () =>
    expect(['2026-02-30', '2026-13-01', '1', '', '0000-01-01', '2026-11-24T00:00'].map(localDay)).toEqual(Array(6).fill(undefined)));

  test('is cut into hours of the local clock', () => {
    const day = localDay('2026-10-25');
    const hours = day ? hoursIn(day) : [];
    expect(hours.map(({ hour }) => hour).slice(0, 5)).toEqual([0, 1, 2, 2, 3]);
    expect(hours.length).toBe(25);
    expect(hours.at(-1)?.until).toBe(day?.until);
    const spring = localDay('2026-03-29');
    expect(spring && hoursIn(spring).map(({ hour }) => hour)).not.toContain(2);
    expect(spring && ticksIn(spring).map((at) => new Date(at).getHours())).toEqual([0, 3, 6, 9, 12, 15, 18, 21]);
  });

  test('pieces of hours add up to the span', () => {
    const pieces = hoursIn({ since: local('2026-11-24 08:45'), until: local('2026-11-24 10:05:30') });
    expect(pieces.map(({ since, until, hour }) => [hour, (until - since) / 1000])).toEqual([
      [8, 900],
      [9, 3600],
      [10, 330],
    ]);
  });

  test('days of a span are cut to it', () => {
    const days = daysIn({ since: local('2026-11-24 18:00'), until: local('2026-11-26 06:00') });
    expect(days.map(({ since, until }) => (until - since) / HOUR)).toEqual([6, 24, 6]);
    expect(daysIn({ since: moment(5), until: moment(5) })).toEqual([]);
  });
});
