import { expect, test } from 'vitest';
import { narrowed } from '../../src/camera/grey.ts';
import { clip, photo } from '../assets.ts';
import { framesOf } from '../inference/scene.ts';

test.each([
  ['a clip', () => clip(), 320],
  ['a photo', () => photo(3), 960],
  ['a working width beyond the source', () => photo(3), 4000],
])('a whole frame of %s, narrowed, is the frame that was asked for at once', async (_what, source, width) => {
  const [whole] = await framesOf(source(), 0.01, Number.POSITIVE_INFINITY);
  const [frame] = await framesOf(source(), 0.01, width);
  if (!whole || !frame) throw new Error('no frame');
  expect([whole.width, whole.height]).toEqual([whole.source.width, whole.source.height]);
  const { gray, ...size } = narrowed(whole, width);
  expect(Buffer.from(gray).equals(frame.gray)).toBe(true);
  expect(size).toEqual({ ...frame, gray: undefined });
});
