import type { Emotion, Mood } from '../../domain/emotion.ts';
import type { Instant, Ms } from '../../domain/units.ts';
import { elapsed, ms } from '../../domain/units.ts';

/**
 * Where the music leads a room that does not feel well: `from` is the mood that it set out from, `step` counts from 0, `heard` is how
 * long music of this step has sounded until `at`. An arc that has arrived stays where it is.
 */
export type Lift = { readonly from: Emotion; readonly step: number; readonly heard: Ms; readonly at: Instant };

/**
 * What one moment says. `mood` is the room's; `hears` the mood that the sounding music is for, absent in silence; `ended` that a track has just come
 * to its end; `free` that music may change at all.
 */
export type ListeningState = {
  readonly at: Instant;
  readonly mood: Mood;
  readonly hears?: Mood | undefined;
  readonly ended: boolean;
  readonly free: boolean;
};
/** A step lasts `lift_step` and on to the end of its track, twice as long at most. */
export type LiftSettings = { readonly lift_step: Ms };

/** First what fits the mood, then calm, then light. Moods that are not here need no leading. */
const PATHS: Readonly<Partial<Record<Mood, readonly [Emotion, ...Emotion[]]>>> = {
  sad: ['sad', 'neutral', 'happy'],
  angry: ['angry', 'neutral', 'happy'],
  fear: ['fear', 'neutral', 'happy'],
  disgust: ['disgust', 'neutral', 'happy'],
};

/**
 * The iso principle of music therapy (Altshuler, 1948): begin where the person is, then lead on by small steps. A room that comes to feel well, that
 * feels bad in another way, or that is left ends the arc; only time that is heard counts, so that a pause or a search takes no step unheard.
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

/** What music is for at this place of the lift. */
export const moodOfLift = (lift: Lift): Emotion => path(lift)[lift.step] ?? lift.from;

/** What it is for after the next step; undefined where the arc has arrived. */
export const nextMood = (lift: Lift): Emotion | undefined => path(lift)[lift.step + 1];

const path = ({ from }: Lift): readonly Emotion[] => PATHS[from] ?? [];

function begun(mood: Mood, at: Instant): Lift | undefined {
  const from = PATHS[mood]?.[0];
  return from && { from, step: 0, heard: ms(0), at };
}
