import type { EmotionScores } from '../domain/emotion.ts';
import { EMOTIONS, scoresBy, sumOfScores } from '../domain/emotion.ts';
import type { Sighting } from '../domain/sight.ts';

/** What is added to the logarithm of each score: seven numbers in the order of EMOTIONS, each within LARGEST_BIAS of 0. */
export type ScoreBias = readonly number[];

/** The furthest that a number may be from 0: a factor of e (2.7) in the odds. */
export const LARGEST_BIAS = 1;
export const NO_BIAS: ScoreBias = EMOTIONS.map(() => 0);

export const withinBounds = (value: number): number => Math.min(LARGEST_BIAS, Math.max(-LARGEST_BIAS, value));

/**
 * The scores with a bias. They add up to what they added up to before: whether a face can be read at all has nothing to do with the bias.
 */
export function corrected(scores: EmotionScores, bias: ScoreBias): EmotionScores {
  const weights = EMOTIONS.map((emotion, index) => scores[emotion] * Math.exp(bias[index] ?? 0));
  const total = weights.reduce((sum, each) => sum + each, 0);
  const before = sumOfScores(scores);
  return total > 0 ? scoresBy((_emotion, index) => (before * (weights[index] ?? 0)) / total) : scores;
}

/** A sighting whose every face is read with a bias. */
export const withBias = (sighting: Sighting, bias: ScoreBias): Sighting => ({
  ...sighting,
  faces: sighting.faces.map((face) => ({ ...face, scores: corrected(face.scores, bias) })),
});
