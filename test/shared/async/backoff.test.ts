import { expect, test } from 'vitest';
import { ms } from '../../../src/domain/units.ts';
import { backoff } from '../../../src/shared/async/backoff.ts';

test('rests double up to the most', () => {
  const rest = backoff(ms(200), ms(30_000), () => 0);
  expect([0, 1, 2, 7, 8, 1000].map(rest)).toEqual([200, 400, 800, 25_600, 30_000, 30_000]);
});

test('chance shortens a rest by a quarter at most', () => {
  expect(backoff(ms(1000), ms(1000), () => 1)(0)).toBe(750);
  expect(backoff(ms(1000), ms(1000))(0)).toBeGreaterThanOrEqual(750);
});
