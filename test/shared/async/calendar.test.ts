import { describe, expect, test } from 'vitest';
import { moment, ms } from '../../../src/domain/units.ts';
import { Calendar } from '../../../src/shared/async/calendar.ts';
import { FakeClock } from '../../fakes/clock.ts';

const HOUR = 3_600_000;

/** A calendar that can be set, on a clock that reads fractions of a millisecond, as Node's does. */
function setting() {
  const clock = new FakeClock(0.37);
  let offset = 1_795_704_000_000;
  const calendar = new Calendar({ clock, today: () => moment(offset + Math.floor(clock.now())) });
  const set = (by: number): void => {
    offset += by;
  };
  return { calendar, clock, set };
}

describe('Calendar', () => {
  test('notices how far it was set, forwards and backwards, once', async () => {
    const { calendar, clock, set } = setting();
    for (const by of [14 * HOUR, -2 * 365 * 24 * HOUR, 60_001]) {
      set(by);
      await clock.advance(ms(1000.731));
      expect(Math.abs(calendar.jump() - by)).toBeLessThanOrEqual(1);
      expect(calendar.jump()).toBe(0);
    }
  });

  test('tells whole milliseconds, however fine the clock is', async () => {
    const { calendar, clock, set } = setting();
    for (let i = 0; i < 50; i += 1) {
      set(HOUR);
      await clock.advance(ms(333.337));
      expect(Number.isInteger(calendar.jump())).toBe(true);
    }
  });

  test('knows a sleep of the machine from a clock that was set', async () => {
    const clock = new FakeClock();
    let slept = 0;
    let set = 0;
    const calendar = new Calendar({ clock, today: () => moment(slept + set + clock.now()), uptime: () => ms(slept + clock.now()) });
    slept = HOUR;
    expect([calendar.jump(), calendar.hasSlept]).toEqual([HOUR, true]);
    set = HOUR;
    await clock.advance(ms(1000));
    expect([calendar.jump(), calendar.hasSlept]).toEqual([HOUR, false]);
  });

  test('takes fine adjustments for what they are', async () => {
    const { calendar, clock, set } = setting();
    set(59_000);
    await clock.advance(ms(10));
    expect(calendar.jump()).toBe(0);
  });
});
