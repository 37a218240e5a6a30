import { describe, expect, test } from 'vitest';
import { headsOf } from '../../../src/bench/reach/heads.ts';
import type { ReachPoint } from '../../../src/bench/reach/reach.ts';
import { reachOf, reachRatio } from '../../../src/bench/reach/reach.ts';
import { faceWidth } from '../../../src/bench/reach/scenes.ts';
import { reachLines } from '../../../src/cli/bench/reach.ts';
import { reachFigure } from '../../../src/cli/bench/reach-figure.ts';
import { FakeFinder } from '../../fakes/face-finder.ts';
import { box, noiseFrame } from '../../inference/scene.ts';

const side = (found: number, cpu_ms: number) => ({ found, same: found, cpu_ms, first_cpu_ms: cpu_ms });
const point = (distance: number, ours: number, paper: number): ReachPoint => ({
  distance,
  pixels: Math.round(faceWidth(distance, 1280)),
  ours: side(ours, 5),
  paper: side(paper, 100),
});
const points = [point(0.75, 1, 1), point(2, 0.97, 0.9), point(3, 0.96, 0.99), point(4, 0.4, 0.1)];

describe('the distance curve', () => {
  test('a face is as wide as a lens of 70 degrees shows it', () => {
    expect(faceWidth(3, 1280)).toBeCloseTo(45.7, 1);
    expect(faceWidth(0.75, 640)).toBeCloseTo(91.4, 1);
  });

  test('reaches to the last distance before the first at which faces are missed, and no farther', () => {
    expect(reachOf(points, 'ours')).toBe(3);
    expect(reachOf(points, 'paper')).toBe(0.75);
    expect(reachOf([point(0.75, 0.9, 1)], 'ours')).toBe(0);
    expect(reachOf([point(0.75, 1, 1)], 'ours')).toBe(0.75);
    expect(reachRatio(points)).toBeCloseTo(20, 6);
  });

  test('is printed and drawn', () => {
    const reach = { people: 2, lights: ['day', 'evening'], pictures: 40, points, false_faces: { ours: 0, paper: 0.01 } };
    const lines = reachLines(reach);
    expect(lines.find((line) => line.startsWith('3 m'))).toMatch(/96 %.*5\.0.*99 %.*100\.0/);
    expect(lines).toContain("found in 95 % of the frames: ours to 3 m, the paper's recipe to 0.75 m");
    expect(reachFigure(reach)).toMatch(/^<\?xml[\s\S]*Faces are found to 3 m, at a cost of 1 : 20[\s\S]*<\/svg>\s*$/);
  });

  test('a picture without a face gives no head, and one with a face its surroundings', async () => {
    const frame = noiseFrame(3);
    expect(await headsOf([frame], new FakeFinder([]))).toEqual([]);
    const [head] = await headsOf([frame, frame], new FakeFinder([box(100, 100, 40)]));
    expect(head).toMatchObject({ picture: { width: 52, height: 68 }, face: { x: 6, y: 14, width: 40, height: 40 } });
  });
});
