import type { Emotion, Mood } from '../../domain/emotion.ts';
import type { Instant, Ms } from '../../domain/units.ts';
import { elapsed, ms } from '../../domain/units.ts';

/**
 * How far the music has led a room that feels bad towards a better mood. `from` is the mood it started from, `step` counts from 0, and
 * `heard` is how long music of this step has sounded until `at`. A lift that has reached its last step stays there.
 */
export type Lift = { readonly from: Emotion; readonly step: number; readonly heard: Ms; readonly at: Instant };

/**
 * The state at one moment. `mood` is the room's, `hears` the mood of the music that sounds (absent in silence). `ended`: a track has just
 * ended. `free`: music may change at all.
 */
export type ListeningState = {
  readonly at: Instant;
  readonly mood: Mood;
  readonly hears?: Mood | undefined;
  readonly ended: boolean;
  readonly free: boolean;
};
/** A step lasts `lift_step` and then until the end of the track, but no longer than twice `lift_step`. */
export type LiftSettings = { readonly lift_step: Ms };

/** First music that matches the mood, then calm music, then happy music. Other moods need no lift. */
const PATHS: Readonly<Partial<Record<Mood, readonly [Emotion, ...Emotion[]]>>> = {
  sad: ['sad', 'neutral', 'happy'],
  angry: ['angry', 'neutral', 'happy'],
  fear: ['fear', 'neutral', 'happy'],
  disgust: ['disgust', 'neutral', 'happy'],
};

/**
 * Advances the lift by the iso principle of music therapy (Altshuler, 1948): begin where the person is, then lead on in small steps. The
 * lift ends when the room feels better or is left, and starts again when it feels bad in another way. Only time with music of the step
 * counts, so that nothing is skipped unheard during a pause or a search.
 */
export function advanceLift(
  lift: Lift | undefined,
  { at, mood, hears, ended, free }: ListeningState,
  { lift_step }: LiftSettings,
): Lift | undefined {
  if (!lift || lift.from !== mood) return begun(mood, at);
  const sounded = hears === moodOfLift(lift) ? elapsed(lift.at, at) : 0;
  const heard = ms(lift.heard + Math.max(0, sounded));
  const over = free && nextMood(lift) !== undefined && heard >= (ended ? lift_step : 2 * lift_step);
  return over ? { ...lift, step: lift.step + 1, heard: ms(0), at } : { ...lift, heard, at };
}

/** The mood of the music at this step of the lift. */
export const moodOfLift = (lift: Lift): Emotion => path(lift)[lift.step] ?? lift.from;

/** The mood of the music after the next step; `undefined` on the last step. */
export const nextMood = (lift: Lift): Emotion | undefined => path(lift)[lift.step + 1];

const path = ({ from }: Lift): readonly Emotion[] => PATHS[from] ?? [];

function begun(mood: Mood, at: Instant): Lift | undefined {
  const from = PATHS[mood]?.[0];
  return from && { from, step: 0, heard: ms(0), at };
}
