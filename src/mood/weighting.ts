import type { EmotionScores } from '../domain/emotion.ts';
import { EMOTIONS, evened, scoresBy } from '../domain/emotion.ts';
import type { Face } from '../domain/sight.ts';
import { area } from '../domain/sight.ts';
import type { Faces } from './smoothing.ts';

/** The weighted mean of these faces' running averages, each weighted by its size and certainty; `undefined` if there are none. */
export function scoresOf(counted: readonly Face[], smoothed: Faces): EmotionScores | undefined {
  const parts = counted.flatMap((face) => {
    const scores = smoothed.get(face.id)?.scores;
    return scores ? [{ scores, weight: Math.sqrt(area(face.box)) * certainty(scores) }] : [];
  });
  return blended(parts);
}

/** The weighted mean of scores; `undefined` for none. */
export function blended(parts: readonly { readonly scores: EmotionScores; readonly weight: number }[]): EmotionScores | undefined {
  const total = parts.reduce((sum, { weight }) => sum + weight, 0);
  if (parts.length === 0) return undefined;
  // Faces with all scores equal weigh nothing; if there are no others, each counts the same.
  const weightOf = (weight: number): number => (total > 0 ? weight / total : 1 / parts.length);
  return scoresBy((emotion) => parts.reduce((sum, part) => sum + weightOf(part.weight) * part.scores[emotion], 0));
}

/**
 * How much the scores say: 1 for a single certain emotion, 0 if all are equal or the face cannot be read at all (one minus the normalised
 * entropy, with "cannot tell" divided evenly).
 */
export function certainty(scores: EmotionScores): number {
  const whole = evened(scores);
  const entropy = EMOTIONS.reduce((sum, each) => sum - (whole[each] > 0 ? whole[each] * Math.log(whole[each]) : 0), 0);
  return Math.max(0, 1 - entropy / Math.log(EMOTIONS.length));
}
