import { once } from 'node:events';
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';

/** In a thread of its own: a small board takes seconds to write a large file anew. Plain text, so that it needs no file of its own. */
const WORK = `
const { workerData } = require('node:worker_threads');
const SQLite = require(workerData.sqlite);
const db = new SQLite(workerData.file, { timeout: 10000 });
try {
  db.exec('VACUUM');
  db.pragma('wal_checkpoint(TRUNCATE)');
} finally {
  db.close();
}`;
const LIMITS = { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 };

/**
 * Writes a database anew, so that nothing of deleted rows is left in it or in its journal. Others may read it meanwhile. Rejects with what
 * SQLite throws.
 */
export async function vacuumed(file: string): Promise<void> {
  const sqlite = createRequire(import.meta.url).resolve('better-sqlite3');
  const worker = new Worker(WORK, { eval: true, resourceLimits: LIMITS, workerData: { file, sqlite } });
  await once(worker, 'exit'); // rejects on `error`
}
