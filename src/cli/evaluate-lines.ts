import { EMOTIONS } from '../domain/emotion.ts';
import type { Metrics, Quality } from '../inference/metrics.ts';
import { PAPER_ACCURACY, TABLE_1 } from './paper.ts';
import { figure, rounded, table } from './table.ts';

export type Evaluation = {
  readonly engine: string;
  /** Of the weights, from the manifest. */
  readonly version: string;
  readonly split: string | undefined;
  readonly metrics: Metrics;
};

/** An evaluation for people, beside the paper's Table 1, or as one line of JSON. */
export const evaluationLines = (json: boolean, evaluation: Evaluation): string[] => (json ? [jsonOf(evaluation)] : readable(evaluation));

function jsonOf({ engine, version, split, metrics }: Evaluation): string {
  const { images, accuracy, classes, macro, weighted, confusion } = metrics;
  return JSON.stringify({
    engine,
    model: version,
    split: split ?? null,
    images,
    accuracy: rounded(accuracy, 4),
    macro: shares(macro),
    weighted: shares(weighted),
    classes: Object.fromEntries(EMOTIONS.map((emotion) => [emotion, shares(classes[emotion])])),
    labels: EMOTIONS,
    confusion,
  });
}

const shares = ({ precision, recall, f1, support }: Quality): Quality => ({
  precision: rounded(precision, 4),
  recall: rounded(recall, 4),
  f1: rounded(f1, 4),
  support,
});

function readable({ engine, version, split, metrics }: Evaluation): string[] {
  const { images, accuracy, macro, weighted, classes } = metrics;
  const row = (name: string, quality: Quality, paper: readonly number[]): string[] => [
    name,
    ...[quality.precision, quality.recall, quality.f1].map((each) => figure(each, 3)),
    `${quality.support}`,
    ...[0, 1, 2].map((column) => (paper[column] === undefined ? '' : figure(paper[column], 2))),
  ];
  return [
    `${images} images${split === undefined ? '' : ` of ${split}`}, weights ${version}, engine ${engine}`,
    `accuracy ${figure(accuracy * 100, 2)} % (the paper: ${figure(PAPER_ACCURACY * 100, 0)} %; its Table 1 weighs to 73 %)`,
    '',
    ...table([
      ['', 'precision', 'recall', 'F1', 'support', 'paper: precision', 'recall', 'F1'],
      ...EMOTIONS.map((emotion) => row(emotion, classes[emotion], TABLE_1[emotion])),
      row('weighted', weighted, TABLE_1.weighted),
      row('macro', macro, []),
    ]),
    '',
    'confusion (rows: the label, columns: the answer)',
    ...table([['', ...EMOTIONS], ...EMOTIONS.map((emotion, index) => [emotion, ...(metrics.confusion[index] ?? []).map(String)])]),
  ];
}
