import { describe, expect, test } from 'vitest';
import { figuresOf, median, p99, sameFaces } from '../../src/bench/figures.ts';
import type { FrameCost, Round } from '../../src/bench/port.ts';
import type { FaceBox } from '../../src/domain/sight.ts';
import { ms } from '../../src/domain/units.ts';
import { box } from '../inference/scene.ts';

const spent = (wall: number, cpu: number) => ({ wall: ms(wall), cpu: ms(cpu) });
const turn = (wall: number, cpu: number): FrameCost => ({
  ...spent(wall, cpu),
  stages: { detect: spent(wall / 2, cpu / 2), preprocess: spent(0, 0), infer: spent(wall / 4, cpu / 4) },
});
const round = (turns: readonly FrameCost[], boxes: readonly (readonly FaceBox[])[] = turns.map(() => []), rss = 100): Round => ({
  engine: 'an engine',
  footage: 'the same',
  decode: spent(1, 1),
  costs: turns,
  boxes,
  rss,
});

test.each([
  [[], 0, 0],
  [[7], 7, 7],
  [[3, 1, 2], 2, 3],
  [[4, 1, 3, 2], 2.5, 4],
  [Array.from({ length: 200 }, (_, i) => 200 - i), 100.5, 198],
])('median and 99th percentile of %j', (values, middle, high) => expect([median(values), p99(values)]).toEqual([middle, high]));

test('figures are the median of the rounds’ means, percentiles over all frames, and the last round’s memory', () => {
  const rounds = [
    round([turn(1, 2), turn(3, 2)]),
    round([turn(10, 20), turn(10, 20)]),
    round([turn(4, 6), turn(4, 6)], [[box(0, 0, 9)], []], 120),
  ];
  const { stages, ...whole } = figuresOf(rounds);
  expect(whole).toEqual({
    engine: 'an engine',
    ms_per_frame: 4,
    cpu_ms_per_frame: 6,
    p99_ms: 10,
    p99_cpu_ms: 20,
    fps: 250,
    rss_mb: 120,
    faces: 1 / 6,
    spread: { ms_per_frame: [2, 10], cpu_ms_per_frame: [2, 20] },
  });
  expect(stages.detect).toEqual({ ms: 2, cpu_ms: 3, p99_ms: 5, p99_cpu_ms: 10 });
});

describe('sameFaces', () => {
  const same = (ours: readonly (readonly FaceBox[])[], paper: readonly (readonly FaceBox[])[]) =>
    sameFaces({ ours: [round([], ours)], paper: [round([], paper)] });

  test('asks for the largest face only, at its place, and only where the recipe finds one', () => {
    const [face, beside] = [box(10, 10, 40), box(200, 10, 20)];
    expect(same([[beside, face], [], [face]], [[face, beside], [], [beside]])).toEqual({ frames: 2, share: 0.5, iou: 1 });
  });

  test('a box that overlaps too little is another face', () =>
    expect(same([[box(30, 10, 40)]], [[box(10, 10, 40)]])).toEqual({ frames: 1, share: 0, iou: 0 }));
});
