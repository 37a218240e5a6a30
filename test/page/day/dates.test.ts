import { describe, expect, test } from 'vitest';
import { clockOf, dateIn, dayWords, hourIn, hourWords, isDate, lengthWords, shifted } from '../../../web/src/views/day/dates.ts';
import { speak } from '../catalogues.ts';

describe('days and hours', () => {
  test('days are counted by the calendar, over months, years and changes of the clocks', () =>
    expect([shifted('2026-02-28', 1), shifted('2026-01-01', -1), shifted('2026-10-25', 1), shifted('2026-11-24', -27)]).toEqual([
      ...['2026-03-01', '2025-12-31', '2026-10-26', '2026-10-28'],
    ]));

  test('are those of the box, wherever the visitor is', async () => {
    await speak('en');
    const late = Date.UTC(2026, 10, 24, 23, 30);
    expect([dateIn('Europe/Berlin', late), dateIn('America/New_York', late)]).toEqual(['2026-11-25', '2026-11-24']);
    expect([hourIn('Europe/Berlin', late), hourIn('America/New_York', late)]).toEqual(['0', '18']);
    expect(clockOf('Europe/Berlin', late)).toBe('12:30 AM');
  });

  test('are written as the language does, with the year if it is another one', async () => {
    await speak('en');
    const thisYear = `${new Date().getFullYear()}-11-24`;
    expect(dayWords(thisYear)).toMatch(/^[A-Z][a-z]+day, November 24$/);
    expect([dayWords('2020-01-01'), dayWords('2026-11-24', 'short'), hourWords(7)]).toEqual([
      ...['Wednesday, January 1, 2020', 'Tue 24', '7:00 AM'],
    ]);
    await speak('de');
    expect([dayWords('2020-01-01'), hourWords(7), lengthWords(192 * 60_000)]).toEqual([
      ...['Mittwoch, 1. Januar 2020', '7:00', '3 Std. 12 Min.'],
    ]);
    expect(lengthWords(12 * 60_000)).toBe('12 Min.');
    expect(lengthWords(2 * 3_600_000)).toBe('2 Std.');
  });

  test('an address names a day or it does not', () =>
    expect(['2026-11-24', '2026-11', undefined, 'today'].map(isDate)).toEqual([true, false, false, false]));
});
