import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cv } from '../../src/shared/opencv.ts';
import { smallerJpeg } from '../../src/shared/smaller-jpeg.ts';
import { root } from '../assets.ts';

const happy = readFileSync(join(root, 'music/covers/happy.jpg'));
const sides = (jpeg: Uint8Array | undefined) => {
  const { cols, rows } = cv.imdecode(Buffer.from(jpeg ?? []));
  return [cols, rows];
};
const [width = 0, height = 0] = sides(happy);

describe('smallerJpeg', () => {
  test.each([
    [happy.length, 2],
    [1800, 4],
    [900, 8],
  ])('into %i bytes goes the picture with its sides divided by %i', async (most, divisor) => {
    const smaller = await smallerJpeg(happy, most);
    expect(smaller?.length).toBeLessThanOrEqual(most);
    expect(sides(smaller)).toEqual([width / divisor, height / divisor]);
  });

  test('there is none of a few bytes', async () => expect(await smallerJpeg(happy, 100)).toBeUndefined());
  test.each([[Buffer.from('not a picture')], [Buffer.alloc(0)]])('%j is none', async (bytes) =>
    expect(await smallerJpeg(bytes, 9999)).toBeUndefined(),
  );
});
