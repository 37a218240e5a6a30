import type { EmotionScores, Mood } from '../../src/domain/emotion.ts';
import { EMOTIONS, scoresBy, strongest } from '../../src/domain/emotion.ts';
import type { Face, Sighting } from '../../src/domain/sight.ts';
import { area } from '../../src/domain/sight.ts';
import type { Instant } from '../../src/domain/units.ts';
import { elapsed } from '../../src/domain/units.ts';
import type { MoodSettings } from '../../src/mood/room.ts';
import type { Faces } from '../../src/mood/smoothing.ts';
import { smooth } from '../../src/mood/smoothing.ts';

type Trusting = {
  readonly mood: Mood;
  readonly faces: Faces;
  readonly rival?: { readonly mood: Mood; readonly since: Instant };
  readonly seen?: Instant;
  /** Since when no face is in sight. */
  readonly gone?: Instant;
  /** There was a mood before. */
  readonly begun?: true;
};

/**
 * The moods of a room that believes every face, one a sighting: the rules without a confidence to ask for,
 * written down a second time so that a confidence of 0 can be held against them.
 */
export function trustingMoods(sightings: readonly Sighting[], manners: Omit<MoodSettings, 'min_confidence'>): readonly Mood[] {
  let state: Trusting = { mood: 'away', faces: new Map() };
  let mood: Mood = 'away';
  return sightings.map((sighting) => {
    const faces = smooth(state.faces, sighting.faces, sighting.at, manners.smoothing);
    const counted = manners.of === 'largest' ? sighting.faces.slice(0, 1) : sighting.faces;
    state = { ...settled(state, sighting.at, blended(counted, faces), manners), faces };
    mood = roomOf(mood, state, sighting, manners);
    return mood;
  });
}

/** The mood of a room that shows that: somebody who was only glimpsed makes it neutral, for as long as they count as present. */
function roomOf(before: Mood, { mood, seen }: Trusting, { at, faces }: Sighting, manners: Pick<MoodSettings, 'hold' | 'away_after'>): Mood {
  if (mood !== 'away') return mood;
  const gone = seen === undefined ? Number.POSITIVE_INFINITY : elapsed(seen, at);
  if (gone >= manners.away_after) return 'away';
  return before === 'away' && faces.length === 0 && gone >= manners.hold ? 'neutral' : before;
}

function settled(
  state: Trusting,
  at: Instant,
  scores: EmotionScores | undefined,
  manners: Omit<MoodSettings, 'min_confidence'>,
): Omit<Trusting, 'faces'> {
  const { mood, rival, seen, gone, begun } = state;
  const known = begun && { begun };
  if (!scores) {
    const left = mood !== 'away' && seen !== undefined && elapsed(seen, at) >= manners.away_after;
    return left ? { mood: 'away', ...known } : { ...state, gone: gone ?? at };
  }
  const leader = strongest(scores);
  const leads = leader !== mood && (mood === 'away' || scores[leader] - scores[mood] >= manners.margin);
  if (!leads) return { mood, seen: at, ...known };
  const since = rival?.mood === leader && !isBroken(seen, gone, at) ? rival.since : at;
  const hold = begun ? manners.hold : manners.hold / 4;
  if (elapsed(since, at) >= hold) return { mood: leader, seen: at, begun: true };
  return { mood, rival: { mood: leader, since }, seen: at, ...known };
}

/** No face for a second, or nobody looked for three. */
const isBroken = (seen: Instant | undefined, gone: Instant | undefined, at: Instant): boolean =>
  seen === undefined || elapsed(seen, at) > 3000 || (gone !== undefined && elapsed(gone, at) > 1000);

function blended(faces: readonly Face[], smoothed: Faces): EmotionScores | undefined {
  const parts = faces.map((face) => {
    const scores = smoothed.get(face.id)?.scores ?? face.scores;
    const entropy = EMOTIONS.reduce((sum, each) => sum - (scores[each] > 0 ? scores[each] * Math.log(scores[each]) : 0), 0);
    return { scores, weight: Math.sqrt(area(face.box)) * Math.max(0, 1 - entropy / Math.log(EMOTIONS.length)) };
  });
  const total = parts.reduce((sum, { weight }) => sum + weight, 0);
  return parts.length === 0
    ? undefined
    : scoresBy((each) => parts.reduce((sum, part) => sum + (part.weight / total) * part.scores[each], 0));
}
