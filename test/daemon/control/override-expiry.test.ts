import { describe, expect, test } from 'vitest';
import { expiryAfter, expiryAt, isExpired, OverrideTimer, onCalendar } from '../../../src/daemon/control/override-expiry.ts';
import { instant, moment, ms } from '../../../src/domain/units.ts';
import { FakeClock } from '../../fakes/clock.ts';

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

describe('an override that a restart kept', () => {
  /** A timer on a calendar that is wrong by `by` (ms) at first. The override is kept until half an hour after noon; it is noon. */
  const setting = (by: number) => {
    const clock = new FakeClock();
    let wrongBy = by;
    const timer = new OverrideTimer({ clock, today: () => moment(noon + clock.now() + wrongBy) });
    timer.expireAt(noonPlus(1_800_000));
    const set = (): void => {
      wrongBy = 0;
    };
    return { clock, set, timer };
  };

  test.each([
    ['in 1970', -noon],
    ['14 hours behind', -14 * 3_600_000],
    ['10 minutes behind', -600_000],
    ['10 minutes ahead', 600_000],
  ])('ends when it should have, though the clock was %s at the start', async (_, by) => {
    const { clock, set, timer } = setting(by);
    await clock.advance(ms(20_000));
    expect(timer.watch()).toBeUndefined();
    set();
    expect(timer.watch()).toBe('moved');
    expect(timer.until).toBe(noonPlus(1_800_000));
    await clock.advance(ms(1_800_000 - 20_001));
    expect(timer.watch()).toBeUndefined();
    await clock.advance(ms(1));
    expect(timer.watch()).toBe('over');
  });

  test('is over at once if its end has passed by the right clock', async () => {
    const { clock, set, timer } = setting(-3_600_000);
    await clock.advance(ms(2_000_000));
    set();
    expect(timer.watch()).toBe('over');
  });

  test('keeps its length if the clock is set long after the start', async () => {
    const { clock, set, timer } = setting(-14 * 3_600_000);
    await clock.advance(ms(4_000_000));
    set();
    expect(timer.watch()).toBe('moved');
    expect(timer.until).toBe(noonPlus(1_800_000 + 14 * 3_600_000));
  });
});
