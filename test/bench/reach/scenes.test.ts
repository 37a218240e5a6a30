import { describe, expect, test } from 'vitest';
import type { Head } from '../../../src/bench/reach/heads.ts';
import { headsOf } from '../../../src/bench/reach/heads.ts';
import { madeRoom } from '../../../src/bench/reach/room.ts';
import { faceWidth, LIGHTS, lit, pasted } from '../../../src/bench/reach/scenes.ts';
import { FakeFinder } from '../../fakes/face-finder.ts';
import { box, frameBy, noiseFrame } from '../../inference/scene.ts';

test('a face of 15 cm through a lens of 70 degrees is as wide as the geometry says', () => {
  expect([0.75, 1, 2, 3, 4].map((metres) => Math.round(faceWidth(metres, 1280)))).toEqual([183, 137, 69, 46, 34]);
});

test('a made room is the same for the same seed, another for another, and full of texture', () => {
  const [one, same, other] = [madeRoom(320, 180, 1), madeRoom(320, 180, 1), madeRoom(320, 180, 2)];
  expect(Buffer.compare(one.gray, same.gray)).toBe(0);
  expect(Buffer.compare(one.gray, other.gray)).not.toBe(0);
  expect(new Set(one.gray).size).toBeGreaterThan(60);
});

describe('a head', () => {
  test('is cut out with its hair and chin, all frames at the same place, and its face is where it was', async () => {
    const frames = [noiseFrame(1), noiseFrame(2)];
    const heads = await headsOf(frames, new FakeFinder([box(100, 80, 60)]));
    expect(heads).toHaveLength(2);
    for (const [index, { picture, face }] of heads.entries()) {
      expect([picture.width, picture.height, face]).toEqual([78, 102, box(9, 21, 60)]);
      expect(picture.gray[0]).toBe(frames[index]?.gray[59 * 320 + 91]);
    }
  });

  test('is missing if no frame shows a face', async () => {
    expect(await headsOf([noiseFrame(1)], new FakeFinder([]))).toEqual([]);
  });

  test('is pasted at its size and place, and fades into the room', () => {
    const head: Head = { picture: frameBy(100, 140, () => 250), face: box(10, 30, 80) };
    const { picture, face } = pasted(
      frameBy(320, 240, () => 50),
      head,
      { side: 40, x: 160, y: 100 },
    );
    expect(face).toEqual(box(140, 80, 40));
    expect(picture.gray[100 * 320 + 160]).toBe(250);
    expect(picture.gray[100 * 320 + 100]).toBe(50);
    const rim = picture.gray[100 * 320 + 137] ?? 0;
    expect([rim > 50, rim < 250]).toEqual([true, true]);
  });
});

test.each(LIGHTS)('the light of $name changes greys by its gain, and adds the same noise for the same seed', (light) => {
  const even = frameBy(320, 240, () => 120);
  const [one, same, other] = [lit(even, light, 1), lit(even, light, 1), lit(even, light, 2)];
  const left = (gray: Uint8Array) =>
    Array.from({ length: 240 }, (_, row) => gray[row * 320] ?? 0).reduce((sum, grey) => sum + grey, 0) / 240;
  expect(left(one.gray)).toBeCloseTo(120 * light.gain, -1);
  expect(Buffer.compare(one.gray, same.gray)).toBe(0);
  expect(Buffer.compare(one.gray, other.gray)).not.toBe(0);
});
