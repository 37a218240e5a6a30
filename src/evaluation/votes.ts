import type { Emotion } from '../domain/emotion.ts';

/**
 * FERPlus (Barsoum et al., 2016): ten people's votes on the images of FER-2013, in the order of their columns, which settles
 * ties; `undefined` is what none of our seven emotions means. scripts/train/data.py counts them in the same way.
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
 * The emotion with most votes; `counts` in the order of VOTE_COLUMNS, the first of equals wins. Nothing where nobody voted, or
 * where most votes went to contempt, unknown or not a face.
 */
export function majorityOf(counts: readonly number[]): Emotion | undefined {
  const most = Math.max(...counts);
  return most > 0 ? VOTED[counts.indexOf(most)]?.[1] : undefined;
}
