import type { Feedback, Happening, HeardTrack, HistoryEntry, HistoryState, MoodAnswer, PastPlay } from '../domain/history.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { Result } from '../domain/result.ts';
import type { Moment } from '../domain/units.ts';
import type { Agreement } from './agreement.ts';
import type { LocalDate, TimeSpan } from './diary/local-time.ts';
import type { PlanProposal } from './diary/proposal.ts';
import type { BoxStatistics } from './diary/statistics.ts';
import type { DayStrip, MoodShare } from './diary/strip.ts';
import type { MoodTransition } from './diary/transitions.ts';

/** Keeps what happened. None of these calls throws because of the disk. */
export interface History extends AsyncDisposable {
  readonly state: HistoryState;
  /** Returns at once. The event is written within seconds, or when the history is closed; after that it is ignored. */
  record(happening: Happening): void;
  /** What people thought of tracks, newest first, at most `MOST_FEEDBACKS`; empty if the past cannot be read. */
  opinions(): readonly Feedback[];
  /** The plays that began before a moment, newest first, at most `most`; one that has just begun may be missing for some seconds. */
  plays(before: Moment, most: number): readonly PastPlay[];
  /** Forgets all that was said of a track in its mood. False if the past cannot be changed now. */
  withdraw(track: Pick<HeardTrack, 'id' | 'mood'>): boolean;
  /** Ids of the tracks that were played last, oldest first, without repeats, at most `MOST_RECENT`; empty if the past cannot be read. */
  recent(): readonly string[];
}

/** The most opinions that `opinions()` returns. */
export const MOST_FEEDBACKS = 500;

/** How many answers keep what the network had read; older ones lose it. */
export const MOST_READINGS = 500;

/** The time from `since` to just before `until`. An entry counts if it touches that time; if there are more than `limit`, the newest do. */
export type Span = { readonly since: Moment; readonly until: Moment; readonly limit: number };

/** Reads the past, even while another process writes it. */
export interface Archive extends Disposable {
  /** Oldest first. */
  entries(span: Span): readonly HistoryEntry[];
  /** What people answered from `since` to just before `until` when asked whether the mood was right, oldest first. */
  feedback(since: Moment, until: Moment): readonly MoodAnswer[];
  /** The answers that say what the network had read, in the order in which they were given; at most `MOST_READINGS`. */
  lessons(): readonly MoodAnswer[];
}

/** How many entries were erased. */
export type Erased = Readonly<Record<'moods' | 'plays' | 'opinions' | 'switches' | 'answers' | 'visits', number>>;

/** An answer, or a sentence that says why there is none. */
export type DiaryAnswer<T> = Promise<Result<T, Refusal>>;

/** From the first of these local days to the last, both included. */
export type DateRange = { readonly since: LocalDate; readonly until: LocalDate };

/**
 * One local day. `zone`: the time zone that it is a day of. `ticks`: each third full hour of the local clock. `shares`: ms in each mood.
 */
export type DiaryDay = DayStrip &
  TimeSpan & {
    readonly date: LocalDate;
    readonly zone: string;
    readonly ticks: readonly Moment[];
    readonly shares: readonly MoodShare[];
  };

/**
 * The past, read for people while the box runs: in portions, so that nothing else has to wait. A box that never wrote has an empty past.
 */
export interface Diary {
  /** So many local days, the last being `date` (default: today). */
  days(date: LocalDate | undefined, count: number): DiaryAnswer<readonly DiaryDay[]>;
  /** How often each mood turned into another; for a year at most. */
  transitions(dates: DateRange): DiaryAnswer<readonly MoodTransition[]>;
  /** For a year at most. */
  statistics(dates: DateRange): DiaryAnswer<BoxStatistics & { readonly agreement: Agreement }>;
  /** The answers that a box can learn from; see `Archive`. */
  lessons(): DiaryAnswer<readonly MoodAnswer[]>;
  /** A plan of the day, as the last weeks suggest it. */
  proposal(): DiaryAnswer<PlanProposal>;
  /** All entries of a month at most as a text, without paths and network addresses; fails if it would be larger than 4 MB. */
  exported(dates: DateRange, as: 'csv' | 'json'): DiaryAnswer<string>;
  /** What may leave the box: counts an hour as CSV, with noise where the configuration asks for it. */
  research(): DiaryAnswer<string>;
  /** Forgets everything before a local day, or everything, for good. */
  erase(before: LocalDate | undefined): DiaryAnswer<Erased>;
}
