import type { Prediction } from './metrics.ts';
import { accuracyOf, ratio, sum } from './metrics.ts';

/** Faces of similar confidence: its mean, and the share of right answers. Both are 0 if `count` is. */
export type Bin = { readonly count: number; readonly confidence: number; readonly accuracy: number };

/** `ece` is the expected calibration error, 0 to 1: the gap between confidence and accuracy, weighted by the bins' counts. */
export type Calibration = { readonly ece: number; readonly bins: readonly Bin[] };

/**
 * The number of bins of equal width from 0 to 1. Each excludes its lower end and includes its upper one, as in Guo et al., 2017, section 2.
 */
export const BINS = 15;

export function calibrationOf(answers: readonly Prediction[]): Calibration {
  const groups = Array.from({ length: BINS }, (): Prediction[] => []);
  for (const answer of answers) groups[binOf(answer.confidence)]?.push(answer);
  const bins = groups.map(binFrom);
  const ece = sum(bins.map(({ count, confidence, accuracy }) => ratio(count, answers.length) * Math.abs(confidence - accuracy)));
  return { ece, bins };
}

const binOf = (confidence: number): number => Math.min(BINS - 1, Math.max(0, Math.ceil(confidence * BINS) - 1));

const binFrom = (answers: readonly Prediction[]): Bin => ({
  count: answers.length,
  confidence: ratio(sum(answers.map(({ confidence }) => confidence)), answers.length),
  accuracy: accuracyOf(answers),
});
