import { chmodSync } from 'node:fs';
import SQLite from 'better-sqlite3';
import type { Result } from '../domain/result.ts';
import { done, failed } from '../domain/result.ts';
import { explainedHistory, isThere } from './failure.ts';
import { migrate, NewerHistory, schemaVersion } from './migrations.ts';

const LOCK_TIMEOUT_MS = 5000;
const MODE = 0o640;

/**
 * Copies the history as it is at one moment, even while the daemon writes it. Returns false if nothing has been written yet. Rejects with
 * `HistoryError` if it cannot be read, and with what SQLite throws if `copy` cannot be written.
 */
export async function copyHistory(file: string, copy: string): Promise<boolean> {
  if (!isThere(file)) return false;
  const db = explainedHistory(file, () => new SQLite(file, { readonly: true, timeout: LOCK_TIMEOUT_MS }));
  try {
    await db.backup(copy);
    chmodSync(copy, MODE);
  } finally {
    db.close();
  }
  asOneFile(copy);
  return true;
}

/** The copy of a file with a journal wants one too. Alone, it is complete without. */
function asOneFile(file: string): void {
  const db = new SQLite(file);
  try {
    db.pragma('journal_mode = DELETE');
  } finally {
    db.close();
  }
}

/**
 * Whether a file from outside is a whole history of moodbox and nothing besides, and how many plays are in it. The file is brought up to
 * date. The failure is a sentence.
 */
export function checkedHistory(file: string): Result<{ readonly plays: number }, string> {
  try {
    return judged(file);
  } catch (err) {
    if (err instanceof NewerHistory) return failed(`its history does not fit: ${err.message}`);
    if (err instanceof TypeError || err instanceof ReferenceError) throw err;
    return failed('its history is damaged');
  }
}

function judged(file: string): Result<{ readonly plays: number }, string> {
  const db = new SQLite(file, { fileMustExist: true, timeout: LOCK_TIMEOUT_MS });
  try {
    db.pragma('trusted_schema = OFF');
    if (schemaVersion(db) === 0 || db.pragma('quick_check(1)', { simple: true }) !== 'ok') return failed('its history is damaged');
    if (shapeOf(db) !== shapeAt(schemaVersion(db))) return failed('its history is not one that moodbox has written');
    migrate(db);
    db.pragma('journal_mode = DELETE');
    return done({ plays: Number(db.prepare('SELECT count(*) FROM plays').pluck().get()) });
  } finally {
    db.close();
  }
}

/** Every table, index, view and trigger, as it was written. A trigger of somebody else's would run at our next write. */
const shapeOf = (db: SQLite.Database): string =>
  JSON.stringify(db.prepare('SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name').raw().all());

/** The shape of a history of that version. */
function shapeAt(version: number): string {
  const db = new SQLite(':memory:');
  try {
    migrate(db, version);
    return shapeOf(db);
  } finally {
    db.close();
  }
}
