import { describe, expect, test } from 'vitest';
import { SIDE } from '../../src/inference/batch.ts';
import { sharpnessOf } from '../../src/inference/sharpness.ts';
import { noise } from './scene.ts';

const FACE = SIDE * SIDE;
const by = (of: (x: number, y: number) => number): Float32Array =>
  Float32Array.from({ length: FACE }, (_, at) => of(at % SIDE, Math.floor(at / SIDE)));
/** Waves of that length in pixels, across and down, between 0.25 and 0.75. */
const waves = (length: number, strength = 0.25) =>
  by((x, y) => 0.5 + (strength / 2) * (Math.sin((2 * Math.PI * x) / length) + Math.sin((2 * Math.PI * y) / length)));

describe('sharpnessOf', () => {
  test('is 64 for a chess board, whose pixels each differ from their four neighbours', () => {
    // The Laplacian is 8 times the distance from the mean, with its sign turned: 64 times the variance.
    expect(sharpnessOf(by((x, y) => (x + y) % 2))).toBeCloseTo(64, 3);
  });

  test('is about 20 for noise: four neighbours and sixteen times the pixel itself', () =>
    expect(Math.abs(sharpnessOf(noise(5, FACE)) - 20)).toBeLessThan(1.5));

  test('is what the formula says of a wave, and falls with the fourth power of its length', () => {
    const expected = (length: number) => (2 - 2 * Math.cos((2 * Math.PI) / length)) ** 2;
    for (const length of [8, 16, 32]) expect(sharpnessOf(waves(length)) / expected(length)).toBeCloseTo(1, 1);
    expect(sharpnessOf(waves(16)) / sharpnessOf(waves(32))).toBeGreaterThan(14);
  });

  test('does not depend on contrast or brightness', () => {
    const [clear, hazy] = [waves(16), waves(16, 0.02).map((grey) => grey + 0.3)];
    expect(sharpnessOf(hazy) / sharpnessOf(clear)).toBeCloseTo(1, 3);
  });

  test('is 0 where there is nothing to see', () => {
    expect(sharpnessOf(new Float32Array(FACE))).toBe(0);
    expect(sharpnessOf(new Float32Array(FACE).fill(0.7))).toBe(0);
  });
});
