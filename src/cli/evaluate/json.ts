import type { Emotion } from '../../domain/emotion.ts';
import { EMOTIONS } from '../../domain/emotion.ts';
import type { Assessment, Trust } from '../../evaluation/assess.ts';
import type { Calibration } from '../../evaluation/calibration.ts';
import type { Quality } from '../../evaluation/metrics.ts';
import type { NeutralFaces } from '../../evaluation/neutral.ts';
import type { CorruptionResult, RemainingScore } from '../../evaluation/robustness.ts';
import { rounded } from '../console/table.ts';

export type Evaluation = {
  readonly engine: string;
  /** Of the weights, from the manifest. */
  readonly version: string;
  readonly parameters: number;
  readonly split: string | undefined;
  readonly assessment: Assessment;
  readonly robustness?: readonly CorruptionResult[];
};

type Opinions<T> = { readonly labels: T; readonly votes?: T };

type LeftJson = { readonly accuracy: number; readonly loss_points: number };
type WithstoodJson = LeftJson & {
  readonly name: string;
  readonly votes?: LeftJson;
  readonly acted: number;
  readonly right_of_acted: number;
};

/** An evaluation as `--json` prints it; shares are 0 to 1 with four digits, `loss_points` are percentage points. */
export type EvaluationJson = {
  readonly engine: string;
  readonly model: string;
  readonly parameters: number;
  readonly split: string | null;
  readonly images: number;
  readonly accuracy: number;
  /** `accuracy` by the labels of what the daemon acts on; where there are votes, theirs are of the same answers. */
  readonly daemon: { readonly accuracy: number };
  readonly votes?: { readonly images: number; readonly accuracy: number };
  readonly macro: Quality;
  readonly weighted: Quality;
  readonly classes: Readonly<Record<Emotion, Quality>>;
  readonly calibration: Opinions<Calibration>;
  readonly neutral: Opinions<NeutralFaces> & { readonly confidence: number };
  /** On how many of the faces as they are the daemon acts, and how many of these answers are right. */
  readonly acted: number;
  readonly right_of_acted: number;
  readonly robustness?: readonly WithstoodJson[];
  readonly labels: readonly Emotion[];
  readonly confusion: readonly (readonly number[])[];
};

export function evaluationJson({ engine, version, parameters, split, assessment, robustness }: Evaluation): EvaluationJson {
  const { metrics, votes, confidence } = assessment;
  const { images, accuracy, macro, weighted, classes, confusion } = metrics;
  return {
    engine,
    model: version,
    parameters,
    split: split ?? null,
    images,
    accuracy: share(accuracy),
    daemon: { accuracy: share(assessment.labels.daemon) },
    ...(votes ? { votes: { images: votes.images, accuracy: share(votes.accuracy) } } : {}),
    macro: shares(macro),
    weighted: shares(weighted),
    classes: Object.fromEntries(EMOTIONS.map((emotion) => [emotion, shares(classes[emotion])])) as Record<Emotion, Quality>,
    calibration: opinions(assessment, ({ calibration: { ece, bins } }) => ({ ece: share(ece), bins: bins.map(shares) })),
    neutral: { confidence, ...opinions(assessment, ({ neutral }) => shares(neutral)) },
    acted: share(assessment.acting.acted),
    right_of_acted: share(assessment.acting.right),
    ...(robustness ? { robustness: robustness.map(withstood) } : {}),
    labels: EMOTIONS,
    confusion,
  };
}

/** One figure measured against the labels and, if there are any, the votes. */
const opinions = <T>({ labels, votes }: Assessment, of: (trust: Trust) => T): Opinions<T> => ({
  labels: of(labels),
  ...(votes ? { votes: of(votes) } : {}),
});

const withstood = ({ name, labels, votes, acting }: CorruptionResult): WithstoodJson => ({
  name,
  ...left(labels),
  ...(votes ? { votes: left(votes) } : {}),
  acted: share(acting.acted),
  right_of_acted: share(acting.right),
});
const left = ({ accuracy, loss }: RemainingScore): LeftJson => ({ accuracy: share(accuracy), loss_points: rounded(loss * 100, 2) });
const share = (value: number): number => rounded(value, 4);
/** Rounds each figure to four digits; counts are whole numbers and stay as they are. */
const shares = <T extends Readonly<Record<string, number>>>(figures: T): T =>
  Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, share(value)])) as T;
