import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import SQLite from 'better-sqlite3';
import { assertNever } from '../domain/assert-never.ts';
import type { Feedback, Happening, HeardTrack, MoodAnswer, PastPlay, TakenBack } from '../domain/history.ts';
import type { Moment, Ms } from '../domain/units.ts';
import { moment } from '../domain/units.ts';
import { createPrivate, makePrivate } from '../shared/private-file.ts';
import { filesOf } from './faults.ts';
import { migrate, schemaVersion } from './migrations.ts';
import { MOST_READINGS } from './port.ts';
import type { FeedbackRow, PlayRow } from './rows.ts';
import { answerColumns, columnsOf, feedbackEntry, playEntry, switchColumns, visitColumns } from './rows.ts';

/** How far a file may grow: rows in each table, and pages of 4 kB in all (256 MB, far more than that many ordinary rows need). */
export type Bounds = { readonly rows: number; readonly pages: number };
export const BOUNDS: Bounds = { rows: 200_000, pages: 65_536 };

/** The daemon sees and plays on the same thread: it does not wait for a lock, it tries again later. */
const LOCK_TIMEOUT_MS = 100;
const TABLES = { moods: 'at', plays: 'started', opinions: 'at', switches: 'at', answers: 'at', visits: 'at', lives: 'seen' } as const;
const EVENTS = ['moods', 'plays', 'opinions', 'switches', 'answers', 'visits'] as const;
const PLAY = 'INSERT INTO plays (started, track, title, source, mood)';

const PLAYS_BEFORE = `
  SELECT started AS at, heard, how, track, title, source, mood,
    coalesce(ended, (SELECT seen FROM lives WHERE began <= started ORDER BY began DESC LIMIT 1), started) AS until
  FROM plays WHERE started < ? ORDER BY started DESC, rowid DESC LIMIT ?`;

const FORGET_READINGS = `
  UPDATE answers SET read = NULL WHERE read IS NOT NULL
    AND rowid NOT IN (SELECT rowid FROM answers WHERE read IS NOT NULL ORDER BY rowid DESC LIMIT ?)`;

/** The last row of each table of events at some time. */
export type Marks = Readonly<Record<(typeof EVENTS)[number], number>>;

class DamagedHistory extends Error {
  readonly code = 'SQLITE_CORRUPT';
}

/** One open history file. Every call throws what SQLite throws. */
export class Store implements Disposable {
  readonly #db: SQLite.Database;

  private constructor(db: SQLite.Database) {
    this.#db = db;
  }

  /** Makes the folder and the file if they are missing, closes the file to others, checks all of it, and brings its schema up to date. */
  static open(file: string, bounds: Bounds): Store {
    mkdirSync(dirname(file), { recursive: true, mode: 0o750 });
    createPrivate(file); // SQLite itself would let everybody read it; its journal and its index get the same mode
    for (const each of filesOf(file)) makePrivate(each);
    const db = new SQLite(file, { timeout: LOCK_TIMEOUT_MS });
    try {
      schemaVersion(db); // first of all: the file of a later release must stay as it is
      // Events come in batches, so a sync for each is seldom. Without it a pulled plug may cost half a minute: what Linux had not written.
      db.pragma('journal_mode = WAL');
      db.pragma('synchronous = FULL');
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

  /** Deletes rows before a moment, and in each table all but the newest `most`. Returns how many events were too old. */
  prune(before: Moment | undefined, most: number): number {
    return this.#db
      .transaction(() => {
        let aged = 0;
        for (const [table, time] of Object.entries(TABLES)) {
          const { changes } = this.#db.prepare(`DELETE FROM ${table} WHERE ${time} < ?`).run(before ?? Number.MIN_SAFE_INTEGER);
          aged += table === 'lives' ? 0 : changes;
          this.#db
            .prepare(`DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} ORDER BY ${time} DESC LIMIT -1 OFFSET ?)`)
            .run(most);
        }
        return aged;
      })
      .immediate();
  }

  /** The oldest event, and when the box was last on before a life that began at `began`; undefined where there is none. */
  known(began: Moment): { readonly oldest: Moment | undefined; readonly lastOn: Moment | undefined } {
    const oldest = EVENTS.map((table) => `SELECT min(${TABLES[table]}) AS at FROM ${table}`).join(' UNION ALL ');
    return {
      oldest: this.#moment(`SELECT min(at) FROM (${oldest})`),
      lastOn: this.#moment('SELECT max(seen) FROM lives WHERE began <> @began AND seen <= @began', { began }),
    };
  }

  /** The last row of each table: whatever comes after it was written later. */
  marks(): Marks {
    const last = (table: string): number => Number(this.#db.prepare(`SELECT coalesce(max(rowid), 0) FROM ${table}`).pluck().get());
    const newer = { switches: last('switches'), answers: last('answers'), visits: last('visits') };
    return { moods: last('moods'), plays: last('plays'), opinions: last('opinions'), ...newer };
  }

  /** Moves a life of the box and all that was written after `marks` by so much: the calendar was wrong until now. */
  shift(began: Moment, marks: Marks, by: Ms): void {
    const of = (table: keyof Marks) => ({ by, mark: marks[table] });
    this.#db
      .transaction(() => {
        this.#db.prepare('UPDATE moods SET at = at + @by WHERE rowid > @mark').run(of('moods'));
        this.#db.prepare('UPDATE plays SET started = started + @by, ended = ended + @by WHERE rowid > @mark').run(of('plays'));
        this.#db.prepare('UPDATE opinions SET at = at + @by WHERE rowid > @mark').run(of('opinions'));
        this.#db.prepare('UPDATE switches SET at = at + @by WHERE rowid > @mark').run(of('switches'));
        this.#db.prepare('UPDATE answers SET at = at + @by WHERE rowid > @mark').run(of('answers'));
        this.#db.prepare('UPDATE visits SET at = at + @by WHERE rowid > @mark').run(of('visits'));
        this.#db.prepare('DELETE FROM lives WHERE began = ?').run(began);
      })
      .immediate();
  }

  #moment(query: string, values: object = {}): Moment | undefined {
    const at = this.#db.prepare(query).pluck().get(values);
    return typeof at === 'number' ? moment(at) : undefined;
  }

  /** Newest first, in the order in which they were written: a wrong clock may have dated one years ahead. */
  opinions(most: number): readonly Feedback[] {
    const rows = this.#db.prepare('SELECT at, opinion, track, title, source, mood FROM opinions ORDER BY rowid DESC LIMIT ?').all(most);
    return (rows as FeedbackRow[]).map(feedbackEntry);
  }

  /** Newest first, by the time at which they began. A play without an end ended when the box was last on. */
  plays(before: Moment, most: number): readonly PastPlay[] {
    return (this.#db.prepare(PLAYS_BEFORE).all(before, most) as PlayRow[]).map(playEntry);
  }

  /** Deletes all that was said of a track in its mood. */
  withdraw({ id, mood }: Pick<HeardTrack, 'id' | 'mood'>): void {
    this.#db.prepare('DELETE FROM opinions WHERE track = ? AND mood = ?').run(id, mood);
  }

  /** Track ids of the last `most` plays, oldest first, by the same order. */
  played(most: number): readonly string[] {
    const rows = this.#db.prepare('SELECT track FROM plays ORDER BY rowid DESC LIMIT ?').pluck().all(most);
    return (rows as string[]).reverse();
  }

  [Symbol.dispose](): void {
    this.#db.close();
  }

  #insert(happening: Happening): void {
    const { at } = happening;
    switch (happening.kind) {
      case 'mood':
        this.#db.prepare('INSERT INTO moods VALUES (?, ?, ?)').run(at, happening.mood, happening.by);
        return;
      case 'camera':
        this.#db.prepare('INSERT INTO switches VALUES (@at, @turned, @door, @level, @address)').run(switchColumns(happening));
        return;
      case 'guest':
        this.#db.prepare('INSERT INTO visits VALUES (@at, @name, @change)').run(visitColumns(happening));
        return;
      case 'answer':
        this.#answered(happening);
        return;
      case 'taken-back':
        this.#takeBack(happening);
        return;
      case 'started':
        this.#db
          .prepare(`${PLAY} VALUES (@at, @track, @title, @source, @mood) ON CONFLICT DO NOTHING`)
          .run({ at, ...columnsOf(happening.track) });
        return;
      case 'over':
        this.#end(happening);
        return;
      case 'like':
      case 'skip':
      case 'dislike':
        this.#db
          .prepare('INSERT INTO opinions VALUES (@at, @kind, @track, @title, @source, @mood)')
          .run({ at, kind: happening.kind, ...columnsOf(happening.track) });
        return;
      default:
        assertNever(happening);
    }
  }

  #answered(answer: MoodAnswer): void {
    this.#db
      .prepare('INSERT INTO answers VALUES (@at, @shown, @expression, @confidence, @answer, @level, @read)')
      .run(answerColumns(answer));
    this.#db.prepare(FORGET_READINGS).run(MOST_READINGS);
  }

  #end({ at, end, heard, started, track }: Extract<Happening, { kind: 'over' }>): void {
    this.#db
      .prepare('UPDATE plays SET ended = @at, heard = @heard, how = @end WHERE started = @started AND track = @track')
      .run({ at, end, heard: Math.round(heard), started, track: track.id });
  }

  /** Deletes the row that was written last: a wrong clock may have dated it anyhow. */
  #takeBack(back: TakenBack): void {
    if (back.what === 'answer') this.#db.exec('DELETE FROM answers WHERE rowid = (SELECT max(rowid) FROM answers)');
    else
      this.#db
        .prepare('DELETE FROM opinions WHERE rowid = (SELECT max(rowid) FROM opinions WHERE track = ? AND opinion = ?)')
        .run(back.track.id, back.what);
  }
}
