import type { Share } from '../domain/units.ts';
import type { Calibration } from './calibration.ts';
import { calibrationOf } from './calibration.ts';
import type { Answer, Metrics } from './metrics.ts';
import { accuracyOf, metricsOf } from './metrics.ts';
import type { NeutralFaces } from './neutral.ts';
import { neutralOf } from './neutral.ts';
import type { Reading } from './reading.ts';
import { byLabels, byVotes } from './reading.ts';

/** How far answers can be trusted, by one opinion on what is right. */
export type Trust = {
  readonly images: number;
  readonly accuracy: number;
  readonly calibration: Calibration;
  readonly neutral: NeutralFaces;
};

/** All that a set of readings tells of a classifier. */
export type Assessment = {
  readonly metrics: Metrics;
  readonly labels: Trust;
  /** Absent where no face has a majority of votes for one of our seven emotions. */
  readonly votes?: Trust;
  /** From this confidence on the daemon acts. */
  readonly confidence: Share;
};

export function assess(readings: readonly Reading[], confidence: Share): Assessment {
  const [labels, votes] = [byLabels(readings), byVotes(readings)];
  return {
    metrics: metricsOf(labels),
    labels: trustIn(labels, confidence),
    ...(votes.length > 0 ? { votes: trustIn(votes, confidence) } : {}),
    confidence,
  };
}

const trustIn = (answers: readonly Answer[], confidence: Share): Trust => ({
  images: answers.length,
  accuracy: accuracyOf(answers),
  calibration: calibrationOf(answers),
  neutral: neutralOf(answers, confidence),
});
