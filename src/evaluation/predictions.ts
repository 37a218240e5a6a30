import type { Emotion, EmotionScores } from '../domain/emotion.ts';
import { strongest } from '../domain/emotion.ts';
import { px } from '../domain/units.ts';
import type { Preprocessing } from '../inference/crop.ts';
import { batchOf, faceInput } from '../inference/crop.ts';
import type { GreyPicture } from '../inference/grey-picture.ts';
import type { EmotionClassifier, LabelHead } from '../inference/port.ts';
import type { Labelled } from './labelled.ts';
import { imageAt, STORED_SIDE } from './labelled.ts';
import type { Prediction } from './metrics.ts';

/** The strongest emotion of one head, and its probability. */
export type Answer = { readonly guess: Emotion; readonly confidence: number };

/** Both heads' answers for one labelled face. The daemon reports and acts on `people`. */
export type FaceReading = Pick<Labelled, 'emotion' | 'majority'> & Readonly<Record<LabelHead, Answer>>;

/** A labelled set: some of its rows, and the pixels of all of them. */
export type FaceSet = { readonly rows: readonly Labelled[]; readonly pixels: Uint8Array };

export type PredictionReader = { readonly classifier: EmotionClassifier; readonly preprocessing: Preprocessing };

/** A change made to a stored picture before it is read; `index` is its place in the pixel file. */
export type PictureChange = (picture: GreyPicture, index: number) => GreyPicture;

const BATCH = 64;
const WHOLE = { x: px(0), y: px(0), width: STORED_SIDE, height: STORED_SIDE };

/** Reads each face of a set through the daemon's own preprocessing. Rejects with the signal's reason when it is aborted. */
export async function readFaces(
  set: FaceSet,
  reader: PredictionReader,
  signal: AbortSignal,
  change: PictureChange = (picture) => picture,
): Promise<FaceReading[]> {
  const readings: FaceReading[] = [];
  for (let start = 0; start < set.rows.length; start += BATCH) {
    signal.throwIfAborted();
    readings.push(...(await readBatch(set.rows.slice(start, start + BATCH), set.pixels, reader, change)));
  }
  return readings;
}

async function readBatch(
  rows: FaceSet['rows'],
  pixels: Uint8Array,
  reader: PredictionReader,
  change: PictureChange,
): Promise<FaceReading[]> {
  const faces = rows.map(({ index }) => faceInput(change(imageAt(pixels, index), index), WHOLE, reader.preprocessing));
  const input = batchOf(faces);
  const people = await reader.classifier.classify(input, 'people');
  const labels = await reader.classifier.classify(input, 'labels');
  return rows.flatMap(({ emotion, majority }, at): FaceReading[] => {
    const [ofPeople, ofLabels] = [people[at], labels[at]];
    return ofPeople && ofLabels ? [{ emotion, majority, people: answerOf(ofPeople), labels: answerOf(ofLabels) }] : [];
  });
}

function answerOf(scores: EmotionScores): Answer {
  const guess = strongest(scores);
  return { guess, confidence: scores[guess] };
}

/** One head's answers (default: `labels`) beside FER-2013's own labels. */
export const byLabels = (readings: readonly FaceReading[], head: LabelHead = 'labels'): Prediction[] =>
  readings.map(({ emotion, [head]: answer }) => ({ truth: emotion, ...answer }));

/**
 * One head's answers (default: `people`) beside what most FERPlus voters saw; faces without such a majority are left out.
 */
export const byVotes = (readings: readonly FaceReading[], head: LabelHead = 'people'): Prediction[] =>
  readings.flatMap(({ majority, [head]: answer }) => (majority ? [{ truth: majority, ...answer }] : []));

/** `size` rows, evenly spaced over all of them and the same each time; all rows if there are no more than that. */
export const sampled = <Row>(rows: readonly Row[], size: number): readonly Row[] =>
  size >= rows.length ? rows : Array.from({ length: size }, (_, at) => rows[Math.floor((at * rows.length) / size)] as Row);
