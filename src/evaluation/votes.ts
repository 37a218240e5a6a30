import type { Emotion } from '../domain/emotion.ts';

/**
 * FERPlus (Barsoum et al., 2016): ten people's votes on the images of FER-2013. The order of the columns settles ties. `undefined`: the
 * column is not one of our seven emotions. scripts/train/data.py counts the votes in the same way.
 */
const VOTED: readonly (readonly [column: string, emotion: Emotion | undefined])[] = [
  ['votes_neutral', 'neutral'],
  ['votes_happiness', 'happy'],
  ['votes_surprise', 'surprise'],
  ['votes_sadness', 'sad'],
  ['votes_anger', 'angry'],
  ['votes_disgust', 'disgust'],
  ['votes_fear', 'fear'],
  ['votes_contempt', undefined],
  ['votes_unknown', undefined],
  ['votes_not_a_face', undefined],
];

export const VOTE_COLUMNS: readonly string[] = VOTED.map(([column]) => column);

/**
 * The emotion with the most votes; `counts` are in the order of VOTE_COLUMNS, and the first of equals wins. Undefined if nobody voted, or
 * if most votes went to contempt, unknown or not a face.
 */
export function majorityOf(counts: readonly number[]): Emotion | undefined {
  const most = Math.max(...counts);
  return most > 0 ? VOTED[counts.indexOf(most)]?.[1] : undefined;
}
