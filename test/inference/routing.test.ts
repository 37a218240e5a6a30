import { describe, expect, test } from 'vitest';
import { px } from '../../src/domain/units.ts';
import { SIDE } from '../../src/inference/batch.ts';
import { batchOf } from '../../src/inference/crop.ts';
import type { Network } from '../../src/inference/port.ts';
import { networkFor, networksFor } from '../../src/inference/routing.ts';
import { sharpnessOf } from '../../src/inference/sharpness.ts';

/** Waves of that length in pixels: the shorter, the sharper. */
const waves = (length: number): Float32Array =>
  Float32Array.from({ length: SIDE * SIDE }, (_, at) => 0.5 + 0.4 * Math.sin((2 * Math.PI * (at % SIDE)) / length));
const box = (side: number) => ({ x: px(5), y: px(5), width: px(side), height: px(side) });

describe('networkFor', () => {
  const middle = waves(16);
  const at = sharpnessOf(middle);

  test('a face that is less sharp than the threshold goes to the far network', () => {
    expect(networkFor({ input: middle }, { sharpness: at * 1.01, smallest: 0 })).toBe('far');
    expect(networkFor({ input: middle }, { sharpness: at * 0.99, smallest: 0 })).toBe('near');
  });

  test('so does a small one, however sharp', () => {
    const routing = { sharpness: at / 2, smallest: 40 };
    expect(networkFor({ input: middle, box: box(39) }, routing)).toBe('far');
    expect(networkFor({ input: middle, box: box(40) }, routing)).toBe('near');
  });

  test('a face near a threshold stays with the network that read it', () => {
    const of = (sharpness: number, side: number, before: Network) =>
      networkFor({ input: middle, box: box(side), before }, { sharpness: at * sharpness, smallest: 40 });
    expect([of(1.05, 80, 'near'), of(1.05, 80, 'far'), of(0.95, 80, 'near'), of(0.95, 80, 'far')]).toEqual(['near', 'far', 'near', 'far']);
    expect([of(0.5, 38, 'near'), of(0.5, 42, 'far')]).toEqual(['near', 'far']);
  });

  test('and leaves it when it is clearly beyond', () => {
    const of = (sharpness: number, side: number, before: Network) =>
      networkFor({ input: middle, box: box(side), before }, { sharpness: at * sharpness, smallest: 40 });
    expect([of(1.2, 80, 'near'), of(0.8, 80, 'far'), of(0.5, 35, 'near'), of(0.5, 45, 'far')]).toEqual(['far', 'near', 'far', 'near']);
  });
});

test('networksFor looks at each face of a batch by itself', () => {
  const faces = [waves(8), waves(40), waves(9), waves(50)];
  expect(networksFor(batchOf(faces), 4, { sharpness: sharpnessOf(waves(16)), smallest: 40 })).toEqual(['near', 'far', 'near', 'far']);
});
