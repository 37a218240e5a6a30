import { describe, expect, test } from 'vitest';
import { sceneOf } from '../../src/bench/scenarios.ts';
import { HaarFinder } from '../../src/inference/finding/haar.ts';
import { modelPath, OWN_MODELS, readManifest } from '../../src/inference/manifest.ts';
import { clip } from '../assets.ts';
import { framesOf } from '../inference/scene.ts';

const frames = await framesOf(clip(), 0.5);
const cascade = await modelPath(OWN_MODELS, await readManifest(OWN_MODELS), 'cascade');
const finder = await HaarFinder.open(cascade, { scale_factor: 1.3, neighbours: 5, min_face: 0 });
const found = async (scene: Parameters<typeof sceneOf>[0], most = 4) => {
  const counts: number[] = [];
  for (const frame of sceneOf(scene, frames).slice(0, most)) counts.push((await finder.find(frame)).length);
  return counts;
};

describe('made of the real clip', () => {
  test.each([1, 2, 4, 8])('a crowd of %i shows so many faces, in a picture of the same size', async (faces) => {
    const counts = await found({ kind: 'faces', faces });
    expect(counts.reduce((sum, each) => sum + each, 0) / counts.length).toBeGreaterThan(faces - 0.6);
    expect(Math.max(...counts)).toBeLessThanOrEqual(faces + 1);
    expect(sceneOf({ kind: 'faces', faces }, frames).map(({ width, height }) => [width, height])[0]).toEqual([640, 480]);
  });

  test('the empty room shows nobody, and no two pictures that are the same', async () => {
    expect(await found({ kind: 'empty' })).toEqual([0, 0, 0, 0]);
    const [first, second] = sceneOf({ kind: 'empty' }, frames);
    expect(first?.gray).not.toEqual(second?.gray);
    const apart = (first?.gray ?? []).map((grey, at) => Math.abs(grey - (second?.gray[at] ?? 0)));
    expect(Math.max(...apart)).toBeLessThan(20);
  });

  test.each([
    [320, 240],
    [1280, 720],
  ])('of %i x %i, the face still in it', async (width, height) => {
    const scene = { kind: 'size', width, height, shrunk: false } as const;
    const [first] = sceneOf(scene, frames);
    expect([first?.width, first?.height, first?.source, first?.gray.length]).toEqual([width, height, { width, height }, width * height]);
    expect(Math.min(...(await found(scene, 2)))).toBeGreaterThanOrEqual(1);
  });

  test('large pictures are few', () => expect(sceneOf({ kind: 'faces', faces: 1 }, frames).length).toBeLessThanOrEqual(20));
});
