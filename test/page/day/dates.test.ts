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

  test('are written as the language does', async () => {
    await speak('en');
    expect([dayWords('2026-11-24'), dayWords('2026-11-24', 'short'), hourWords(7)]).toEqual(['Tuesday, November 24', '24 Tue', '07:00 AM']);
    await speak('de');
    expect([dayWords('2026-11-24'), hourWords(7), lengthWords(192 * 60_000)]).toEqual([
      'Dienstag, 24. November',
      '07:00',
      '3 Std. 12 Min.',
    ]);
    expect(lengthWords(12 * 60_000)).toBe('12 Min.');
  });

  test('an address names a day or it does not', () =>
    expect(['2026-11-24', '2026-11', undefined, 'today'].map(isDate)).toEqual([true, false, false, false]));
});
