import type { Database } from 'better-sqlite3';

/**
 * The steps from an empty file to today's schema, in order; `user_version` counts the steps that a file has taken. A released step never
 * changes: add a new one.
 */
const STEPS: readonly string[] = [
  // Times are milliseconds since 1970. `lives` says when the box was on: whatever has no end of its own ended there.
  `CREATE TABLE lives (began INTEGER PRIMARY KEY, seen INTEGER NOT NULL) STRICT;
   CREATE TABLE moods (at INTEGER NOT NULL, mood TEXT NOT NULL, by TEXT NOT NULL) STRICT;
   CREATE INDEX moods_at ON moods (at);
   CREATE TABLE plays (
     started INTEGER NOT NULL, ended INTEGER, heard INTEGER, how TEXT,
     track TEXT NOT NULL, title TEXT NOT NULL, source TEXT NOT NULL, mood TEXT NOT NULL,
     UNIQUE (started, track)
   ) STRICT;
   CREATE TABLE opinions (
     at INTEGER NOT NULL, opinion TEXT NOT NULL,
     track TEXT NOT NULL, title TEXT NOT NULL, source TEXT NOT NULL, mood TEXT NOT NULL
   ) STRICT;
   CREATE INDEX opinions_at ON opinions (at);`,
  // Who switched the camera: 'door' is page, broker or group; level and address are known for the page alone.
  `CREATE TABLE switches (at INTEGER NOT NULL, turned TEXT NOT NULL, door TEXT NOT NULL, level TEXT, address TEXT) STRICT;
   CREATE INDEX switches_at ON switches (at);`,
  // Whether the mood was right: what the box showed, and what people said it was.
  `CREATE TABLE answers (
     at INTEGER NOT NULL, shown TEXT NOT NULL, expression TEXT NOT NULL, confidence REAL NOT NULL, answer TEXT NOT NULL, level TEXT NOT NULL
   ) STRICT;
   CREATE INDEX answers_at ON answers (at);`,
  // What the network said when somebody answered, as JSON; only the newest answers keep it.
  'ALTER TABLE answers ADD COLUMN read TEXT',
  // Who came to play their own music on the loudspeaker (change: came), and when they left (left).
  `CREATE TABLE visits (at INTEGER NOT NULL, name TEXT NOT NULL, change TEXT NOT NULL) STRICT;
   CREATE INDEX visits_at ON visits (at);`,
];

/** The version of the schema from which on answers may say what the network had read. */
export const ANSWERS_WITH_READINGS = 4;

/** A later release of moodbox wrote the file; this one must not touch it. */
export class NewerHistory extends Error {
  override readonly name = 'NewerHistory';
}

/**
 * Brings a file up to date, or leaves it as it was. `to`: the version to stop at; by default the newest. Throws `NewerHistory`, and what
 * SQLite throws.
 */
export function migrate(db: Database, to = STEPS.length): void {
  const version = schemaVersion(db);
  db.transaction(() => {
    for (const step of STEPS.slice(version, to)) db.exec(step);
    if (version < to) db.pragma(`user_version = ${to}`);
  }).immediate();
}

/** How many steps the file has taken. Throws `NewerHistory` if it has taken more than we know. */
export function schemaVersion(db: Database): number {
  const version = Number(db.pragma('user_version', { simple: true }));
  if (version > STEPS.length) throw new NewerHistory('it was written by a later release of moodbox');
  return version;
}

/** Whether the file has this table: an earlier release may have written it. Throws `NewerHistory`. */
export const hasTable = (db: Database, name: string): boolean =>
  schemaVersion(db) > 0 && db.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?").get(name) !== undefined;
