import SQLite from 'better-sqlite3';
import { explainedHistory, isThere } from './failure.ts';
import { forgetAside, isDamage, setAside } from './faults.ts';

/** How long to wait for a daemon that is writing. */
const LOCK_TIMEOUT_MS = 10_000;

/**
 * Erases the whole history, and a damaged one that was set aside, so that no trace is left in the file. A daemon may be running: it goes
 * on with an empty history. Returns whether there was a history. Throws `HistoryError`.
 */
export function eraseHistory(file: string): boolean {
  return explainedHistory(file, () => {
    forgetAside(file);
    if (!isThere(file)) return false;
    try {
      empty(file);
    } catch (err) {
      if (!isDamage(err)) throw err;
      setAside(file);
      forgetAside(file);
    }
    return true;
  });
}

function empty(file: string): void {
  const db = new SQLite(file, { timeout: LOCK_TIMEOUT_MS });
  try {
    const tables = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all() as string[];
    db.transaction(() => {
      for (const table of tables) db.exec(`DELETE FROM "${table}"`);
    }).immediate();
    // Deleted rows are still in the free pages and in the journal.
    db.exec('VACUUM');
    db.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    db.close();
  }
}
