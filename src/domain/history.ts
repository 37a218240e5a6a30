import type { AccessLevel, CommandOrigin } from './access.ts';
import type { Expression, Mood } from './emotion.ts';
import type { Track } from './music.ts';
import type { Moment, Ms, Share } from './units.ts';

/** A track in the history; `mood` is the one that it was chosen for. */
export type HeardTrack = Pick<Track, 'id' | 'title' | 'source' | 'mood'>;

/** How a play ended: at its end, by Next, by a failure, because other music replaced it, or because the music stopped. */
export const PLAY_ENDS = ['ended', 'skipped', 'failed', 'replaced', 'stopped'] as const;
export type PlayEnd = (typeof PLAY_ENDS)[number];

export const FEEDBACKS = ['skip', 'like', 'dislike'] as const;
/** What somebody thought of a track. Who it was is not known. */
export type Feedback = { readonly kind: (typeof FEEDBACKS)[number]; readonly at: Moment; readonly track: HeardTrack };

/**
 * What the network said of the faces of one camera, on average over the last minute and before any correction: the natural logarithms of
 * seven shares, in the order of EMOTIONS.
 */
export type CameraLogs = { readonly camera: string; readonly logs: readonly number[] };

/** The same for every camera that has seen a face lately. `weights` names the network. */
export type NetworkReadings = { readonly weights: string; readonly cameras: readonly CameraLogs[] };

/**
 * Somebody said whether the box had read the room rightly. `shown` is the mood that the box showed, with the expression and the confidence
 * of that moment, and `answer` is the mood as people felt it: the same one if the box was right. No picture belongs to it. `read` is what
 * the box can learn from; absent if no face was read.
 */
export type MoodAnswer = {
  readonly kind: 'answer';
  readonly at: Moment;
  readonly shown: Mood;
  readonly expression: Expression;
  readonly confidence: Share;
  readonly answer: Mood;
  readonly level: AccessLevel;
  readonly read?: NetworkReadings;
};

/**
 * Somebody took back what was said last: the newest such opinion of that track, or the newest answer. It removes what was said, and leaves
 * no entry of its own.
 */
export type TakenBack =
  | { readonly kind: 'taken-back'; readonly at: Moment; readonly what: Feedback['kind']; readonly track: HeardTrack }
  | { readonly kind: 'taken-back'; readonly at: Moment; readonly what: 'answer' };

/** Who decided on a mood: the camera, a person, or the plan of the day while no face could be read. */
export const DECIDERS = ['camera', 'person', 'plan'] as const;
export type Decider = (typeof DECIDERS)[number];

/** Somebody has switched the camera on or off. */
export type CameraSwitch = { readonly kind: 'camera'; readonly at: Moment; readonly on: boolean; readonly by: CommandOrigin };

/** Somebody has come to play their own music on the loudspeaker of the box, or has left. `name` is the program's, such as `AirPlay`. */
export type GuestVisit = { readonly kind: 'guest'; readonly at: Moment; readonly name: string; readonly isThere: boolean };

/** Something worth remembering, as it happens. `heard` is the playing time without pauses. */
export type Happening =
  | { readonly kind: 'mood'; readonly at: Moment; readonly mood: Mood; readonly by: Decider }
  | { readonly kind: 'started'; readonly at: Moment; readonly track: HeardTrack }
  | {
      readonly kind: 'over';
      readonly at: Moment;
      readonly started: Moment;
      readonly track: HeardTrack;
      readonly heard: Ms;
      readonly end: PlayEnd;
    }
  | CameraSwitch
  | GuestVisit
  | MoodAnswer
  | TakenBack
  | Feedback;

/**
 * An entry of the history. `until` is when it ended, as far as the box was on to see it. A play without `end` is still going on, or the
 * power was cut.
 */
export type HistoryEntry =
  | { readonly kind: 'mood'; readonly at: Moment; readonly until: Moment; readonly mood: Mood; readonly by: Decider }
  | {
      readonly kind: 'play';
      readonly at: Moment;
      readonly until: Moment;
      readonly track: HeardTrack;
      readonly heard: Ms;
      readonly end?: PlayEnd;
    }
  | CameraSwitch
  | GuestVisit
  | Feedback;

/** A track that was played. */
export type PastPlay = Extract<HistoryEntry, { readonly kind: 'play' }>;

/** Whether the history is being kept. `setAside`: the file was damaged and a new one was started. */
export type HistoryState =
  | { readonly kind: 'off' }
  | { readonly kind: 'keeping'; readonly setAside: boolean }
  | { readonly kind: 'lost'; readonly why: string };
