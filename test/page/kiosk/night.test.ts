import { describe, expect, test } from 'vitest';
import { isNight, shiftAt } from '../../../web/src/views/kiosk/night.ts';

const at = (hour: number, minute = 0): Date => new Date(2026, 10, 26, hour, minute);
const NIGHT = { from: 22 * 60, to: 7 * 60 };

describe('the night of a screen on the wall', () => {
  test('is the quiet hours, over midnight too', () => {
    expect([21, 22, 3, 6, 7].map((hour) => isNight(NIGHT, at(hour), false))).toEqual([false, true, true, true, false]);
    expect(isNight(null, at(3), false)).toBe(false);
  });

  test('is always, where the device asks for dark colours', () => expect(isNight(null, at(12), true)).toBe(true));
});

describe('the shift of the picture', () => {
  const day = Array.from({ length: 1440 }, (_, minute) => shiftAt(minute));

  test('is a few pixels, and never a jump', () => {
    for (const { x, y } of day) expect(Math.max(Math.abs(x), Math.abs(y))).toBeLessThanOrEqual(8);
    for (const [index, { x, y }] of day.slice(1).entries()) {
      expect(Math.abs(x - (day[index]?.x ?? 0))).toBeLessThanOrEqual(2);
      expect(Math.abs(y - (day[index]?.y ?? 0))).toBeLessThanOrEqual(2);
    }
  });

  test('keeps no pixel in one place for more than a fifth of a day', () => {
    const often = new Map<string, number>();
    for (const { x, y } of day) often.set(`${x} ${y}`, (often.get(`${x} ${y}`) ?? 0) + 1);
    expect(often.size).toBeGreaterThan(150);
    expect(Math.max(...often.values())).toBeLessThan(1440 / 5);
  });
});
