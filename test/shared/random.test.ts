import { describe, expect, test } from 'vitest';
import { between, exponential, normal, pick, seeded } from '../../src/shared/random.ts';

const drawn = <T>(draw: () => T, count = 20_000): T[] => Array.from({ length: count }, draw);
const mean = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0) / values.length;

describe('random numbers', () => {
  test('are the same for the same seed, in this release and the next: scenes, evenings and their figures depend on them', () => {
    expect(drawn(seeded(7), 3)).toEqual([0.011704753153026104, 0.06195825757458806, 0.97690763277933]);
    expect(drawn(seeded(8), 3)).not.toEqual(drawn(seeded(7), 3));
  });

  test('lie evenly between their bounds', () => {
    const random = seeded(1);
    const values = drawn(() => between(random, 2, 6));
    expect(Math.min(...values)).toBeGreaterThanOrEqual(2);
    expect(Math.max(...values)).toBeLessThan(6);
    expect(mean(values)).toBeCloseTo(4, 1);
  });

  test('of a normal distribution have mean 0 and variance 1; the waits between chance events have the mean asked for', () => {
    const random = seeded(2);
    const values = drawn(() => normal(random));
    expect(mean(values)).toBeCloseTo(0, 1);
    expect(mean(values.map((value) => value ** 2))).toBeCloseTo(1, 1);
    expect(mean(drawn(() => exponential(random, 10))) / 10).toBeCloseTo(1, 1);
  });

  test('pick a thing as often as its weight says', () => {
    const random = seeded(3);
    const picked = drawn(() => pick(random, ['rare', 'usual'], (each) => (each === 'rare' ? 1 : 3)));
    expect(picked.filter((each) => each === 'rare').length / picked.length).toBeCloseTo(0.25, 1);
  });
});
