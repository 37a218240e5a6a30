import type { Feedback, Happening, HistoryEntry, HistoryState } from '../domain/history.ts';
import type { Moment } from '../domain/units.ts';

/** Keeps what happened. Nothing here throws for what a disk does. */
export interface History extends AsyncDisposable {
  readonly state: HistoryState;
  /** Returns at once; it is written within seconds, or when the history is closed. After that it is taken in silence. */
  record(happening: Happening): void;
  /** What people thought of tracks, newest first, `MOST_OPINIONS` at most; nothing where the past cannot be read. */
  opinions(): readonly Feedback[];
  /** Ids of the tracks that were played last, oldest first, none twice, `MOST_RECENT` at most; nothing where the past cannot be read. */
  recent(): readonly string[];
}

/** So many opinions are handed out. */
export const MOST_FEEDBACKS = 500;

/** Everything that touches the time from `since` to before `until`; of more than `limit` the newest. */
export type Span = { readonly since: Moment; readonly until: Moment; readonly limit: number };

/** The past, to be read, also while another process keeps it. */
export interface Archive extends Disposable {
  /** Oldest first. */
  entries(span: Span): readonly HistoryEntry[];
}
