import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FaceBox } from '../../../src/domain/sight.ts';
import { HaarFinder } from '../../../src/inference/finding/haar.ts';
import { ModelError, OWN_MODELS } from '../../../src/inference/manifest.ts';
import { photo } from '../../assets.ts';
import { faceFinderContract } from '../../contracts/face-finder.ts';
import { FakeFinder } from '../../fakes/face-finder.ts';
import { box, clipSample, framesOf, noiseFrame } from '../scene.ts';

const CASCADE = join(OWN_MODELS, 'haarcascade/haarcascade_frontalface_default.xml');
const PAPER = { scale_factor: 1.3, neighbours: 5, min_face: 36 };

const still = async (number: number, width = 960) => {
  const [frame] = await framesOf(photo(number), 10, width);
  if (!frame) throw new Error(`photo ${number} shows nothing`);
  return frame;
};

faceFinderContract('FakeFinder', async () => ({
  finder: new FakeFinder([box(10, 10, 40), box(100, 100, 60), box(300, 200, 80)]),
  crowd: noiseFrame(1),
}));
faceFinderContract('HaarFinder', async () => ({ finder: await HaarFinder.open(CASCADE, PAPER), crowd: await still(6) }));

describe('HaarFinder with the paper’s settings', () => {
  let finder: HaarFinder;
  beforeAll(async () => {
    finder = await HaarFinder.open(CASCADE, PAPER);
  });

  test('finds the one person of the clip in nine frames of ten, where a face can be', async () => {
    const sample = await clipSample();
    const found: (FaceBox | undefined)[] = [];
    for (const frame of sample) found.push((await finder.find(frame))[0]);
    expect(sample.length).toBeGreaterThan(20);
    expect(found.filter((face) => face).length / sample.length).toBeGreaterThanOrEqual(0.9);
    for (const face of found) if (face) expect(face.width).toBeGreaterThan(50);
  });

  test('finds groups in photos', async () => {
    expect((await finder.find(await still(3))).length).toBeGreaterThanOrEqual(3);
    expect((await finder.find(await still(6))).length).toBeGreaterThanOrEqual(4);
  });

  test.each([1, 2, 3])('finds nobody in noise %i', async (seed) => {
    expect(await finder.find(noiseFrame(seed))).toEqual([]);
  });

  test('looks for no face smaller than min_face', async () => {
    const crowd = await still(6);
    const choosy = await HaarFinder.open(CASCADE, { ...PAPER, min_face: 110 });
    const all = await finder.find(crowd);
    const large = await choosy.find(crowd);
    expect(all.some(({ width }) => width < 110)).toBe(true);
    expect(large.length).toBeGreaterThan(0);
    expect(large.every(({ width }) => width >= 110)).toBe(true);
  });
});

describe('a cascade', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'moodbox-haar-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('that is missing is named', async () => {
    const opening = HaarFinder.open(join(folder, 'none.xml'), PAPER);
    await expect(opening).rejects.toThrow(ModelError);
    await expect(opening).rejects.toThrow(/none\.xml: is missing; it is the Haar cascade/);
  });
  test.each([
    ['no XML', 'hello'],
    ['XML of something else', '<?xml version="1.0"?>\n<opencv_storage><other>1</other></opencv_storage>\n'],
    ['nothing', ''],
    ['half of one', readFileSync(CASCADE, 'utf8').slice(0, 400_000)],
    [
      'one without its stages',
      '<?xml version="1.0"?>\n<opencv_storage>\n<cascade type_id="opencv-cascade-classifier"></cascade>\n</opencv_storage>\n',
    ],
  ])('that is %s is refused', async (_what, text) => {
    const path = join(folder, 'wrong.xml');
    writeFileSync(path, text);
    const opening = HaarFinder.open(path, PAPER);
    await expect(opening).rejects.toThrow(ModelError);
    await expect(opening).rejects.toThrow(/wrong\.xml: is no Haar cascade/);
  });
});
