import type { EmotionScores } from '../domain/emotion.ts';
import { scoresBy } from '../domain/emotion.ts';
import type { Face } from '../domain/sight.ts';
import type { Instant, Ms } from '../domain/units.ts';
import { elapsed, ms } from '../domain/units.ts';

/** A face's running average, and when it was last fed. */
export type Smoothed = { readonly scores: EmotionScores; readonly at: Instant };
export type Faces = ReadonlyMap<number, Smoothed>;

/** A face that has been out of sight for this long is forgotten; a blink of the detector changes nothing. */
const FORGET = ms(5000);
/** More faces than any room's camera can tell apart; the rest are not remembered. */
const MOST = 64;

/**
 * Each face's scores, averaged over time (exponential smoothing). The newest reading weighs 1 − e^(−dt/constant), so the average means
 * the same at every frame rate. A new face starts with its first reading.
 */
export function smooth(before: Faces, faces: readonly Face[], at: Instant, constant: Ms): Faces {
  const after = new Map<number, Smoothed>();
  for (const face of faces.slice(0, MOST)) after.set(face.id, { scores: blend(before.get(face.id), face.scores, at, constant), at });
  for (const [id, old] of before) {
    if (after.size < MOST && !after.has(id) && elapsed(old.at, at) < FORGET) after.set(id, old);
  }
  return after;
}

function blend(old: Smoothed | undefined, seen: EmotionScores, at: Instant, constant: Ms): EmotionScores {
  if (!old) return seen;
  const weight = constant > 0 ? 1 - Math.exp(-elapsed(old.at, at) / constant) : 1;
  return scoresBy((emotion) => old.scores[emotion] + weight * (seen[emotion] - old.scores[emotion]));
}
