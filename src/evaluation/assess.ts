import type { Share } from '../domain/units.ts';
import type { Calibration } from './calibration.ts';
import { calibrationOf } from './calibration.ts';
import type { Metrics, Prediction } from './metrics.ts';
import { accuracyOf, metricsOf } from './metrics.ts';
import type { NeutralFaces } from './neutral.ts';
import { neutralOf } from './neutral.ts';
import type { FaceReading } from './predictions.ts';
import { byLabels, byVotes } from './predictions.ts';

/**
 * How far answers can be trusted, by one opinion on what is right: the answers are those meant for that opinion (accuracy, calibration).
 * `daemon`: the accuracy of the answers that the daemon acts on, those of people; `neutral` is about these too.
 */
export type Trust = {
  readonly images: number;
  readonly accuracy: number;
  readonly daemon: number;
  readonly calibration: Calibration;
  readonly neutral: NeutralFaces;
};

/** All that a set of readings tells of a classifier. */
export type Assessment = {
  /** Of the answers in the labels' opinion, against the labels: the paper's measure. */
  readonly metrics: Metrics;
  readonly labels: Trust;
  /** Absent where no face has a majority of votes for one of our seven emotions. */
  readonly votes?: Trust;
  /** From this confidence on the daemon acts. */
  readonly confidence: Share;
};

export function assess(readings: readonly FaceReading[], confidence: Share): Assessment {
  const [labels, votes] = [byLabels(readings), byVotes(readings)];
  return {
    metrics: metricsOf(labels),
    labels: trustIn(labels, byLabels(readings, 'people'), confidence),
    ...(votes.length > 0 ? { votes: trustIn(votes, votes, confidence) } : {}),
    confidence,
  };
}

const trustIn = (answers: readonly Prediction[], daemons: readonly Prediction[], confidence: Share): Trust => ({
  images: answers.length,
  accuracy: accuracyOf(answers),
  daemon: accuracyOf(daemons),
  calibration: calibrationOf(answers),
  neutral: neutralOf(daemons, confidence),
});
