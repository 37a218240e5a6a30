import { describe, expect, test } from 'vitest';
import { px } from '../../src/domain/units.ts';
import { imageAt, STORED_SIDE } from '../../src/evaluation/labelled.ts';
import { blurred, greyPictureOf, grown, painted, planeOf, shrunk, smeared } from '../../src/evaluation/plane.ts';
import { ROOMS } from '../../src/evaluation/rooms.ts';
import { spectacled, withMask } from '../../src/evaluation/worn.ts';
import type { GreyPicture } from '../../src/inference/grey-picture.ts';
import { resized } from '../../src/inference/resample.ts';
import { sharpnessOf } from '../../src/inference/sharpness.ts';
import { frameBy, noise } from '../inference/scene.ts';

const greys = noise(7, STORED_SIDE ** 2);
/** A stored picture with waves of several lengths and a little noise on them. */
const face = frameBy(
  STORED_SIDE,
  STORED_SIDE,
  (x, y) => 120 + 60 * Math.sin(x / 5) + 40 * Math.cos(y / 7) + 20 * Math.sin(x + y) + 8 * (greys[y * STORED_SIDE + x] ?? 0),
);
const changed = (name: string, index = 5) => {
  const row = ROOMS.find(([each]) => each === name);
  if (!row) throw new Error(`there is no row '${name}'`);
  return row[1](face, index);
};
const sharpness = (picture: GreyPicture) =>
  sharpnessOf(resized(picture, { width: picture.width, height: picture.height, x: px(0), y: px(0) }, 64));
const mean = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
const at = ({ gray }: GreyPicture, x: number, y: number) => gray[y * STORED_SIDE + x] ?? -1;

describe('the rows of rooms', () => {
  test('are these', () =>
    expect(ROOMS.map(([name]) => name)).toEqual([
      '32 px',
      '24 px',
      '32 px, noise 6, JPEG 50',
      '24 px, noise 6, JPEG 50',
      'motion 5 px',
      'focus, sigma 1.5',
      'spectacle frames',
      'spectacles with glare',
      'night',
      'infrared look',
      'turned -22°',
      'turned -30°',
      'width 80 %',
      'a mask over the mouth',
    ]));

  test.each(ROOMS)('%s: changes a picture, keeps its size, leaves the original as it is, and is the same twice', (_name, change) => {
    const stored = Uint8Array.from(face.gray);
    const spoilt = change(imageAt(stored, 0), 5);
    expect(stored).toEqual(face.gray);
    expect([spoilt.width, spoilt.height, spoilt.gray.length]).toEqual([48, 48, 2304]);
    expect(mean(spoilt.gray.map((grey, place) => Math.abs(grey - (face.gray[place] ?? 0))))).toBeGreaterThan(1);
    expect(change(imageAt(stored, 0), 5).gray).toEqual(spoilt.gray);
  });

  test('small, moving and unfocused faces lose sharpness, the smaller the more', () => {
    const [before, half, third] = [sharpness(face), sharpness(changed('32 px')), sharpness(changed('24 px'))];
    expect(half).toBeLessThan(before / 2);
    expect(third).toBeLessThan(half);
    for (const name of ['motion 5 px', 'focus, sigma 1.5']) expect(sharpness(changed(name))).toBeLessThan(before / 2);
  });

  test('a night is dark and noisy, and another one for each face', () => {
    expect(mean(changed('night').gray)).toBeLessThan(mean(face.gray) / 2);
    expect(changed('night', 5).gray).not.toEqual(changed('night', 6).gray);
  });

  test('infrared is pale, flat, and brightest in the middle', () => {
    const grey = frameBy(STORED_SIDE, STORED_SIDE, () => 100);
    const lit = ROOMS.find(([name]) => name === 'infrared look')?.[1](grey, 1) ?? grey;
    expect(mean(lit.gray)).toBeGreaterThan(110);
    const around = (x: number, y: number) =>
      mean([0, 1, 2, 3].flatMap((right) => [0, 1, 2, 3].map((down) => at(lit, x + right, y + down))));
    expect(around(22, 22)).toBeGreaterThan(around(0, 0) + 15);
  });
});

describe('what people wear', () => {
  const grey = planeOf(frameBy(STORED_SIDE, STORED_SIDE, () => 128));

  test('a mask covers the mouth and leaves the eyes', () => {
    const picture = greyPictureOf(withMask(grey));
    expect([at(picture, 23, 10), at(picture, 14, 19)]).toEqual([128, 128]);
    expect(at(picture, 23, 38)).toBeGreaterThan(180);
  });

  test('frames are dark around both eyes, and the glass is clear without a glare', () => {
    const [clear, shining] = [0, 0.9].map((glare) => greyPictureOf(spectacled(grey, glare)));
    if (!clear || !shining) throw new Error('two were made');
    for (const eye of [14, 33]) {
      expect(at(clear, eye, 19)).toBe(128);
      expect(at(clear, eye, 13)).toBeLessThan(60);
    }
    expect(Math.max(...shining.gray)).toBeGreaterThan(220);
    expect(at(clear, 23, 40)).toBe(128);
  });
});

describe('planes', () => {
  const ramp = planeOf(frameBy(STORED_SIDE, STORED_SIDE, (x) => 5 * x));

  test('a picture becomes a plane and a picture again', () => expect(greyPictureOf(planeOf(face)).gray).toEqual(face.gray));
  test('shrinking keeps the mean, and growing again gives a ramp back', () => {
    expect(mean(shrunk(planeOf(face), 20).values)).toBeCloseTo(mean(planeOf(face).values), 5);
    const again = grown(shrunk(ramp, 24), STORED_SIDE).values;
    for (const x of [5, 20, 40]) expect(again[STORED_SIDE * 7 + x]).toBeCloseTo(ramp.values[STORED_SIDE * 7 + x] ?? -1, 5);
  });
  test('a line five pixels wide is what a motion of five makes of a point', () => {
    const point = painted(ramp, (_value, across, down) => (Math.abs(across * 24 - 0.5) < 0.1 && Math.abs(down * 24 - 0.5) < 0.1 ? 1 : 0));
    const line = smeared(point, 5).values;
    expect(Array.from(line.slice(24 * 48 + 20, 24 * 48 + 29), (value) => Math.round(value * 100) / 100)).toEqual([
      0, 0, 0.2, 0.2, 0.2, 0.2, 0.2, 0, 0,
    ]);
    expect(mean(blurred(point, 1.5).values)).toBeCloseTo(mean(point.values), 6);
  });
});
