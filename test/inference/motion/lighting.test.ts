import { describe, expect, test } from 'vitest';
import { unexplained } from '../../../src/inference/motion/lighting.ts';
import type { Sketch } from '../../../src/inference/motion/sketch.ts';
import { sketchWith } from '../../../src/inference/motion/sketch.ts';

const [across, down] = [40, 22];
const sketch = (grey: (x: number, y: number) => number): Sketch =>
  sketchWith(
    { across, down },
    Float32Array.from({ length: across * down }, (_, cell) => Math.min(255, grey(cell % across, Math.floor(cell / across)))),
  );
const room = (x: number, y: number): number => 40 + ((x * 37 + y * 53) % 90);
const strongest = (changes: Float32Array): number => Math.max(...changes.map(Math.abs));
const before = sketch(room);

describe('light explains', () => {
  test('what becomes brighter everywhere', () =>
    expect(
      strongest(
        unexplained(
          before,
          sketch((x, y) => room(x, y) * 1.5),
        ),
      ),
    ).toBeLessThan(1));
  test('what a lamp at the left lights more than the rest', () => {
    const lit = sketch((x, y) => room(x, y) * (1 + 1 / (1 + (x / 15) ** 2)));
    expect(strongest(unexplained(before, lit))).toBeLessThan(3);
  });
  test('an exposure that falls by half', () =>
    expect(
      strongest(
        unexplained(
          before,
          sketch((x, y) => room(x, y) / 2),
        ),
      ),
    ).toBeLessThan(1));
});

describe('light does not explain', () => {
  const hand = (x: number, y: number): boolean => x >= 20 && x < 22 && y >= 10 && y < 12;
  test('a hand of 2 x 2 cells, and tells it from nothing around it', () => {
    const changes = unexplained(
      before,
      sketch((x, y) => (hand(x, y) ? room(x, y) + 20 : room(x, y))),
    );
    expect(
      [...changes].flatMap((change, cell) => (change === 0 ? [] : [[cell % across, Math.floor(cell / across), Math.round(change)]])),
    ).toEqual([
      [20, 10, 20],
      [21, 10, 20],
      [20, 11, 20],
      [21, 11, 20],
    ]);
  });
  test('a hand that becomes darker while the room becomes a little brighter', () => {
    const changes = unexplained(
      before,
      sketch((x, y) => room(x, y) * 1.05 - (hand(x, y) ? 25 : 0)),
    );
    expect(changes[10 * across + 20]).toBeLessThan(-10);
    expect(changes[across]).toBe(0);
  });
});

test('a sketch without cells has no changes', () => {
  const none = sketchWith({ across: 0, down: 0 }, new Float32Array(0));
  expect(unexplained(none, none)).toHaveLength(0);
});
