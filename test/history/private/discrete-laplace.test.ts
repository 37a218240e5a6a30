import { describe, expect, test } from 'vitest';
import type { Dice } from '../../../src/history/private/discrete-laplace.ts';
import { discreteLaplace } from '../../../src/history/private/discrete-laplace.ts';
import { seeded } from '../../../src/shared/random.ts';

const DRAWS = 20_000;

function dice(seed: number): Dice {
  const random = seeded(seed);
  return (below) => Math.floor(random() * below);
}

/** The probability of k, from the textbook: the two-sided geometric distribution. */
const probability = (k: number, scale: number): number => {
  const alpha = Math.exp(-1 / scale);
  return ((1 - alpha) / (1 + alpha)) * alpha ** Math.abs(k);
};

/** Pearson's statistic over k from -most to most and one bin for each tail. */
function chiSquare(draws: readonly number[], scale: number, most: number): number {
  const bins = Array.from({ length: 2 * most + 1 }, (_, i) => i - most);
  const expected = bins.map((k) => probability(k, scale) * draws.length);
  const tail = (draws.length - expected.reduce((sum, each) => sum + each, 0)) / 2;
  const seen = bins.map((k) => draws.filter((each) => each === k).length);
  const all = [
    ...expected.map((each, i) => [each, seen[i] ?? 0] as const),
    ...[1, -1].map((side) => [tail, draws.filter((each) => each * side > most).length] as const),
  ];
  return all.reduce((sum, [should, is]) => sum + (is - should) ** 2 / should, 0);
}

const drawn = (numerator: number, denominator: number): readonly number[] => {
  const fall = dice(7);
  return Array.from({ length: DRAWS }, () => discreteLaplace(numerator, denominator, fall));
};

describe('discrete Laplace noise', () => {
  // The limits are the 99.9 % points of chi-square for the bins less one.
  test.each([
    [1, 1, 5, 32.9],
    [3, 1, 12, 54.1],
    [1, 2, 2, 22.5],
    [16_000, 1000, 40, 125.0],
  ])('with the scale %d/%d has the distribution of the textbook', (numerator, denominator, most, limit) =>
    expect(chiSquare(drawn(numerator, denominator), numerator / denominator, most)).toBeLessThan(limit),
  );

  test('fails the same check against another scale', () => expect(chiSquare(drawn(3, 1), 3.3, 12)).toBeGreaterThan(54.1));

  test('uses whole numbers only', () => {
    const asked: number[] = [];
    const fall = dice(3);
    const counted: Dice = (below) => {
      asked.push(below);
      return fall(below);
    };
    for (let i = 0; i < 200; i += 1) expect(Number.isInteger(discreteLaplace(16_000, 730, counted))).toBe(true);
    expect(asked.every((each) => Number.isSafeInteger(each) && each > 0)).toBe(true);
  });
});
