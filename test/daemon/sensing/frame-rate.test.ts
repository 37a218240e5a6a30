import { expect, test } from 'vitest';
import type { Rate } from '../../../src/daemon/sensing/frame-rate.ts';
import { counted, perSecond } from '../../../src/daemon/sensing/frame-rate.ts';
import { instant } from '../../../src/domain/units.ts';

const at = (every: number, until: number): Rate => {
  let rate: Rate = [];
  for (let moment = 0; moment < until; moment += every) rate = counted(rate, instant(moment));
  return rate;
};

// Read between two frames, as reports are.
test('ten frames a second are ten', () => expect(perSecond(at(100, 20_000), instant(19_950))).toBe(10));
test('a stopped camera goes down to zero', () => {
  expect(perSecond(at(100, 20_000), instant(22_450))).toBe(5);
  expect(perSecond(at(100, 20_000), instant(30_000))).toBe(0);
});
test('it never grows without bound', () => expect(at(0.1, 1000).length).toBeLessThanOrEqual(500));
