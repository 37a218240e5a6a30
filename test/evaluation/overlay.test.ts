import { describe, expect, test } from 'vitest';
import { scoresBy } from '../../src/domain/emotion.ts';
import type { FaceBox, Frame } from '../../src/domain/sight.ts';
import { overlayPng } from '../../src/evaluation/overlay.ts';
import type { ExplainedFace } from '../../src/inference/pipeline.ts';
import { cv, owned } from '../../src/shared/opencv.ts';
import { box, frameBy } from '../inference/scene.ts';

const SIDE = 64;

/** A face whose left half speaks for its emotion, by `left`, and whose right half by `right`. */
const faceAt = (where: FaceBox, left: number, right: number, region = where): ExplainedFace => ({
  id: 1,
  box: where,
  region,
  scores: scoresBy((emotion) => (emotion === 'happy' ? 0.7 : 0.05)),
  map: Float32Array.from({ length: SIDE * SIDE }, (_, at) => (at % SIDE < SIDE / 2 ? left : right)),
});

async function drawn(frame: Frame, ...faces: ExplainedFace[]) {
  using picture = owned(cv.imdecode(Buffer.from(await overlayPng(frame, faces)), cv.IMREAD_COLOR));
  const [pixels, { cols, rows }] = [picture.getData(), picture];
  const at = (x: number, y: number) => {
    const [blue = -1, green = -1, red = -1] = pixels.subarray(3 * (y * cols + x), 3 * (y * cols + x) + 3);
    return { blue, green, red };
  };
  return { size: [cols, rows], at };
}

const GREY = { blue: 100, green: 100, red: 100 };
const plain = (width: number, height: number, times = 1) => frameBy(width, height, () => 100, times);

describe('the overlay of an explained frame', () => {
  test('is a PNG of the source’s size, even if the frame is smaller', async () => {
    expect(Buffer.from((await overlayPng(plain(200, 150), [])).subarray(0, 8)).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
    expect((await drawn(plain(200, 150))).size).toEqual([200, 150]);
    expect((await drawn(plain(100, 75, 4))).size).toEqual([400, 300]);
  });

  test('is orange where it speaks for the emotion, blue where against, grey around the face', async () => {
    const { at } = await drawn(plain(400, 300), faceAt(box(100, 100, 120), 0.4, -0.4));
    expect(at(130, 160).red).toBeGreaterThan(at(130, 160).blue + 80);
    expect(at(190, 160).blue).toBeGreaterThan(at(190, 160).red + 80);
    for (const [x, y] of [
      [50, 160],
      [300, 160],
      [160, 260],
    ] as const)
      expect(at(x, y)).toEqual(GREY);
  });

  test('lets the face shine through the strongest colour', async () => {
    const striped = frameBy(400, 300, (x) => (x % 20 < 10 ? 50 : 200));
    const { at } = await drawn(striped, faceAt(box(100, 100, 120), 0.4, 0.4));
    expect(at(135, 160).green - at(125, 160).green).toBeGreaterThan(40);
  });

  test('is paler where a part moves the decision less, and grey where it moves nothing', async () => {
    const { at } = await drawn(plain(400, 300), faceAt(box(100, 100, 120), 0.4, 0.1));
    expect(at(130, 160).red - 100).toBeGreaterThan(3 * (at(190, 160).red - 100));
    expect(at(190, 160).red).toBeGreaterThan(110);
    const flat = await drawn(plain(400, 300), faceAt(box(100, 100, 120), 0, 0));
    expect(flat.at(160, 160)).toEqual(GREY);
  });

  test('covers what the network saw, which may be more than the box', async () => {
    const { at } = await drawn(plain(400, 300), faceAt(box(120, 120, 80), 0.4, 0.4, box(100, 100, 120)));
    expect(at(105, 215).red).toBeGreaterThan(150);
  });

  test('has the box, and a label beside it: white on dark', async () => {
    const { at } = await drawn(plain(400, 300), faceAt(box(100, 100, 120), 0, 0));
    expect(at(100, 160)).toEqual({ blue: 255, green: 255, red: 255 });
    const label = Array.from({ length: 100 * 14 }, (_, index) => at(102 + (index % 100), 84 + Math.floor(index / 100)).green);
    expect(label.filter((value) => value < 60).length).toBeGreaterThan(600);
    expect(label.filter((value) => value > 200).length).toBeGreaterThan(60);
  });

  test('copes with a face as large as the picture, and with a picture smaller than its label', async () => {
    expect((await drawn(plain(400, 300), faceAt(box(0, 0, 400, 300), 0.4, 0.2))).size).toEqual([400, 300]);
    expect((await drawn(plain(48, 48), faceAt(box(0, 0, 48), 0.4, 0.2))).size).toEqual([48, 48]);
  });
});
