import type { EmotionScores } from '../domain/emotion.ts';
import { EMOTIONS, scoresBy } from '../domain/emotion.ts';
import type { LabelHead } from './port.ts';

/** Side of the network's square input, pixels. */
export const SIDE = 64;
const FACE = SIDE * SIDE;
/** The network's outputs by name, as scripts/train/export.py calls them. */
export const OUTPUT_OF: Readonly<Record<LabelHead, string>> = { people: 'scores', labels: 'labels' };

/** How many faces a flattened [n, 64, 64, 1] input holds. Throws RangeError for a length that is not whole faces. */
export function facesInBatch(input: Float32Array): number {
  const faces = input.length / FACE;
  if (!Number.isInteger(faces)) throw new RangeError(`input holds ${input.length} values, which is not a multiple of ${FACE}`);
  return faces;
}

/**
 * The network's flattened output as one set of scores a face: [n, 7], or [n, 8] if the eighth answer is "cannot tell". That one is left
 * out, so that the seven add up to less than 1. Throws RangeError if it has any other length.
 */
export function scoresIn(output: ArrayLike<number>, faces: number): readonly EmotionScores[] {
  const classes = output.length / faces;
  if (classes !== EMOTIONS.length && classes !== EMOTIONS.length + 1)
    throw new RangeError(`the network gave ${output.length} scores for ${faces} faces`);
  return Array.from({ length: faces }, (_, face) => scoresBy((_emotion, index) => output[face * classes + index] as number));
}
