import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clipFrames } from '../../src/camera/clip.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { EmotionScores } from '../../src/domain/emotion.ts';
import { scoresBy, strongest } from '../../src/domain/emotion.ts';
import { facesInBatch } from '../../src/inference/batch.ts';
import { batchOf, faceInput } from '../../src/inference/crop.ts';
import { HaarFinder } from '../../src/inference/finding/haar.ts';
import { modelPath, OWN_MODELS, readManifest } from '../../src/inference/manifest.ts';
import { occlusionMap, READINGS, shades } from '../../src/inference/occlusion.ts';
import { openClassifier } from '../../src/inference/open.ts';
import type { EmotionClassifier } from '../../src/inference/port.ts';
import { clip, photo } from '../assets.ts';
import { FakeClassifier } from '../fakes/emotion-classifier.ts';
import { noise } from './scene.ts';

const FACE = 4096;
const SIDE = 64;

/** A square of four pixels that the patch covers whole or not at all. */
type Spot = { readonly x: number; readonly y: number };
const isIn = ({ x, y }: Spot, at: number): boolean => {
  const [column, row] = [at % SIDE, Math.floor(at / SIDE)];
  return column >= x && column < x + 4 && row >= y && row < y + 4;
};
const brightness = (face: Float32Array, { x, y }: Spot): number => {
  const rows = [y, y + 1, y + 2, y + 3].map((row) => face.subarray(row * SIDE + x, row * SIDE + x + 4));
  return rows.reduce((sum, row) => row.reduce((all, value) => all + value / 16, sum), 0);
};

/** Reads happiness out of what `of` says of a face (0 to 1), and nothing else; the rest is neutral. */
class HappyBy extends FakeClassifier {
  readonly #of: (face: Float32Array) => number;
  constructor(of: (face: Float32Array) => number) {
    super();
    this.#of = of;
  }
  override async classify(input: Float32Array): Promise<readonly EmotionScores[]> {
    this.batches.push(facesInBatch(input));
    return Array.from({ length: facesInBatch(input) }, (_, face) => {
      const happy = this.#of(input.subarray(face * FACE, (face + 1) * FACE));
      return scoresBy((emotion) => (emotion === 'happy' ? happy : emotion === 'neutral' ? 1 - happy : 0));
    });
  }
}

/** A grey face with a bright spot at each of these places. */
const faceWith = (...spots: readonly Spot[]): Float32Array =>
  Float32Array.from({ length: FACE }, (_, at) => (spots.some((spot) => isIn(spot, at)) ? 1 : 0.25));

async function explain(classifier: EmotionClassifier, face: Float32Array): Promise<Float32Array> {
  const [scores] = await classifier.classify(face);
  return occlusionMap(face, scores as EmotionScores, classifier);
}

const places = (map: Float32Array, wanted: (value: number) => boolean): number[] =>
  [...map.keys()].filter((at) => wanted(map[at] as number));

describe('an occlusion map', () => {
  test.each([
    ['in the middle', { x: 28, y: 40 }],
    ['off the middle', { x: 12, y: 8 }],
    ['at the right', { x: 60, y: 20 }],
    ['in a corner', { x: 0, y: 60 }],
  ])('of a classifier that looks at one spot %s peaks exactly there, and is 0 beyond the patch', async (_where, spot) => {
    const face = faceWith(spot);
    const map = await explain(new HappyBy((seen) => 0.2 + 0.7 * brightness(seen, spot)), face);
    const grey = face.reduce((sum, value) => sum + value, 0) / FACE;
    const most = Math.max(...map);
    expect(most).toBeCloseTo(0.7 * (1 - grey), 5);
    const peak = places(map, (value) => value > most - 1e-6);
    expect([peak.length, peak.every((at) => isIn(spot, at))]).toEqual([16, true]);
    const reached = (at: number): boolean =>
      Math.abs((at % SIDE) - spot.x - 1.5) < 12 && Math.abs(Math.floor(at / SIDE) - spot.y - 1.5) < 12;
    expect(places(map, (value) => Math.abs(value) > 1e-6).every(reached)).toBe(true);
  });

  test('keeps the sign: what speaks against the emotion is below 0', async () => {
    const [good, bad] = [
      { x: 12, y: 12 },
      { x: 44, y: 44 },
    ];
    const map = await explain(new HappyBy((face) => 0.6 + 0.3 * brightness(face, good) - 0.2 * brightness(face, bad)), faceWith(good, bad));
    const [least, most] = [Math.min(...map), Math.max(...map)];
    expect(places(map, (value) => value === most).every((at) => isIn(good, at))).toBe(true);
    expect(places(map, (value) => value === least).every((at) => isIn(bad, at))).toBe(true);
    expect(least).toBeLessThan(-0.1);
  });

  test('of a classifier that always answers the same is flat, and so are its shades', async () => {
    const map = await explain(new HappyBy(() => 0.8), noise(3, FACE));
    expect(Math.max(...map.map(Math.abs))).toBe(0);
    expect(Math.max(...shades(map).map(Math.abs))).toBe(0);
  });

  test('costs 324 readings in batches of at most 32, and leaves the face as it was', async () => {
    const classifier = new HappyBy(() => 0.8);
    const face = noise(5, FACE);
    await occlusionMap(face, (await classifier.classify(face))[0] as EmotionScores, classifier);
    expect(classifier.batches.slice(1).reduce((sum, each) => sum + each, 0)).toBe(READINGS);
    expect([READINGS, Math.max(...classifier.batches)]).toEqual([324, 32]);
    expect(face).toEqual(noise(5, FACE));
  });

  test('is made of one face at a time', async () => {
    const scores = scoresBy(() => 1 / 7);
    await expect(occlusionMap(new Float32Array(2 * FACE), scores, new FakeClassifier())).rejects.toThrow(RangeError);
  });
});

describe('the shades of a map', () => {
  test('stretch a map to its strongest place, for or against', () => {
    expect([...shades(Float32Array.from([0.1, -0.2, 0]))]).toEqual([expect.closeTo(0.5), -1, 0]);
    expect([...shades(Float32Array.from([0.8, -0.2, 0.4]))]).toEqual([1, expect.closeTo(-0.25), 0.5]);
  });
  test('stay weak for a map that hardly moves the decision', () => {
    expect(Math.max(...shades(Float32Array.from([0.001, -0.001])))).toBeCloseTo(0.02);
  });
});

describe('on the real weights and real faces', () => {
  let classifier: EmotionClassifier;
  let faces: readonly Float32Array[];
  beforeAll(async () => {
    const [manifest, { inference }] = [await readManifest(OWN_MODELS), loadConfig({ env: {} })];
    classifier = await openClassifier('onnx', OWN_MODELS, manifest);
    const finder = await HaarFinder.open(await modelPath(OWN_MODELS, manifest, 'cascade'), inference);
    const found: Float32Array[] = [];
    for (const [path, fps, widest] of [[clip(), 0.1, 320] as const, ...[3, 5].map((n) => [photo(n), 1, 960] as const)]) {
      for await (const frame of clipFrames(path, { fps, widest, signal: new AbortController().signal })) {
        for (const box of await finder.find(frame)) found.push(faceInput(frame, box, manifest.preprocessing));
      }
    }
    faces = found;
  });
  afterAll(() => classifier[Symbol.asyncDispose]());

  /** What the decided emotion loses when a tenth of the face is hidden: the map's hottest, and its coldest. */
  async function losses(face: Float32Array): Promise<{ readonly hottest: number; readonly coldest: number }> {
    const [scores] = await classifier.classify(face);
    const emotion = strongest(scores as EmotionScores);
    const map = await occlusionMap(face, scores as EmotionScores, classifier);
    const byHeat = [...map.keys()].sort((a, b) => (map[b] as number) - (map[a] as number));
    const grey = face.reduce((sum, value) => sum + value, 0) / FACE;
    const without = (hidden: readonly number[]) => {
      const copy = Float32Array.from(face);
      for (const at of hidden) copy[at] = grey;
      return copy;
    };
    const [hot, cold] = await classifier.classify(batchOf([without(byHeat.slice(0, 410)), without(byHeat.slice(-410))]));
    return {
      hottest: (scores?.[emotion] ?? 0) - (hot?.[emotion] ?? 0),
      coldest: (scores?.[emotion] ?? 0) - (cold?.[emotion] ?? 0),
    };
  }

  test('hiding the hottest tenth takes more from the emotion than hiding the coldest, nearly always and by far', async () => {
    expect(faces.length).toBeGreaterThanOrEqual(10);
    const all: Awaited<ReturnType<typeof losses>>[] = [];
    for (const face of faces) all.push(await losses(face));
    const right = all.filter(({ hottest, coldest }) => hottest > coldest).length;
    const mean = (of: (each: (typeof all)[number]) => number) => all.reduce((sum, each) => sum + of(each), 0) / all.length;
    expect(right / all.length).toBeGreaterThanOrEqual(0.9);
    expect(mean(({ hottest }) => hottest)).toBeGreaterThan(mean(({ coldest }) => coldest) + 0.15);
  }, 60_000);
});
