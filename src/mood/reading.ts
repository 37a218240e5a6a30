import type { EmotionScores } from '../domain/emotion.ts';
import { strongest } from '../domain/emotion.ts';
import type { Face } from '../domain/sight.ts';
import type { Share } from '../domain/units.ts';
import type { Faces } from './smoothing.ts';
import { scoresOf } from './weighting.ts';

/** What the faces that count say together. `unsure` is not `nobody`: somebody is there, but the scores are no reason to act. */
export type RoomReading = { readonly kind: 'nobody' } | { readonly kind: 'unsure' | 'sure'; readonly scores: EmotionScores };

/**
 * The faces in sight, by id, whose strongest running average is below `least`. The average and not the single frame: a face
 * that is happy in one frame and sad in the next, however surely, is unsure as well. None where `least` is 0.
 */
export const unsureIn = (inSight: readonly Face[], smoothed: Faces, least: Share): ReadonlySet<number> =>
  new Set(inSight.flatMap(({ id }) => (isUnsure(smoothed.get(id)?.scores, least) ? [id] : [])));

const isUnsure = (scores: EmotionScores | undefined, least: Share): boolean => scores !== undefined && scores[strongest(scores)] < least;

/**
 * The reading of the room: of the largest face alone (the paper 7.2), or of the whole group. Sure faces leave unsure ones out;
 * where none is sure, the scores of the unsure ones are told, to be shown and not to be acted on.
 *
 * By `largest`, no smaller face stands in for a largest one that is unsure. Otherwise the mood would jump to somebody at the back
 * of the room whenever the person in front turned away for a moment; who wants everybody heard sets `group`.
 * In a group the confidence asked for is each face's own: two sure faces that disagree are a mixed room, which is the margin's
 * business, and not an unsure one.
 */
export function readingOf(of: 'largest' | 'group', inSight: readonly Face[], unsure: ReadonlySet<number>, smoothed: Faces): RoomReading {
  const counted = of === 'largest' ? inSight.slice(0, 1) : inSight;
  const sure = scoresOf(
    counted.filter(({ id }) => !unsure.has(id)),
    smoothed,
  );
  if (sure) return { kind: 'sure', scores: sure };
  const scores = scoresOf(counted, smoothed);
  return scores ? { kind: 'unsure', scores } : { kind: 'nobody' };
}
