import type { EmotionScores } from '../domain/emotion.ts';
import { EMOTIONS, evened, scoresBy, sumOfScores } from '../domain/emotion.ts';
import type { Sighting } from '../domain/sight.ts';
import type { Instant, Ms } from '../domain/units.ts';
import { elapsed, ms } from '../domain/units.ts';
import type { FacesThatCount } from '../mood/reading.ts';
import { countedIn } from '../mood/reading.ts';
import { blended, certainty } from '../mood/weighting.ts';

/** What the network has said of one camera's faces lately: a running average. `seen` is how long they have been read. */
export type Evidence = { readonly scores: EmotionScores; readonly seen: Ms; readonly at: Instant };

/** `inertia`: the time constant of the average, that of the mood, because people judge the mood. */
export type EvidenceSettings = { readonly of: FacesThatCount; readonly inertia: Ms };

/** A gap between two readings counts as this long at most, as in the mood's own average. */
const LONGEST_STEP = ms(1000);
/** The shortest time constant: with `mood.inertia: 0` a single frame must not stand for what somebody judges. */
const SHORTEST = ms(5000);
/** Evidence older than this says nothing of the present. */
const LASTS = ms(120_000);
/** A face whose scores add up to less is covered, or no face. */
const READABLE = 0.5;
/** The smallest score that is told apart from 0. */
const LEAST = 1e-4;

/** The evidence after one more sighting, whose faces must not be corrected. Pure. Unchanged if no face can be read. */
export function gathered(before: Evidence | undefined, { at, faces }: Sighting, { of, inertia }: EvidenceSettings): Evidence | undefined {
  const scores = joined(faces, of);
  if (!scores) return before;
  if (!before || !isRecent(before, at)) return { scores, seen: ms(0), at };
  const step = Math.min(elapsed(before.at, at), LONGEST_STEP);
  const seen = ms(before.seen + step);
  const weight = step > 0 ? step / Math.max(step, Math.min(Math.max(inertia, SHORTEST), seen)) : 0;
  return { scores: scoresBy((each) => before.scores[each] + weight * (scores[each] - before.scores[each])), seen, at };
}

/** Whether the faces were seen recently enough to be what somebody judges now. */
export const isRecent = ({ at }: Evidence, now: Instant): boolean => elapsed(at, now) <= LASTS;

/** The logarithms of the seven shares, in hundredths. */
export const logsOf = ({ scores }: Evidence): readonly number[] =>
  EMOTIONS.map((each) => Math.round(100 * Math.log(Math.max(LEAST, scores[each]))) / 100);

/** The faces that count, sure or not: a bias may be what makes them unsure. */
function joined(faces: Sighting['faces'], of: FacesThatCount): EmotionScores | undefined {
  const counted = countedIn(of, faces, new Set()).filter(({ scores }) => sumOfScores(scores) >= READABLE);
  return blended(counted.map(({ scores }) => ({ scores: evened(scores), weight: certainty(scores) })));
}
