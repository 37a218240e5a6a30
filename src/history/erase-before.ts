import { setImmediate } from 'node:timers/promises';
import SQLite from 'better-sqlite3';
import type { Moment } from '../domain/units.ts';
import { explainedHistory, HistoryError, isThere } from './failure.ts';
import { faultReason, forgetAside } from './faults.ts';
import { hasTable } from './migrations.ts';
import type { Erased } from './port.ts';
import { vacuumed } from './vacuum.ts';

const LOCK_TIMEOUT_MS = 100;
/** Rows that are deleted in one go, some ms on a small board. */
const BATCH = 500;
const MOOD_IN_FORCE = `
  UPDATE moods SET at = @before
  WHERE rowid = (SELECT rowid FROM moods WHERE at < @before ORDER BY at DESC, rowid DESC LIMIT 1)`;
const NOTHING: Erased = { moods: 0, plays: 0, opinions: 0, switches: 0, answers: 0, visits: 0 };

/**
 * Erases everything before a moment while the daemon runs, so that no trace is left in the file: rows go in small batches, and everything
 * else gets its turn between them; then another thread writes the file anew. The mood that was in force then begins at that moment.
 * `everything`: also a damaged history that was set aside. Rejects with `HistoryError`.
 */
export async function eraseBefore(file: string, before: Moment, { everything }: { readonly everything: boolean }): Promise<Erased> {
  if (everything) explainedHistory(file, () => forgetAside(file));
  if (!isThere(file)) return NOTHING;
  const erased = await deleted(file, before);
  try {
    await vacuumed(file);
  } catch (cause) {
    throw new HistoryError(`${file}: ${faultReason(cause)}`, { cause });
  }
  return erased;
}

async function deleted(file: string, before: Moment): Promise<Erased> {
  const db = explainedHistory(file, () => new SQLite(file, { timeout: LOCK_TIMEOUT_MS }));
  try {
    explainedHistory(file, () => db.prepare(MOOD_IN_FORCE).run({ before }));
    const erased = {
      moods: await emptied(db, 'moods', 'at', before),
      plays: await emptied(db, 'plays', 'started', before),
      opinions: await emptied(db, 'opinions', 'at', before),
      switches: hasTable(db, 'switches') ? await emptied(db, 'switches', 'at', before) : 0,
      answers: hasTable(db, 'answers') ? await emptied(db, 'answers', 'at', before) : 0,
      visits: await emptied(db, 'visits', 'at', before),
    };
    await emptied(db, 'lives', 'seen', before);
    return erased;
  } finally {
    db.close();
  }
}

async function emptied(db: SQLite.Database, table: string, time: string, before: Moment): Promise<number> {
  const batch = `DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} WHERE ${time} < ? LIMIT ${BATCH})`;
  if (!hasTable(db, table)) return 0; // an earlier release wrote the file
  let erased = 0;
  for (;;) {
    const { changes } = explainedHistory(db.name, () => db.prepare(batch).run(before));
    erased += changes;
    if (changes < BATCH) return erased;
    await setImmediate();
  }
}
