import type { EmotionScores } from '../domain/emotion.ts';
import { strongest } from '../domain/emotion.ts';
import type { Face } from '../domain/sight.ts';
import type { Share } from '../domain/units.ts';
import type { Faces } from './smoothing.ts';
import { scoresOf } from './weighting.ts';

/** Whose mood counts: that of the largest face, or everybody's. */
export type FacesThatCount = 'largest' | 'group';

/** What the faces that count show together. `unsure` is not `nobody`: somebody is there, but the scores are too weak to act on. */
export type RoomReading = { readonly kind: 'nobody' } | { readonly kind: 'unsure' | 'sure'; readonly scores: EmotionScores };

/**
 * The ids of the faces in sight whose strongest running average is below `least`. The average counts, not the single frame: a face that
 * is clearly happy in one frame and clearly sad in the next is unsure too. Empty if `least` is 0.
 */
export const unsureIn = (inSight: readonly Face[], smoothed: Faces, least: Share): ReadonlySet<number> =>
  new Set(inSight.flatMap(({ id }) => (isUnsure(smoothed.get(id)?.scores, least) ? [id] : [])));

const isUnsure = (scores: EmotionScores | undefined, least: Share): boolean => scores !== undefined && scores[strongest(scores)] < least;

/**
 * The reading of the room: of the largest face alone (section 7.2 of the paper), or of the whole group. If any face is sure, the unsure
 * ones are left out. If none is sure, the reading has the scores of the unsure ones, which are shown but not acted on.
 *
 * With `largest`, no smaller face replaces a largest face that is unsure. Otherwise the mood would jump to somebody at the back of the
 * room whenever the person in front turned away for a moment; `group` is the setting that counts everybody.
 * In a group each face must be sure by itself: two sure faces that disagree make a mixed room, which `margin` deals with, not an
 * unsure one.
 */
export function readingOf(of: FacesThatCount, inSight: readonly Face[], unsure: ReadonlySet<number>, smoothed: Faces): RoomReading {
  const sure = scoresOf(countedIn(of, inSight, unsure), smoothed);
  if (sure) return { kind: 'sure', scores: sure };
  const scores = scoresOf(candidates(of, inSight), smoothed);
  return scores ? { kind: 'unsure', scores } : { kind: 'nobody' };
}

/** The faces on which a sure reading rests: those that may count and are sure. */
export const countedIn = (of: FacesThatCount, inSight: readonly Face[], unsure: ReadonlySet<number>): readonly Face[] =>
  candidates(of, inSight).filter(({ id }) => !unsure.has(id));

const candidates = (of: FacesThatCount, inSight: readonly Face[]): readonly Face[] => (of === 'largest' ? inSight.slice(0, 1) : inSight);
