import { describe, expect, test } from 'vitest';
import { share } from '../../../src/domain/units.ts';
import { moved, sketchOf, withoutZones } from '../../../src/inference/motion/sketch.ts';
import { frameBy, noise } from '../scene.ts';

const room = (x: number, y: number): number => 60 + ((x * 7 + y * 3) % 120);
/** Sensor noise of about that deviation, grey levels. */
const noisy = (seed: number, sigma: number) => {
  const greys = noise(seed, 320 * 240 * 3);
  const at = (index: number): number => greys[index] ?? 0;
  return sketchOf(
    frameBy(320, 240, (x, y) => {
      const i = 3 * (y * 320 + x);
      return Math.max(0, Math.min(255, Math.round(room(x, y) + (at(i) + at(i + 1) + at(i + 2) - 1.5) * 2 * sigma)));
    }),
  );
};
const still = sketchOf(frameBy(320, 240, room));
const withSquare = (side: number, grey: number) =>
  sketchOf(frameBy(320, 240, (x, y) => (x >= 100 && x < 100 + side && y >= 60 && y < 60 + side ? grey : room(x, y))));

describe('something moved', () => {
  test('where a face-sized thing came', () => expect(moved(still, withSquare(36, 200))).toBe(true));
  test('where something small came near', () => expect(moved(still, withSquare(20, 240))).toBe(true));
  test('where the frame has another size', () => expect(moved(still, sketchOf(frameBy(160, 120, room)))).toBe(true));
});

describe('nothing moved', () => {
  test('in the same picture', () => expect(moved(still, still)).toBe(false));
  test.each([1, 2, 3, 4, 5])('in the noise of a sensor in the evening (%i)', (seed) => {
    expect(moved(noisy(seed, 10), noisy(seed + 100, 10))).toBe(false);
  });
  test('where a lamp was switched on for the whole room', () => {
    expect(moved(still, sketchOf(frameBy(320, 240, (x, y) => room(x, y) + 40)))).toBe(false);
  });
  test('where one spot blinks', () => expect(moved(still, withSquare(5, 255))).toBe(false));
});

test('a picture smaller than a cell has no sketch, and no movement', () => {
  const tiny = sketchOf(frameBy(5, 5, () => 9));
  expect([tiny.greys.length, moved(tiny, tiny)]).toEqual([0, false]);
});

describe('zones to ignore', () => {
  const zone = { x: share(0.25), y: share(0.2), width: share(0.3), height: share(0.4) };
  const [before, after] = [still, withSquare(36, 200)].map((sketch) => withoutZones(sketch, [zone]));

  test('hide what moves in them, and nothing else', () => {
    const elsewhere = { ...zone, x: share(0.6) };
    expect(before && after && moved(before, after)).toBe(false);
    expect(moved(withoutZones(still, [elsewhere]), withoutZones(withSquare(36, 200), [elsewhere]))).toBe(true);
  });

  test('do not make movement of a lamp that lights the whole room, although half of the picture is ignored', () => {
    const half = { x: share(0), y: share(0), width: share(0.5), height: share(1) };
    const lit = sketchOf(frameBy(320, 240, (x, y) => room(x, y) + 40));
    const [dark, bright] = [still, lit].map((sketch) => withoutZones(sketch, [half]));
    expect(dark && bright && moved(dark, bright)).toBe(false);
  });

  test('may cover the whole picture', () =>
    expect(withoutZones(still, [{ x: share(0), y: share(0), width: share(1), height: share(1) }]).mean).toBe(0));

  test('cost nothing where there are none', () => expect(withoutZones(still, [])).toBe(still));
});
