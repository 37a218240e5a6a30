import type { Share } from '../domain/units.ts';
import type { Calibration } from './calibration.ts';
import { calibrationOf } from './calibration.ts';
import type { Metrics, Prediction } from './metrics.ts';
import { accuracyOf, metricsOf, ratio } from './metrics.ts';
import type { NeutralFaces } from './neutral.ts';
import { neutralOf } from './neutral.ts';
import type { FaceReading } from './predictions.ts';
import { byLabels, byVotes } from './predictions.ts';

/**
 * How far answers can be trusted, judged by one truth (the labels, or the votes). `accuracy` and `calibration` are of the network's head
 * for that truth; `daemon` is the accuracy of the `people` head, on which the daemon acts, and `neutral` is about that head too.
 */
export type Trust = {
  readonly images: number;
  readonly accuracy: number;
  readonly daemon: number;
  readonly calibration: Calibration;
  readonly neutral: NeutralFaces;
};

/** The share of the faces on which the daemon acts, and how many of these answers are right; 0 to 1. */
export type Acting = { readonly acted: number; readonly right: number };

/** Everything that a set of readings shows about a classifier. */
export type Assessment = {
  /** The `labels` head against the labels: the paper's measure. */
  readonly metrics: Metrics;
  readonly labels: Trust;
  /** Absent if no face has a majority of votes for one of our seven emotions. */
  readonly votes?: Trust;
  /** The daemon acts from this confidence up. */
  readonly confidence: Share;
  /** Judged by the votes, or by the labels if there are none. */
  readonly acting: Acting;
};

export function assess(readings: readonly FaceReading[], confidence: Share): Assessment {
  const [labels, votes] = [byLabels(readings), byVotes(readings)];
  return {
    metrics: metricsOf(labels),
    labels: trustIn(labels, byLabels(readings, 'people'), confidence),
    ...(votes.length > 0 ? { votes: trustIn(votes, votes, confidence) } : {}),
    confidence,
    acting: actingOn(votes.length > 0 ? votes : byLabels(readings, 'people'), confidence),
  };
}

/** What the daemon does with these answers: it acts from `confidence` up. */
export function actingOn(answers: readonly Prediction[], confidence: Share): Acting {
  const acted = answers.filter((answer) => answer.confidence >= confidence);
  return { acted: ratio(acted.length, answers.length), right: accuracyOf(acted) };
}

const trustIn = (answers: readonly Prediction[], people: readonly Prediction[], confidence: Share): Trust => ({
  images: answers.length,
  accuracy: accuracyOf(answers),
  daemon: accuracyOf(people),
  calibration: calibrationOf(answers),
  neutral: neutralOf(people, confidence),
});
