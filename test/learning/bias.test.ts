import { describe, expect, test } from 'vitest';
import { scoresBy, sumOfScores } from '../../src/domain/emotion.ts';
import { corrected, NO_BIAS, withinBounds } from '../../src/learning/bias.ts';

const FACE = scoresBy((emotion) => ({ sad: 0.5, neutral: 0.35 })[emotion as string] ?? 0.01);

describe('a bias', () => {
  test('moves the odds by its own difference, and nothing else', () => {
    const read = corrected(FACE, [0, 0, 0, 0, -0.5, 0, 0.5]);
    expect(Math.log(read.sad / read.neutral)).toBeCloseTo(Math.log(FACE.sad / FACE.neutral) - 1, 10);
    expect(read.happy / read.angry).toBeCloseTo(FACE.happy / FACE.angry, 10);
  });

  test('leaves how well a face can be read as it was', () => {
    expect(sumOfScores(FACE)).toBeCloseTo(0.9, 10);
    expect(sumOfScores(corrected(FACE, [1, 1, -1, 0, 1, 0, -1]))).toBeCloseTo(0.9, 10);
  });

  test('of nothing changes nothing', () => {
    const read = corrected(FACE, NO_BIAS);
    for (const [emotion, score] of Object.entries(FACE)) expect(read[emotion as 'sad']).toBeCloseTo(score, 12);
    const covered = scoresBy(() => 0);
    expect(corrected(covered, [1, 0, 0, 0, 0, 0, 0])).toEqual(covered);
  });

  test('has bounds', () => expect([-7, -0.3, 2].map(withinBounds)).toEqual([-1, -0.3, 1]));
});
