import type { HistoryEntry } from '../../domain/history.ts';
import type { Moment } from '../../domain/units.ts';

/**
 * Table 4 of "Emotion-based music recommendation", IJARIIE 11(6) 2025, paper 27849: what 20 people said and did with the paper's system.
 * Shares from 0 to 1, minutes, and emotions a session. Its other four rows come from a questionnaire alone.
 */
export const TABLE_4 = {
  agreement: 0.85,
  satisfaction: 0.9,
  session_minutes: 8.5,
  emotions_a_session: 5.2,
  plays_succeeded: 0.94,
} as const;

/**
 * How well the box does. Shares from 0 to 1, each with what it was counted from; `null` where nothing was counted. A skip counts as a
 * dislike.
 */
export type BoxStatistics = {
  readonly sessions: number;
  readonly session_minutes: number | null;
  readonly emotions_a_session: number | null;
  readonly plays: number;
  readonly plays_succeeded: number | null;
  readonly plays_heard_out: number | null;
  readonly likes: number;
  readonly dislikes: number;
  readonly satisfaction: number | null;
  readonly paper: typeof TABLE_4;
};

type MoodEntry = Extract<HistoryEntry, { kind: 'mood' }>;
type Session = { readonly began: Moment; readonly until: Moment; readonly emotions: number; readonly last?: string };

/**
 * Counts how well the box does, a day of entries after the other. A session lasts from when somebody comes until nobody is there any
 * more, or the box goes off. Its emotions are the moods that the camera read, one after the other.
 */
export class StatisticsCount {
  #session: Session | undefined;
  readonly #sessions = { count: 0, minutes: 0, emotions: 0 };
  readonly #plays = { all: 0, ended: 0, skipped: 0, failed: 0 };
  readonly #opinions = { like: 0, skip: 0, dislike: 0 };

  /** Takes in entries, oldest first. */
  add(entries: readonly HistoryEntry[]): this {
    for (const entry of entries) {
      if (entry.kind === 'mood') this.#felt(entry);
      else if (entry.kind === 'play') this.#played(entry.end);
      else if (entry.kind !== 'camera' && entry.kind !== 'guest') this.#opinions[entry.kind] += 1;
    }
    return this;
  }

  /** The session that has not ended yet does not count. */
  get statistics(): BoxStatistics {
    const { count, emotions, minutes } = this.#sessions;
    const { all, ended, failed, skipped } = this.#plays;
    const { like, skip, dislike } = this.#opinions;
    return {
      sessions: count,
      session_minutes: ratio(minutes, count),
      emotions_a_session: ratio(emotions, count),
      plays: all,
      plays_succeeded: ratio(all - failed, all),
      plays_heard_out: ratio(ended, ended + skipped),
      likes: like,
      dislikes: skip + dislike,
      satisfaction: ratio(like, like + skip + dislike),
      paper: TABLE_4,
    };
  }

  #felt({ at, by, mood, until }: MoodEntry): void {
    if (this.#session && (mood === 'away' || this.#session.until !== at)) this.#close();
    if (mood === 'away') return;
    const session = this.#session ?? { began: at, until, emotions: 0 };
    const isNew = by === 'camera' && session.last !== mood;
    this.#session = { ...session, until, ...(isNew && { emotions: session.emotions + 1, last: mood }) };
  }

  #close(): void {
    if (!this.#session) return;
    this.#sessions.count += 1;
    this.#sessions.minutes += (this.#session.until - this.#session.began) / 60_000;
    this.#sessions.emotions += this.#session.emotions;
    this.#session = undefined;
  }

  /** A play that has not ended may still fail. */
  #played(end: Extract<HistoryEntry, { kind: 'play' }>['end']): void {
    if (end === undefined) return;
    this.#plays.all += 1;
    if (end === 'ended' || end === 'skipped' || end === 'failed') this.#plays[end] += 1;
  }
}

const ratio = (part: number, whole: number): number | null => (whole > 0 ? Math.round((1000 * part) / whole) / 1000 : null);
