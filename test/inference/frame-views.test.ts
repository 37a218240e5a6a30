import { describe, expect, test } from 'vitest';
import { frameViews } from '../../src/inference/frame-views.ts';
import { sketchOf } from '../../src/inference/motion/sketch.ts';
import { frameBy } from './scene.ts';

const chequered = frameBy(1280, 720, (x, y) => ((x + y) % 2 === 0 ? 100 : 120));

describe('the views of a frame', () => {
  test('make each picture once', () => {
    expect(frameViews(chequered).reducedTo(320)).toBe(frameViews(chequered).reducedTo(320));
    expect(frameViews(chequered).sketch).toBe(frameViews(chequered).sketch);
  });

  test('share nothing with those of another frame, even with the same pixels', () => {
    expect(frameViews({ ...chequered }).sketch).not.toBe(frameViews(chequered).sketch);
  });

  test('reduce the frame by the mean of its pixels, in the same shape', () => {
    const { width, height, gray } = frameViews(chequered).reducedTo(320);
    expect([width, height]).toEqual([320, 180]);
    expect([...new Set(gray)]).toEqual([110]);
  });

  test('never enlarge: a small frame is its own reduction', () => {
    const small = frameBy(160, 120, (x) => x);
    expect(frameViews(small).reducedTo(320)).toBe(small);
  });

  test('sketch every frame at a width of 320 pixels', () => {
    const { across, down } = frameViews(chequered).sketch;
    expect([across, down]).toEqual([40, 22]);
    const small = frameBy(160, 120, (x, y) => x + y);
    expect(frameViews(small).sketch).toEqual(sketchOf(small));
  });
});
