import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import SQLite from 'better-sqlite3';
import type { Feedback, Happening } from '../domain/history.ts';
import type { Moment, Ms } from '../domain/units.ts';
import { migrate, schemaVersion } from './migrations.ts';
import type { FeedbackRow } from './rows.ts';
import { columnsOf, feedbackEntry } from './rows.ts';

/** How far a file may grow: rows in each table, and pages of 4 kB in all (256 MB, far more than that many ordinary rows need). */
export type Bounds = { readonly rows: number; readonly pages: number };
export const BOUNDS: Bounds = { rows: 200_000, pages: 65_536 };

/** The daemon sees and plays on the same thread: it does not wait for a lock, it tries again later. */
const LOCK_TIMEOUT_MS = 100;
const TABLES = { moods: 'at', plays: 'started', opinions: 'at', lives: 'seen' } as const;
const PLAY = 'INSERT INTO plays (started, track, title, source, mood)';

class DamagedHistory extends Error {
  readonly code = 'SQLITE_CORRUPT';
}

/** One open history file. Every call throws what SQLite throws. */
export class Store implements Disposable {
  readonly #db: SQLite.Database;

  private constructor(db: SQLite.Database) {
    this.#db = db;
  }

  /** Makes the folder and the file if they are missing, checks the whole file, and brings its schema up to date. */
  static open(file: string, bounds: Bounds): Store {
    mkdirSync(dirname(file), { recursive: true, mode: 0o750 });
    const db = new SQLite(file, { timeout: LOCK_TIMEOUT_MS });
    try {
      schemaVersion(db); // first of all: the file of a later release must stay as it is
      // No sync at every commit, which would wear out the SD card: a power cut may cost the last seconds, but never the file.
      db.pragma('journal_mode = WAL');
      db.pragma('synchronous = NORMAL');
      db.pragma('journal_size_limit = 1048576');
      db.pragma(`max_page_count = ${bounds.pages}`);
      const found = db.pragma('quick_check(1)', { simple: true });
      if (found !== 'ok') throw new DamagedHistory(String(found));
      migrate(db);
      return new Store(db);
    } catch (err) {
      db.close();
      throw err;
    }
  }

  /** Writes all events or none, and notes that the box was on until `now`. */
  write(happenings: readonly Happening[], life: { readonly began: Moment; readonly now: Moment }): void {
    this.#db
      .transaction(() => {
        for (const each of happenings) this.#insert(each);
        this.#db
          .prepare('INSERT INTO lives VALUES (@began, @now) ON CONFLICT (began) DO UPDATE SET seen = max(seen, excluded.seen)')
          .run(life);
      })
      .immediate();
  }

  /** Deletes rows older than `keep`, and in each table all but the newest `most`. */
  prune(now: Moment, keep: Ms, most: number): void {
    this.#db
      .transaction(() => {
        for (const [table, time] of Object.entries(TABLES)) {
          this.#db.prepare(`DELETE FROM ${table} WHERE ${time} < ?`).run(now - keep);
          this.#db
            .prepare(`DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} ORDER BY ${time} DESC LIMIT -1 OFFSET ?)`)
            .run(most);
        }
      })
      .immediate();
  }

  /** Newest first. */
  opinions(most: number): readonly Feedback[] {
    const rows = this.#db
      .prepare('SELECT at, opinion, track, title, source, mood FROM opinions ORDER BY at DESC, rowid DESC LIMIT ?')
      .all(most);
    return (rows as FeedbackRow[]).map(feedbackEntry);
  }

  /** Track ids of the last `most` plays, oldest first. */
  played(most: number): readonly string[] {
    const rows = this.#db.prepare('SELECT track FROM plays ORDER BY started DESC, rowid DESC LIMIT ?').pluck().all(most);
    return (rows as string[]).reverse();
  }

  [Symbol.dispose](): void {
    this.#db.close();
  }

  #insert(happening: Happening): void {
    const { at } = happening;
    if (happening.kind === 'mood') {
      this.#db.prepare('INSERT INTO moods VALUES (?, ?, ?)').run(at, happening.mood, happening.by);
      return;
    }
    const track = columnsOf(happening.track);
    if (happening.kind === 'started') {
      this.#db.prepare(`${PLAY} VALUES (@at, @track, @title, @source, @mood) ON CONFLICT DO NOTHING`).run({ at, ...track });
    } else if (happening.kind === 'over') {
      const { end, heard, started } = happening;
      this.#db
        .prepare('UPDATE plays SET ended = @at, heard = @heard, how = @end WHERE started = @started AND track = @track')
        .run({ at, end, heard: Math.round(heard), started, track: track.track });
    } else {
      this.#db
        .prepare('INSERT INTO opinions VALUES (@at, @kind, @track, @title, @source, @mood)')
        .run({ at, kind: happening.kind, ...track });
    }
  }
}
