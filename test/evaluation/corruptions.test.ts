import { describe, expect, test } from 'vitest';
import { contrast, gamma, loosened, noisy, shifted, turned } from '../../src/evaluation/corruptions.ts';
import { jpegCompressed } from '../../src/evaluation/jpeg-compression.ts';
import { imageAt, STORED_SIDE } from '../../src/evaluation/labelled.ts';
import { CORRUPTIONS } from '../../src/evaluation/robustness.ts';
import type { GreyPicture } from '../../src/inference/grey-picture.ts';
import { frameBy, noise } from '../inference/scene.ts';

const small = (...rows: number[][]): GreyPicture => frameBy(rows[0]?.length ?? 0, rows.length, (x, y) => rows[y]?.[x] ?? 0);
const rowsOf = ({ width, height, gray }: GreyPicture): number[][] =>
  Array.from({ length: height }, (_, row) => [...gray.subarray(row * width, (row + 1) * width)]);
const greys = noise(7, STORED_SIDE ** 2);
/** A stored picture that is smooth and the same nowhere: waves of two lengths with a little noise on them. */
const face = frameBy(
  STORED_SIDE,
  STORED_SIDE,
  (x, y) => 120 + 70 * Math.sin(x / 5) + 40 * Math.cos(y / 7) + 8 * (greys[y * STORED_SIDE + x] ?? 0),
);
const mean = ({ gray }: GreyPicture) => gray.reduce((total, grey) => total + grey, 0) / gray.length;
const deviation = (a: GreyPicture, b: GreyPicture) =>
  Math.sqrt(a.gray.reduce((total, grey, at) => total + (grey - (b.gray[at] ?? 0)) ** 2, 0) / a.gray.length);
/** Mean distance inside a frame of so many pixels, where no border is borrowed. */
const distanceInside = (a: GreyPicture, b: GreyPicture, margin: number): number => {
  const inside = [...a.gray.keys()].filter((at) =>
    [at % a.width, Math.floor(at / a.width)].every((place) => place >= margin && place < a.width - margin),
  );
  return inside.reduce((total, at) => total + Math.abs((a.gray[at] ?? 0) - (b.gray[at] ?? 0)), 0) / inside.length;
};

describe('what changes nothing', () => {
  test.each<[string, (picture: GreyPicture) => GreyPicture]>([
    ['gamma 1', (picture) => gamma(picture, 1)],
    ['the whole contrast', (picture) => contrast(picture, 1)],
    ['no turn', (picture) => turned(picture, 0)],
    ['a whole turn', (picture) => turned(picture, 360)],
    ['a box as large as the face', (picture) => loosened(picture, 1)],
    ['no shift', (picture) => shifted(picture, 0, 0)],
    ['no noise', (picture) => noisy(picture, 0, 1)],
  ])('%s', (_what, change) => expect(rowsOf(change(face))).toEqual(rowsOf(face)));
});

describe('light', () => {
  test('gamma keeps black and white and moves what is between', () => {
    expect(rowsOf(gamma(small([0, 64, 128, 255]), 2))).toEqual([[0, 16, 64, 255]]);
    expect(rowsOf(gamma(small([0, 64, 128, 255]), 0.5))).toEqual([[0, 128, 181, 255]]);
  });
  test('half the contrast halves the distance to the picture’s own mean', () => {
    expect(rowsOf(contrast(small([0, 100], [100, 200]), 0.5))).toEqual([
      [50, 100],
      [100, 150],
    ]);
    expect(mean(contrast(face, 0.5))).toBeCloseTo(mean(face), 0);
  });
  test('greys stay between 0 and 255', () => expect(rowsOf(contrast(small([0, 255]), 3))).toEqual([[0, 255]]));
});

describe('place', () => {
  const picture = small([1, 2, 3], [4, 5, 6], [7, 8, 9]);

  test('a quarter turn is clockwise', () =>
    expect(rowsOf(turned(picture, 90))).toEqual([
      [7, 4, 1],
      [8, 5, 2],
      [9, 6, 3],
    ]));
  test('turns there and back meet inside', () => expect(distanceInside(turned(turned(face, 15), -15), face, 12)).toBeLessThan(4));
  test('a turn to one side is the mirror of the other', () => {
    const mirrored = (of: GreyPicture) => frameBy(of.width, of.height, (x, y) => of.gray[y * of.width + of.width - 1 - x] ?? 0);
    expect(deviation(mirrored(turned(mirrored(face), 15)), turned(face, -15))).toBeLessThan(0.1);
  });
  test('a box too far right shows what is right of the face, and its border beyond', () =>
    expect(rowsOf(shifted(picture, 1 / 3, 0))).toEqual([
      [2, 3, 3],
      [5, 6, 6],
      [8, 9, 9],
    ]));
  test('a box too far up shows what is above', () =>
    expect(rowsOf(shifted(picture, 0, -1 / 3))).toEqual([
      [1, 2, 3],
      [1, 2, 3],
      [4, 5, 6],
    ]));
  test('half a pixel is the mean of two', () => expect(rowsOf(shifted(small([0, 10, 30, 50]), 1 / 8, 0))).toEqual([[5, 20, 40, 50]]));
  test('a box twice as wide shows the face at half its size, the border around it', () =>
    expect(rowsOf(loosened(small([10, 20, 30, 40]), 2))).toEqual([[10, 15, 35, 40]]));
  test('a box of half the size shows the middle', () =>
    expect(rowsOf(loosened(small([0, 0, 0, 0], [0, 40, 80, 0], [0, 40, 80, 0], [0, 0, 0, 0]), 1 / 3))[1]).toEqual([40, 53, 67, 80]));
});

describe('noise', () => {
  const plain = frameBy(200, 200, () => 128);
  test('has its standard deviation, no bias, and is the same for the same seed', () => {
    const spoilt = noisy(plain, 10, 3);
    expect(deviation(spoilt, plain)).toBeGreaterThan(9.8);
    expect(deviation(spoilt, plain)).toBeLessThan(10.2);
    expect(mean(spoilt)).toBeCloseTo(128, 0);
    expect(noisy(plain, 10, 3).gray).toEqual(spoilt.gray);
    expect(noisy(plain, 10, 4).gray).not.toEqual(spoilt.gray);
  });
  test('is Gaussian: two thirds within one deviation, a twentieth beyond two', () => {
    const away = [
      ...noisy(
        frameBy(200, 200, () => 128),
        20,
        9,
      ).gray,
    ].map((grey) => Math.abs(grey - 128));
    expect(away.filter((each) => each <= 20).length / away.length).toBeCloseTo(0.69, 1);
    expect(away.filter((each) => each > 40).length / away.length).toBeCloseTo(0.045, 1);
  });
});

describe('JPEG', () => {
  test('loses more at a lower quality, and the picture stays the picture', () => {
    const [fine, coarse] = [jpegCompressed(face, 95), jpegCompressed(face, 30)];
    expect([coarse.width, coarse.height, coarse.gray.length]).toEqual([48, 48, 2304]);
    expect(deviation(coarse, face)).toBeGreaterThan(deviation(fine, face));
    expect(deviation(coarse, face)).toBeLessThan(12);
  });
});

describe('the robustness table', () => {
  test('names each thing once', () => expect(new Set(CORRUPTIONS.map(([name]) => name)).size).toBe(12));
  test.each(CORRUPTIONS)(
    '%s: changes a stored picture, keeps its size, leaves the original as it is, and is the same twice',
    (_name, change) => {
      const stored = Uint8Array.from(face.gray);
      const spoilt = change(imageAt(stored, 0), 5);
      expect(stored).toEqual(face.gray);
      expect([spoilt.width, spoilt.height, spoilt.gray.length]).toEqual([48, 48, 2304]);
      expect(deviation(spoilt, face)).toBeGreaterThan(1);
      expect(change(imageAt(stored, 0), 5).gray).toEqual(spoilt.gray);
    },
  );
});
