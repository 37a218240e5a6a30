import { describe, expect, test } from 'vitest';
import { ceilingAt } from '../../../src/daemon/control/volume-ceiling.ts';
import { percent } from '../../../src/domain/units.ts';

const at = (time: string) => new Date(`2026-03-01T${time}:00`);
const hours = (quiet_hours: string) => ({ quiet_hours, quiet_volume: percent(25) });

describe('the ceiling of the volume', () => {
  test.each([
    ['22:00-07:00', ['22:00', '23:59', '00:00', '06:59'], ['07:00', '12:00', '21:59']],
    ['13:30-15:00', ['13:30', '14:59'], ['13:29', '15:00', '00:00']],
    ['9:00-9:30', ['09:00', '09:29'], ['08:59', '09:30']],
  ])('is the quiet one in %s', (when, quiet, loud) => {
    expect(quiet.map((time) => ceilingAt(at(time), hours(when)))).toEqual(quiet.map(() => 25));
    expect(loud.map((time) => ceilingAt(at(time), hours(when)))).toEqual(loud.map(() => 100));
  });

  test('is 100 without quiet hours', () => expect(ceilingAt(at('03:00'), hours(''))).toBe(100));
});
