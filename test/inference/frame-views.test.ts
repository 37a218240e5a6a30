import { describe, expect, test } from 'vitest';
import { frameViews } from '../../src/inference/frame-views.ts';
import { sketchOf } from '../../src/inference/motion/sketch.ts';
import { frameBy } from './scene.ts';

const chequered = frameBy(1280, 720, (x, y) => ((x + y) % 2 === 0 ? 100 : 120));

describe('a glance at a frame', () => {
  test('makes each picture once', () => {
    expect(frameViews(chequered).reducedTo(320)).toBe(frameViews(chequered).reducedTo(320));
    expect(frameViews(chequered).sketch).toBe(frameViews(chequered).sketch);
  });

  test('shares nothing with one at another frame, even of the same pixels', () => {
    expect(frameViews({ ...chequered }).sketch).not.toBe(frameViews(chequered).sketch);
  });

  test('reduces the frame by the mean of its pixels, in the same shape', () => {
    const { width, height, gray } = frameViews(chequered).reducedTo(320);
    expect([width, height]).toEqual([320, 180]);
    expect([...new Set(gray)]).toEqual([110]);
  });

  test('never enlarges: a small frame is its own reduction', () => {
    const small = frameBy(160, 120, (x) => x);
    expect(frameViews(small).reducedTo(320)).toBe(small);
  });

  test('sketches every frame at 320 pixels of width', () => {
    const { across, down } = frameViews(chequered).sketch;
    expect([across, down]).toEqual([40, 22]);
    const small = frameBy(160, 120, (x, y) => x + y);
    expect(frameViews(small).sketch).toEqual(sketchOf(small));
  });
});
