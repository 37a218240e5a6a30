import type { Acting, Assessment, Trust } from './assess.ts';
import { actingOn } from './assess.ts';
import { contrast, gamma, loosened, noisy, shifted, turned } from './corruptions.ts';
import { jpegCompressed } from './jpeg-compression.ts';
import type { Prediction } from './metrics.ts';
import { accuracyOf } from './metrics.ts';
import type { FaceReading, FaceSet, PictureChange, PredictionReader } from './predictions.ts';
import { byLabels, byVotes, readFaces } from './predictions.ts';
import { ROOMS } from './rooms.ts';

/** The accuracy with one corruption of each face; `loss` is how much lower it is than with the faces as they are. */
export type RemainingScore = { readonly accuracy: number; readonly loss: number };
/** Judged by the labels, and by the votes if there are any; `acting` by the votes, or else the labels. */
export type CorruptionResult = {
  readonly name: string;
  readonly labels: RemainingScore;
  readonly votes?: RemainingScore;
  readonly acting: Acting;
};

/** Each is applied alone, to the stored picture. Noise differs from face to face but is the same in every run. */
export const CORRUPTIONS: readonly (readonly [name: string, change: PictureChange])[] = [
  ['gamma 0.5', (picture) => gamma(picture, 0.5)],
  ['gamma 2', (picture) => gamma(picture, 2)],
  ['contrast halved', (picture) => contrast(picture, 0.5)],
  ['turned +15°', (picture) => turned(picture, 15)],
  ['turned -15°', (picture) => turned(picture, -15)],
  ['crop 15 % too wide', (picture) => loosened(picture, 1.15)],
  ['crop 10 % too far right', (picture) => shifted(picture, 0.1, 0)],
  ['crop 10 % too far left', (picture) => shifted(picture, -0.1, 0)],
  ['crop 10 % too far down', (picture) => shifted(picture, 0, 0.1)],
  ['crop 10 % too far up', (picture) => shifted(picture, 0, -0.1)],
  ['Gaussian noise, sigma 10', (picture, index) => noisy(picture, 10, index)],
  ['JPEG, quality 30', (picture) => jpegCompressed(picture, 30)],
];

/**
 * Reads the set once for each of CORRUPTIONS and of ROOMS; `asTheyAre` is the assessment without any. Rejects with the signal's reason on
 * abort.
 */
export async function robustnessOf(
  set: FaceSet,
  reader: PredictionReader,
  asTheyAre: Assessment,
  signal: AbortSignal,
): Promise<CorruptionResult[]> {
  const rows: CorruptionResult[] = [];
  for (const [name, change] of [...CORRUPTIONS, ...ROOMS]) {
    rows.push({ name, ...resultOf(await readFaces(set, reader, signal, change), asTheyAre) });
  }
  return rows;
}

function resultOf(readings: readonly FaceReading[], { labels, votes, confidence }: Assessment): Omit<CorruptionResult, 'name'> {
  const people = votes ? byVotes(readings) : byLabels(readings, 'people');
  return {
    labels: remaining(labels, byLabels(readings)),
    ...(votes ? { votes: remaining(votes, people) } : {}),
    acting: actingOn(people, confidence),
  };
}

function remaining(before: Pick<Trust, 'accuracy'>, answers: readonly Prediction[]): RemainingScore {
  const accuracy = accuracyOf(answers);
  return { accuracy, loss: before.accuracy - accuracy };
}
