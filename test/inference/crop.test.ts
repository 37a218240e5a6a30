import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { px } from '../../src/domain/units.ts';
import { batchOf, clipped, equalised, faceInput, inSource, widened } from '../../src/inference/crop.ts';
import { cv, grayMat, owned } from '../../src/shared/opencv.ts';
import { root } from '../assets.ts';
import { box, frameBy, noise, noiseFrame } from './scene.ts';

const PLAIN = { side: 64, equalise: false, margin: 0 };
const size = { width: px(320), height: px(240) };

describe('a box', () => {
  test('inside the frame stays as it is', () => expect(clipped(box(10, 20, 64), size)).toEqual(box(10, 20, 64)));
  test.each([
    ['left', box(-10, 20, 64), box(0, 20, 54, 64)],
    ['right', box(300, 20, 64), box(300, 20, 20, 64)],
    ['top', box(10, -30, 64), box(10, 0, 64, 34)],
    ['bottom', box(10, 230, 64), box(10, 230, 64, 10)],
    ['corner', box(310, 235, 64), box(310, 235, 10, 5)],
    ['whole frame and more', box(-5, -5, 400), box(0, 0, 320, 240)],
  ])('over the %s edge loses what is outside', (_edge, given, kept) => expect(clipped(given, size)).toEqual(kept));
  test.each([
    ['left of', box(-64, 0, 64)],
    ['right of', box(320, 0, 64)],
    ['above', box(0, -65, 64)],
    ['below', box(0, 240, 64)],
  ])('%s the frame has nothing in it', (_where, given) => expect(clipped(given, size)).toBeUndefined());
  test('is widened by a share of its size on each side', () => expect(widened(box(100, 100, 50, 40), 0.2)).toEqual(box(90, 92, 70, 56)));
});

describe('working pixels in source pixels', () => {
  const frame = frameBy(320, 240, () => 0, 2);
  test('are scaled and rounded', () => expect(inSource(box(10, 20, 31, 33), frame)).toEqual(box(20, 40, 62, 66)));
  test('end with the source', () => {
    const odd = { ...frame, source: { width: px(403), height: px(301) } };
    expect(inSource(box(0, 0, 320, 240), odd)).toEqual(box(0, 0, 403, 301));
    const edge = inSource(box(319, 239, 1), odd);
    expect(edge.x + edge.width).toBe(403);
    expect(edge.y + edge.height).toBe(301);
    expect(edge.width).toBeGreaterThanOrEqual(1);
  });
});

describe('the input of a face', () => {
  test('of the right size is the bytes themselves, 0 to 1', () => {
    const frame = frameBy(64, 64, (x, y) => (x * 4 + y) % 256);
    const input = faceInput(frame, box(0, 0, 64), PLAIN);
    expect([...input]).toEqual([...frame.gray].map((grey) => Math.fround(grey / 255)));
  });

  test('takes only the box: what lies around it never shines in', () => {
    const frame = frameBy(320, 240, (x, y) => (x >= 100 && x < 130 && y >= 80 && y < 110 ? 200 : 0));
    const input = faceInput(frame, box(100, 80, 30), PLAIN);
    expect(new Set(input)).toEqual(new Set([Math.fround(200 / 255)]));
  });

  test.each([
    ['enlarged', box(40, 30, 48)],
    ['reduced', box(100, 50, 150)],
    ['at the edge', box(270, 190, 50)],
    ['not square', box(5, 9, 80, 131)],
  ])('%s is what OpenCV makes of it, to a rounding', (_how, given) => {
    const frame = noiseFrame(7);
    using whole = owned(grayMat(frame.gray, frame.width, frame.height));
    using region = owned(whole.getRegion(new cv.Rect(given.x, given.y, given.width, given.height)));
    using resized = owned(region.resize(64, 64, 0, 0, cv.INTER_LINEAR));
    const theirs = resized.getData();
    const ours = faceInput(frame, given, PLAIN);
    const worst = Math.max(...ours.map((value, at) => Math.abs(value * 255 - (theirs[at] ?? 0))));
    expect(worst).toBeLessThanOrEqual(1);
  });

  test('over an edge is the part inside', () => {
    const frame = noiseFrame(3);
    expect(faceInput(frame, box(-20, 200, 60), PLAIN)).toEqual(faceInput(frame, box(0, 200, 40, 40), PLAIN));
  });

  test('outside the frame is refused', () => {
    expect(() => faceInput(noiseFrame(3), box(400, 0, 60), PLAIN)).toThrow(/outside the 320 x 240 picture/);
  });

  test('is widened by the margin', () => {
    const frame = noiseFrame(5);
    expect(faceInput(frame, box(100, 100, 50), { ...PLAIN, margin: 0.1 })).toEqual(faceInput(frame, box(95, 95, 60), PLAIN));
  });

  test('comes in one batch with the others, in their order', () => {
    const faces = [box(0, 0, 50), box(60, 60, 70)].map((each) => faceInput(noiseFrame(9), each, PLAIN));
    const batch = batchOf(faces);
    expect(batch.length).toBe(2 * 4096);
    expect(batch.subarray(4096)).toEqual(faces[1]);
    expect(batchOf([]).length).toBe(0);
  });
});

describe('equalisation', () => {
  const dark = noise(1, 4096).map((value) => value * value);

  test('is what training does', () => {
    const { equalised: first }: { equalised: number[] } = JSON.parse(readFileSync(join(root, 'models/near/parity.json'), 'utf8'));
    equalised(dark)
      .subarray(0, 64)
      .forEach((value, at) => {
        expect(value).toBeCloseTo(first[at] ?? Number.NaN, 6);
      });
  });

  test('is what OpenCV does', () => {
    const bytes = Uint8Array.from(dark, (value) => Math.round(value * 255));
    using gray = owned(grayMat(bytes, 64, 64));
    using theirs = owned(gray.equalizeHist());
    const data = theirs.getData();
    equalised(dark).forEach((value, at) => {
      expect(Math.abs(value * 255 - (data[at] ?? 0))).toBeLessThan(1.01);
    });
  });

  test('leaves a picture of one grey alone', () => {
    const flat = new Float32Array(4096).fill(0.5);
    expect(equalised(flat)).toEqual(flat);
  });

  test('happens where the weights were trained so', () => {
    const frame = frameBy(64, 64, (x) => 100 + Math.floor(x / 8));
    const input = faceInput(frame, box(0, 0, 64), { ...PLAIN, equalise: true });
    expect([Math.min(...input), Math.max(...input)]).toEqual([0, 1]);
  });
});
