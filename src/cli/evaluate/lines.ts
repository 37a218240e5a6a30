import { EMOTIONS } from '../../domain/emotion.ts';
import type { Acting, Assessment } from '../../evaluation/assess.ts';
import { BINS } from '../../evaluation/calibration.ts';
import type { Metrics, Quality } from '../../evaluation/metrics.ts';
import type { CorruptionResult, RemainingScore } from '../../evaluation/robustness.ts';
import { figure, table } from '../console/table.ts';
import { PAPER_ACCURACY, TABLE_1, TABLE_3 } from '../paper.ts';
import type { Evaluation } from './json.ts';

/** An evaluation for people, next to tables 1 and 3 of the paper. */
export function evaluationLines({ engine, version, parameters, split, assessment, robustness }: Evaluation): string[] {
  const { metrics } = assessment;
  return [
    `${metrics.images} images${split === undefined ? '' : ` of ${split}`}, weights ${version}, engine ${engine}`,
    ...trustLines(assessment),
    '',
    ...classLines(metrics),
    '',
    'confusion (rows: the label, columns: the answer)',
    ...table([['', ...EMOTIONS], ...EMOTIONS.map((emotion, index) => [emotion, ...(metrics.confusion[index] ?? []).map(String)])]),
    '',
    ...neutralLines(assessment),
    '',
    ...networkLines(metrics.accuracy, parameters),
    ...(robustness ? ['', ...robustnessLines(robustness, assessment)] : []),
  ];
}

function trustLines({ metrics, labels, votes }: Assessment): string[] {
  const byVotes = votes ? `, ${percent(votes.calibration.ece)} by the votes` : '';
  return [
    `accuracy ${percent(metrics.accuracy)} (the paper: ${figure(PAPER_ACCURACY * 100, 0)} %; its Table 1 weighs to 73 %)`,
    ...(votes ? [`accuracy ${percent(votes.accuracy)} by the votes of FERPlus, over ${votes.images} images with a majority`] : []),
    `what the daemon acts on, the opinion of most people, is right by the labels on ${percent(labels.daemon)}`,
    `expected calibration error ${percent(labels.calibration.ece)} by the labels${byVotes} (${BINS} bins)`,
  ];
}

function classLines({ classes, weighted, macro }: Metrics): string[] {
  const row = (name: string, quality: Quality, paper: readonly number[]): string[] => [
    name,
    ...[quality.precision, quality.recall, quality.f1].map((each) => figure(each, 3)),
    `${quality.support}`,
    ...[0, 1, 2].map((column) => (paper[column] === undefined ? '' : figure(paper[column], 2))),
  ];
  return table([
    ['', 'precision', 'recall', 'F1', 'support', 'paper: precision', 'recall', 'F1'],
    ...EMOTIONS.map((emotion) => row(emotion, classes[emotion], TABLE_1[emotion])),
    row('weighted', weighted, TABLE_1.weighted),
    row('macro', macro, []),
  ]);
}

function neutralLines({ labels, votes, confidence }: Assessment): string[] {
  const opinions = votes ? [labels.neutral, votes.neutral] : [labels.neutral];
  return table([
    ['neutral faces', 'by the labels', ...(votes ? ['by the votes'] : [])],
    ['faces', ...opinions.map(({ faces }) => `${faces}`)],
    ['called something else', ...opinions.map(({ mistaken }) => percent(mistaken))],
    [`called something else and acted upon (${confidence} or surer)`, ...opinions.map(({ acted_upon }) => percent(acted_upon))],
    [`unsure, whatever they were called (below ${confidence})`, ...opinions.map(({ unsure }) => percent(unsure))],
  ]);
}

function networkLines(accuracy: number, parameters: number): string[] {
  const row = (network: string, share: number, size: number): string[] => [network, percent(share), size.toLocaleString('en-GB')];
  return table([
    ["FER-2013, the paper's Table 3", 'accuracy', 'parameters'],
    ...TABLE_3.map((each) => row(each.network, each.accuracy, each.parameters)),
    row('ours', accuracy, parameters),
  ]);
}

function robustnessLines(rows: readonly CorruptionResult[], { labels, votes, acting }: Assessment): string[] {
  const acts = ({ acted, right }: Acting): string[] => [percent(acted), percent(right)];
  const cells = (left: RemainingScore | undefined): string[] => (left ? [percent(left.accuracy), figure(left.loss * 100, 2)] : []);
  return table([
    ['robustness', 'accuracy', 'loss in points', ...(votes ? ['by the votes', 'loss'] : []), 'acted on', 'right of those'],
    ['as they are', percent(labels.accuracy), '', ...(votes ? [percent(votes.accuracy), ''] : []), ...acts(acting)],
    ...rows.map((row) => [row.name, ...cells(row.labels), ...cells(row.votes), ...acts(row.acting)]),
  ]);
}

const percent = (share: number): string => `${figure(share * 100, 2)} %`;
