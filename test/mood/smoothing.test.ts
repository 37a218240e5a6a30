import { describe, expect, test } from 'vitest';
import type { Emotion } from '../../src/domain/emotion.ts';
import { EMOTIONS, scoresBy } from '../../src/domain/emotion.ts';
import type { Face } from '../../src/domain/sight.ts';
import { instant, ms, px } from '../../src/domain/units.ts';
import type { Faces } from '../../src/mood/smoothing.ts';
import { smooth } from '../../src/mood/smoothing.ts';

const face = (id: number, emotion: Emotion): Face => ({
  id,
  box: { x: px(0), y: px(0), width: px(10), height: px(10) },
  scores: scoresBy((each) => (each === emotion ? 1 : 0)),
});
const run = (...moments: [at: number, faces: Face[]][]): Faces =>
  moments.reduce<Faces>((state, [at, faces]) => smooth(state, faces, instant(at), ms(1000)), new Map());

describe('smooth', () => {
  test('a new face starts with its first reading', () => expect(run([0, [face(1, 'happy')]]).get(1)?.scores.happy).toBe(1));

  test('after one time constant 63 % of the way is gone, at any frame rate', () => {
    const coarse = run([0, [face(1, 'happy')]], [1000, [face(1, 'sad')]]);
    const fine = run([0, [face(1, 'happy')]], ...Array.from({ length: 20 }, (_, i): [number, Face[]] => [50 * (i + 1), [face(1, 'sad')]]));
    expect(coarse.get(1)?.scores.sad).toBeCloseTo(1 - 1 / Math.E, 6);
    expect(fine.get(1)?.scores.sad).toBeCloseTo(1 - 1 / Math.E, 6);
  });

  test('scores still add up to one', () => {
    const scores = run([0, [face(1, 'happy')]], [300, [face(1, 'sad')]], [500, [face(1, 'fear')]]).get(1)?.scores;
    expect(EMOTIONS.reduce((sum, each) => sum + (scores?.[each] ?? 0), 0)).toBeCloseTo(1, 9);
  });

  test('each face is averaged by itself', () => {
    const both = run([0, [face(1, 'happy'), face(2, 'sad')]], [500, [face(1, 'happy'), face(2, 'sad')]]);
    expect(both.get(1)?.scores.happy).toBe(1);
    expect(both.get(2)?.scores.sad).toBe(1);
  });

  test('a face that is gone is remembered for a while, then forgotten', () => {
    expect(run([0, [face(1, 'happy')]], [4000, []]).has(1)).toBe(true);
    expect(run([0, [face(1, 'happy')]], [5000, []]).has(1)).toBe(false);
  });

  test('no crowd makes it grow without bound', () => {
    const crowds = Array.from({ length: 100 }, (_, i): [number, Face[]] => [
      i,
      Array.from({ length: 50 }, (_, j) => face(i * 50 + j, 'happy')),
    ]);
    expect(run(...crowds).size).toBeLessThanOrEqual(64);
  });
});
