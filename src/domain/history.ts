import type { Mood } from './emotion.ts';
import type { Track } from './music.ts';
import type { Moment, Ms } from './units.ts';

/** A track as it is remembered; its `mood` is the one that it was chosen for. */
export type HeardTrack = Pick<Track, 'id' | 'title' | 'source' | 'mood'>;

/** How a play came to its end: by itself, by Next, by itself and badly, by other music, by silence. */
export const PLAY_ENDS = ['ended', 'skipped', 'failed', 'replaced', 'stopped'] as const;
export type PlayEnd = (typeof PLAY_ENDS)[number];

export const FEEDBACKS = ['skip', 'like'] as const;
/** What somebody thought of a track; who it was is not known. */
export type Feedback = { readonly kind: (typeof FEEDBACKS)[number]; readonly at: Moment; readonly track: HeardTrack };

/** Whether the camera settled on a mood or a person chose it. */
export const DECIDERS = ['camera', 'person'] as const;
export type Decider = (typeof DECIDERS)[number];

/** A thing worth remembering, as it happens. `heard` is the time without the pauses. */
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
  | Feedback;

/**
 * A thing as it is remembered. `until` is where it ended, as far as the box was on to see it. A play without `end` still goes
 * on, or the power was cut.
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
  | Feedback;

/** Whether what happens is being kept. `setAside`: the file was damaged and a new one was begun. */
export type HistoryState =
  | { readonly kind: 'off' }
  | { readonly kind: 'keeping'; readonly setAside: boolean }
  | { readonly kind: 'lost'; readonly why: string };
