import type { Share } from '../domain/units.ts';
import type { Prediction } from './metrics.ts';
import { ratio } from './metrics.ts';

/** How neutral faces, the most common ones in a room, are read. Shares of `faces`, 0 to 1; all 0 if there are none. */
export type NeutralFaces = {
  readonly faces: number;
  /** Read as another emotion, with any confidence. */
  readonly mistaken: number;
  /** Read as another emotion with enough confidence for the daemon to act on. */
  readonly acted_upon: number;
  /** Read as anything below that confidence, so that the daemon ignores them. */
  readonly unsure: number;
};

/** Counts the faces that are truly neutral. The daemon acts if the strongest emotion has `confidence` or more. */
export function neutralOf(answers: readonly Prediction[], confidence: Share): NeutralFaces {
  const neutral = answers.filter(({ truth }) => truth === 'neutral');
  const unsure = neutral.filter((answer) => answer.confidence < confidence);
  const mistaken = neutral.filter(({ guess }) => guess !== 'neutral');
  const acted = mistaken.filter((answer) => answer.confidence >= confidence);
  const shareOf = (part: readonly Prediction[]): number => ratio(part.length, neutral.length);
  return { faces: neutral.length, mistaken: shareOf(mistaken), acted_upon: shareOf(acted), unsure: shareOf(unsure) };
}
