import type { Feedback, Happening, HistoryEntry, HistoryState, MoodAnswer } from '../domain/history.ts';
import type { Moment } from '../domain/units.ts';

/** Keeps what happened. None of these calls throws because of the disk. */
export interface History extends AsyncDisposable {
  readonly state: HistoryState;
  /** Returns at once. The event is written within seconds, or when the history is closed; after that it is ignored. */
  record(happening: Happening): void;
  /** What people thought of tracks, newest first, at most `MOST_FEEDBACKS`; empty if the past cannot be read. */
  opinions(): readonly Feedback[];
  /** Ids of the tracks that were played last, oldest first, without repeats, at most `MOST_RECENT`; empty if the past cannot be read. */
  recent(): readonly string[];
}

/** The most opinions that `opinions()` returns. */
export const MOST_FEEDBACKS = 500;

/** The time from `since` to just before `until`. An entry counts if it touches that time; if there are more than `limit`, the newest do. */
export type Span = { readonly since: Moment; readonly until: Moment; readonly limit: number };

/** Reads the past, even while another process writes it. */
export interface Archive extends Disposable {
  /** Oldest first. */
  entries(span: Span): readonly HistoryEntry[];
  /** What people answered from `since` to just before `until` when asked whether the mood was right, oldest first. */
  feedback(since: Moment, until: Moment): readonly MoodAnswer[];
}
