import { describe, expect, test } from 'vitest';
import { instant } from '../../../src/domain/units.ts';
import { outOfWindow, searchWindow } from '../../../src/inference/finding/search-window.ts';
import { overlap } from '../../../src/inference/track.ts';
import { box, frameBy } from '../scene.ts';

const frame = { ...frameBy(320, 240, () => 0), at: instant(0) };

describe('the window around a known face', () => {
  test('is the face and a quarter of it on each side', () => {
    expect(searchWindow(box(100, 80, 80), frame).region).toEqual(box(80, 60, 120));
  });

  test.each([
    ['the left top corner', box(0, 0, 80)],
    ['the right bottom corner', box(240, 160, 80)],
    ['the whole height', box(50, 0, 240)],
    ['a frame that has become smaller', box(900, 700, 60)],
  ])('stays a square inside the frame at %s', (_where, face) => {
    const { region } = searchWindow(face, frame);
    expect(region.width).toBe(region.height);
    expect(Math.min(region.x, region.y)).toBeGreaterThanOrEqual(0);
    expect(region.x + region.width).toBeLessThanOrEqual(320);
    expect(region.y + region.height).toBeLessThanOrEqual(240);
  });

  test('always has the same picture size and the same limits for a face, whatever the size of the face', () => {
    const windows = [40, 64, 80, 120].map((side) => searchWindow(box(60, 50, side), frame));
    for (const { side, least, most } of windows) expect({ side, least, most }).toEqual({ side: 54, least: 27, most: 49 });
  });

  test('allows larger faces if the frame has no room for its margin', () => {
    const { side, least, most } = searchWindow(box(40, 20, 200), frame);
    expect(side).toBe(54);
    expect(least).toBeGreaterThan(27);
    expect(most).toBeLessThan(240);
  });

  test.each([box(100, 80, 80), box(3, 2, 50), box(30, 10, 210)])('converts boxes back to the frame', (face) => {
    const window = searchWindow(face, frame);
    const scale = window.side / window.region.width;
    const inside = box((face.x - window.region.x) * scale, (face.y - window.region.y) * scale, face.width * scale);
    expect(overlap(outOfWindow(inside, window), face)).toBeGreaterThan(0.95);
  });
});
