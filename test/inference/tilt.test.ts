import { describe, expect, test } from 'vitest';
import { turned } from '../../src/evaluation/corruptions.ts';
import { tiltsNear, turnedOffset, upright } from '../../src/inference/tilt.ts';
import { frameBy } from './scene.ts';

/** Smooth, so that two ways of resampling agree. */
const picture = frameBy(120, 120, (x, y) => Math.round(120 + 60 * Math.sin(x / 9) + 50 * Math.cos(y / 13)));

describe('an upright square of a picture', () => {
  test('is the picture itself where nothing is tilted', () => {
    expect(Buffer.compare(upright(picture, { x: 60, y: 60, length: 120, tilt: 0 }, 120).gray, picture.gray)).toBe(0);
  });

  test.each([-36, -18, 18, 36])('undoes a turn by %i degrees', (tilt) => {
    const { gray } = upright(turned(picture, tilt), { x: 60, y: 60, length: 60, tilt }, 60);
    const worst = Math.max(
      ...gray.map((grey, at) => Math.abs(grey - (picture.gray[(30 + Math.floor(at / 60)) * 120 + 30 + (at % 60)] ?? 0))),
    );
    expect(worst).toBeLessThanOrEqual(6);
  });

  test('takes the mean of the pixels that it reduces', () => {
    const chequered = frameBy(128, 128, (x, y) => ((x + y) % 2 === 0 ? 100 : 140));
    expect([...new Set(upright(chequered, { x: 64, y: 64, length: 128, tilt: 0 }, 32).gray)]).toEqual([120]);
  });

  test('repeats the border beyond the picture', () => {
    const even = frameBy(20, 20, () => 77);
    expect([...new Set(upright(even, { x: 2, y: 2, length: 40, tilt: 30 }, 20).gray)]).toEqual([77]);
  });
});

test('a quarter turn clockwise moves the right-hand side to the bottom', () => {
  const { x, y } = turnedOffset({ x: 10, y: 0 }, 90);
  expect([Math.round(x), Math.round(y)]).toEqual([0, 10]);
});

test('a head tilts on from where it was, and no farther than the cascade follows', () => {
  expect([tiltsNear(0), tiltsNear(18), tiltsNear(36)]).toEqual([
    [0, -18, 18],
    [18, 0, 36],
    [36, 18],
  ]);
});
