import { describe, expect, test } from 'vitest';
import { expiryAfter, expiryAt, isExpired, onCalendar } from '../../../src/daemon/control/override-expiry.ts';
import { instant, moment, ms } from '../../../src/domain/units.ts';

const noon = moment(Date.UTC(2026, 5, 1, 12));
const noonPlus = (span: number) => moment(noon + span);
const halfAnHour = expiryAfter(ms(1_800_000), instant(5000), noon);

describe('an override expiry', () => {
  test('ends when its time has passed, and not before', () => {
    expect(isExpired(halfAnHour, instant(1_804_999))).toBe(false);
    expect(isExpired(halfAnHour, instant(1_805_000))).toBe(true);
    expect(halfAnHour.until).toBe(noonPlus(1_800_000));
  });

  test('goes on after a restart for what is left of it', () => {
    const again = expiryAt(halfAnHour.until, instant(10), noonPlus(600_000));
    expect(again).toEqual({ ends: 1_200_010, until: halfAnHour.until });
  });

  test('is over after a restart that took longer', () =>
    expect(expiryAt(halfAnHour.until, instant(10), noonPlus(1_800_000))).toBeUndefined());

  test('is a week at most on a machine that has lost its clock', () =>
    expect(expiryAt(halfAnHour.until, instant(0), moment(0))?.ends).toBe(7 * 86_400_000));

  test('keeps its length when the calendar is set, and has a new end', () => {
    const moved = onCalendar(halfAnHour, instant(65_000), noonPlus(86_400_000));
    expect(moved).toEqual({ ends: halfAnHour.ends, until: noonPlus(86_400_000 + 1_740_000) });
    expect(onCalendar(halfAnHour, instant(65_000), noonPlus(61_000))).toBe(halfAnHour);
  });

  test('stays as it is while the calendar drifts by five seconds at most', () => {
    expect(onCalendar(halfAnHour, instant(65_000), noonPlus(65_000))).toBe(halfAnHour);
    expect(onCalendar(halfAnHour, instant(65_000), noonPlus(65_001)).until).toBe(noonPlus(1_805_001));
  });
});
