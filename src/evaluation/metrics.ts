import type { Emotion } from '../domain/emotion.ts';
import { EMOTIONS } from '../domain/emotion.ts';

/** The classifier's guess for one image, its probability, and the truth. */
export type Prediction = { readonly truth: Emotion; readonly guess: Emotion; readonly confidence: number };

export type Quality = { readonly precision: number; readonly recall: number; readonly f1: number; readonly support: number };

/** How good a classifier is. Shares are 0 to 1; a share of nothing (a class that was never guessed, or never occurred) counts as 0. */
export type Metrics = {
  readonly images: number;
  readonly accuracy: number;
  readonly classes: Readonly<Record<Emotion, Quality>>;
  /** Plain means over the seven classes. */
  readonly macro: Quality;
  /** Means weighted by support, as in the last row of the paper's Table 1. */
  readonly weighted: Quality;
  /** `confusion[i][j]`: images of emotion i that were taken for emotion j, both in the order of EMOTIONS. */
  readonly confusion: readonly (readonly number[])[];
};

/** The share of right answers; 0 if there are no answers. */
export const accuracyOf = (answers: readonly Pick<Prediction, 'truth' | 'guess'>[]): number =>
  ratio(answers.filter(({ truth, guess }) => truth === guess).length, answers.length);

export function metricsOf(answers: readonly Pick<Prediction, 'truth' | 'guess'>[]): Metrics {
  const confusion = EMOTIONS.map((truth) =>
    EMOTIONS.map((guess) => answers.filter((answer) => answer.truth === truth && answer.guess === guess).length),
  );
  const qualities = EMOTIONS.map((_emotion, index) => qualityOf(confusion, index));
  return {
    images: answers.length,
    accuracy: accuracyOf(answers),
    classes: Object.fromEntries(EMOTIONS.map((emotion, index) => [emotion, qualities[index]])) as Record<Emotion, Quality>,
    macro: mean(qualities, () => 1),
    weighted: mean(qualities, ({ support }) => support),
    confusion,
  };
}

function qualityOf(confusion: Metrics['confusion'], index: number): Quality {
  const right = confusion[index]?.[index] ?? 0;
  const support = sum(confusion[index] ?? []);
  const guessed = sum(confusion.map((row) => row[index] ?? 0));
  return { precision: ratio(right, guessed), recall: ratio(right, support), f1: ratio(2 * right, guessed + support), support };
}

function mean(qualities: readonly Quality[], weight: (quality: Quality) => number): Quality {
  const total = sum(qualities.map(weight));
  const of = (pick: (quality: Quality) => number) => ratio(sum(qualities.map((quality) => pick(quality) * weight(quality))), total);
  return {
    precision: of((q) => q.precision),
    recall: of((q) => q.recall),
    f1: of((q) => q.f1),
    support: sum(qualities.map(({ support }) => support)),
  };
}

export const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);
/** A share of nothing counts as 0. */
export const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
