import type { Prediction } from './metrics.ts';
import { accuracyOf, ratio, sum } from './metrics.ts';

/** Faces of about the same confidence: the mean of it, and the share that was right. Both 0 where `count` is. */
export type Bin = { readonly count: number; readonly confidence: number; readonly accuracy: number };

/** `ece` is the expected calibration error, 0 to 1: how far confidence and accuracy lie apart, weighted by the bins' counts. */
export type Calibration = { readonly ece: number; readonly bins: readonly Bin[] };

/** So many bins of equal width over 0 to 1, each without its lower and with its upper end, as in Guo et al., 2017, section 2. */
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
