import { describe, expect, test } from 'vitest';
import { px } from '../../../src/domain/units.ts';
import type { Part } from '../../../src/inference/finding/parts.ts';
import { partsOf } from '../../../src/inference/finding/parts.ts';

const frameOf = (width: number, height: number) => ({ width: px(width), height: px(height) });
const CASES = [
  ['1280 x 720', frameOf(1280, 720), { least: 36, most: 192 }],
  ['1280 x 720, far', frameOf(1280, 720), { least: 27, most: 192 }],
  ['640 x 480', frameOf(640, 480), { least: 24, most: 96 }],
  ['400 x 300', frameOf(400, 300), { least: 24, most: 60 }],
  ['1920 x 1080', frameOf(1920, 1080), { least: 54, most: 287 }],
  ['320 x 240', frameOf(320, 240), { least: 24, most: 48 }],
] as const;

const scaleOf = ({ region, width }: Part): number => region.width / width;
const shows = (part: Part, side: number, x: number, y: number): boolean =>
  side >= part.least * scaleOf(part) &&
  side <= part.most * scaleOf(part) &&
  x >= part.region.x &&
  y >= part.region.y &&
  x + side <= part.region.x + part.region.width &&
  y + side <= part.region.y + part.region.height;

describe.each(CASES)('the parts of %s', (_name, frame, range) => {
  const parts = partsOf(frame, range);

  test('lie inside the frame, and no picture of one is larger than 480 x 400', () => {
    expect(parts.length).toBeGreaterThan(0);
    for (const { region, width, height } of parts) {
      expect(Math.min(region.x, region.y)).toBeGreaterThanOrEqual(0);
      expect(region.x + region.width).toBeLessThanOrEqual(frame.width);
      expect(region.y + region.height).toBeLessThanOrEqual(frame.height);
      expect([width <= 480, height <= 400]).toEqual([true, true]);
    }
  });

  test('show each face of those sizes whole in one of them, wherever it is', () => {
    for (let side = range.least; side <= range.most; side += 7) {
      for (let x = 0; x + side < frame.width - 8; x += 31) {
        for (let y = 0; y + side < frame.height - 8; y += 29)
          expect(
            parts.some((part) => shows(part, side, x, y)),
            `${side} at ${x},${y}`,
          ).toBe(true);
      }
    }
  });

  test('never search for faces smaller than the cascade can see', () => {
    for (const { least, most } of parts) expect([least >= 24, most > least]).toEqual([true, true]);
  });
});

test('a frame with no range of small faces has no parts', () => {
  expect(partsOf(frameOf(320, 240), { least: 60, most: 48 })).toEqual([]);
});
