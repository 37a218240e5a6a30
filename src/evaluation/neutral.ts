import type { Share } from '../domain/units.ts';
import type { Prediction } from './metrics.ts';
import { ratio } from './metrics.ts';

/** What becomes of neutral faces, which a room shows most. Shares of `faces`, 0 to 1; all 0 where there are none. */
export type NeutralFaces = {
  readonly faces: number;
  /** Called something else, however unsure. */
  readonly mistaken: number;
  /** Called something else with enough confidence to be acted upon. */
  readonly acted_upon: number;
  /** Whatever they were called: below that confidence, so that they count for nothing. */
  readonly unsure: number;
};

/** Of the faces that are neutral; the daemon acts where the strongest emotion has `confidence` or more. */
export function neutralOf(answers: readonly Prediction[], confidence: Share): NeutralFaces {
  const neutral = answers.filter(({ truth }) => truth === 'neutral');
  const unsure = neutral.filter((answer) => answer.confidence < confidence);
  const mistaken = neutral.filter(({ guess }) => guess !== 'neutral');
  const acted = mistaken.filter((answer) => answer.confidence >= confidence);
  const shareOf = (part: readonly Prediction[]): number => ratio(part.length, neutral.length);
  return { faces: neutral.length, mistaken: shareOf(mistaken), acted_upon: shareOf(acted), unsure: shareOf(unsure) };
}
