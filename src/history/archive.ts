import SQLite from 'better-sqlite3';
import type { HistoryEntry, MoodAnswer } from '../domain/history.ts';
import type { Moment } from '../domain/units.ts';
import { explainedHistory, isThere } from './failure.ts';
import { ANSWERS_WITH_READINGS, hasTable, schemaVersion } from './migrations.ts';
import type { Archive, Span } from './port.ts';
import { MOST_READINGS } from './port.ts';
import type { AnswerRow, FeedbackRow, MoodRow, PlayRow, SwitchRow, VisitRow } from './rows.ts';
import { answerEntry, feedbackEntry, moodEntry, playEntry, switchEntry, visitEntry } from './rows.ts';

/** How long a reader waits for a writer's lock. */
const LOCK_TIMEOUT_MS = 5000;

/**
 * A mood or a play without an end ended when the box was last on. Both queries begin at the first row that can touch the span, by the
 * index, so that a day of a year's history costs as little as a day of a week's.
 */
const MOODS = `
  SELECT at, mood, by, min(coalesce(next, seen), seen) AS until FROM (
    SELECT at, mood, by,
      (SELECT n.at FROM moods n WHERE (n.at, n.rowid) > (m.at, m.rowid) ORDER BY n.at, n.rowid LIMIT 1) AS next,
      coalesce((SELECT seen FROM lives WHERE began <= m.at ORDER BY began DESC LIMIT 1), m.at) AS seen
    FROM moods m WHERE at < @until AND at >= coalesce((SELECT max(at) FROM moods WHERE at < @since), @since)
  ) WHERE max(at, until) >= @since ORDER BY at DESC LIMIT @limit`;
/** Two tracks overlap at most, so of those that began before the span only the last few can reach into it. */
const PLAYS = `
  SELECT started AS at, heard, how, track, title, source, mood,
    coalesce(ended, (SELECT seen FROM lives WHERE began <= started ORDER BY began DESC LIMIT 1), started) AS until
  FROM plays WHERE started < @until AND max(at, until) >= @since AND started >= coalesce(
    (SELECT min(started) FROM (SELECT started FROM plays WHERE started < @since ORDER BY started DESC LIMIT 8)), @since)
  ORDER BY at DESC, rowid DESC LIMIT @limit`;
const OPINIONS = `
  SELECT at, opinion, track, title, source, mood FROM opinions
  WHERE at >= @since AND at < @until ORDER BY at DESC, rowid DESC LIMIT @limit`;
const SWITCHES = `
  SELECT at, turned, door, level, address FROM switches
  WHERE at >= @since AND at < @until ORDER BY at DESC, rowid DESC LIMIT @limit`;
const VISITS = `
  SELECT at, name, change FROM visits WHERE at >= @since AND at < @until ORDER BY at DESC, rowid DESC LIMIT @limit`;

/** The newest ones, and no more of them than a page a minute could ask for in a year of evenings. */
const ANSWERS = `
  SELECT at, shown, expression, confidence, answer, level FROM (
    SELECT rowid, * FROM answers WHERE at >= @since AND at < @until ORDER BY at DESC, rowid DESC LIMIT 20000
  ) ORDER BY at, rowid`;
const LESSONS = `
  SELECT at, shown, expression, confidence, answer, level, read FROM answers WHERE read IS NOT NULL ORDER BY rowid DESC LIMIT ${MOST_READINGS}`;

/** All entries of a span, oldest first. */
function entriesOf(db: SQLite.Database, span: Span): readonly HistoryEntry[] {
  const all: HistoryEntry[] = [
    ...(db.prepare(MOODS).all(span) as MoodRow[]).map(moodEntry),
    ...(db.prepare(PLAYS).all(span) as PlayRow[]).map(playEntry),
    ...(db.prepare(OPINIONS).all(span) as FeedbackRow[]).map(feedbackEntry),
    // An earlier release may have written the file, and the daemon that brings it up to date has not been started yet.
    ...(hasTable(db, 'switches') ? (db.prepare(SWITCHES).all(span) as SwitchRow[]).map(switchEntry) : []),
    ...(hasTable(db, 'visits') ? (db.prepare(VISITS).all(span) as VisitRow[]).map(visitEntry) : []),
  ];
  return all.sort((a, b) => a.at - b.at).slice(-span.limit);
}

/** A history file, open for reading. The daemon may go on writing it. */
export class SqliteArchive implements Archive {
  readonly #db: SQLite.Database;

  private constructor(db: SQLite.Database) {
    this.#db = db;
  }

  /** Undefined if nothing has ever been written. Throws `HistoryError` if the file cannot be read. */
  static open(file: string): SqliteArchive | undefined {
    if (!isThere(file)) return undefined;
    return explainedHistory(file, () => {
      const db = new SQLite(file, { readonly: true, fileMustExist: true, timeout: LOCK_TIMEOUT_MS });
      try {
        if (schemaVersion(db) > 0) return new SqliteArchive(db);
      } catch (err) {
        db.close();
        throw err;
      }
      db.close();
      return undefined;
    });
  }

  /** Throws `HistoryError` if the file is damaged. */
  entries(span: Span): readonly HistoryEntry[] {
    return explainedHistory(this.#db.name, () => entriesOf(this.#db, span));
  }

  /** Throws `HistoryError` if the file is damaged. */
  feedback(since: Moment, until: Moment): readonly MoodAnswer[] {
    return explainedHistory(this.#db.name, () =>
      hasTable(this.#db, 'answers') ? (this.#db.prepare(ANSWERS).all({ since, until }) as AnswerRow[]).map(answerEntry) : [],
    );
  }

  /** Throws `HistoryError` if the file is damaged. */
  lessons(): readonly MoodAnswer[] {
    return explainedHistory(this.#db.name, () =>
      schemaVersion(this.#db) >= ANSWERS_WITH_READINGS ? (this.#db.prepare(LESSONS).all() as AnswerRow[]).map(answerEntry).reverse() : [],
    );
  }

  [Symbol.dispose](): void {
    this.#db.close();
  }
}
