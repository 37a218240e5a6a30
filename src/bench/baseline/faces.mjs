// The answers of the network to the faces of a labelled set, by what most FERPlus voters saw, and people made of them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EMOTIONS } from '../../../dist/domain/emotion.js';
import { imageAt, labelsIn, STORED_SIDE } from '../../../dist/evaluation/labelled.js';
import { batchOf, faceInput } from '../../../dist/inference/crop.js';
import { OWN_MODELS, readManifest } from '../../../dist/inference/manifest.js';
import { openClassifier } from '../../../dist/inference/open.js';
import { normal } from '../../../dist/shared/random.js';

const WHOLE = { x: 0, y: 0, width: STORED_SIDE, height: STORED_SIDE };
const BATCH = 64;
const NEGATIVE = ['angry', 'disgust', 'fear', 'sad'];
const LEAST = 1e-7;

/** The scores of each face of a split, by its majority; `change` happens to each picture first. */
export async function answersOf(folder, split, change = (picture) => picture) {
  const { rows } = labelsIn(readFileSync(join(folder, 'labels.csv'), 'utf8'), split);
  const pixels = readFileSync(join(folder, 'pixels.u8.bin'));
  const manifest = await readManifest(OWN_MODELS);
  const answers = [];
  const network = await openClassifier('onnx', OWN_MODELS, manifest);
  try {
    for (let start = 0; start < rows.length; start += BATCH) {
      const batch = rows.slice(start, start + BATCH);
      const inputs = batch.map(({ index }) => faceInput(change(imageAt(pixels, index), index), WHOLE, manifest.preprocessing));
      const scores = await network.classify(batchOf(inputs), 'people');
      answers.push(...batch.map(({ majority }, at) => ({ majority, scores: scores[at] })));
    }
  } finally {
    await network[Symbol.asyncDispose]();
  }
  return answers.filter(({ majority }) => majority !== undefined);
}

/** The logarithm of the odds of anything negative against neutral: the higher, the more negative a face reads. */
export const negativity = (scores) =>
  Math.log(
    Math.max(
      LEAST,
      NEGATIVE.reduce((sum, each) => sum + scores[each], 0),
    ),
  ) - Math.log(Math.max(LEAST, scores.neutral));

export const isNegative = ({ majority }) => NEGATIVE.includes(majority);
export const isNeutral = ({ majority }) => majority === 'neutral';
export const is =
  (emotion) =>
  ({ majority }) =>
    majority === emotion;

/** Faces from the least to the most negative reading, to draw a person's from. */
export const ranked = (faces) => faces.map(({ scores }) => scores).sort((a, b) => negativity(a) - negativity(b));

/**
 * One of ranked faces for a person. `lean` (a standard normal number) is how negative this person looks beside others; `share`, 0 to 1, is
 * how much of the spread between faces is the person's own. Over all persons every face is drawn equally often, whatever the share.
 */
export function drawn(faces, lean, share, random) {
  const place = cumulative(Math.sqrt(share) * lean + Math.sqrt(1 - share) * normal(random));
  return faces[Math.min(faces.length - 1, Math.floor(place * faces.length))];
}

/** The normal distribution function, to 1e-7 (Abramowitz and Stegun 26.2.17). */
function cumulative(x) {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const tail = [1.330274429, -1.821255978, 1.781477937, -0.356563782, 0.31938153].reduce((sum, each) => (sum + each) * t, 0);
  const beyond = (tail * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
  return x > 0 ? 1 - beyond : beyond;
}

/** Area under the curve: how often a value of `high` exceeds one of `low`. */
export function area(low, high) {
  const all = [...low.map((value) => ({ value, high: 0 })), ...high.map((value) => ({ value, high: 1 }))].sort((a, b) => a.value - b.value);
  const ranks = all.reduce((sum, each, index) => sum + each.high * index, 0);
  return (ranks - (high.length * (high.length - 1)) / 2) / (low.length * high.length);
}

/** The median of each emotion's log-odds against neutral. */
export const usualOdds = (all) =>
  EMOTIONS.map((emotion) =>
    median(all.map((scores) => Math.log(Math.max(LEAST, scores[emotion])) - Math.log(Math.max(LEAST, scores.neutral)))),
  );

const median = (values) => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle] + sorted[middle - 1]) / 2;
};

/**
 * Numbers from 0 to 1, the same for the same seed (Marsaglia's xorshift). Not `seeded` of src/shared/random.ts: the figures in
 * docs/model-card.md were drawn with these.
 */
export function chance(seed) {
  let state = seed * 0x9e3779b1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
