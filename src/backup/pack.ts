import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Result } from '../domain/result.ts';
import { done, failed } from '../domain/result.ts';
import type { Moment } from '../domain/units.ts';
import { copyHistory } from '../history/snapshot.ts';
import { ABOUT, HISTORY, MOST, SETTINGS, SIZES, STATE_FILES } from './contents.ts';
import { tarOf } from './tar.ts';

/** What a backup is made of. `history`: whether the history is in it. `settings`: as YAML, without secrets. */
export type BackupRequest = {
  readonly stateDir: string;
  readonly history: boolean;
  readonly settings: string;
  readonly version: string;
  readonly at: Moment;
};

const TOO_LARGE = 'the history is too large for a backup by the page: make one without it, and copy it with moodbox history --json';

/** A backup as a compressed tar archive. The failure is a sentence. Rejects with `HistoryError` if the history cannot be read. */
export async function packed({ at, history, settings, stateDir, version }: BackupRequest): Promise<Result<Buffer, string>> {
  const about = { format: 'moodbox backup', version: 1, moodbox: version, at: new Date(at).toISOString() };
  const files = new Map<string, Buffer>([
    [ABOUT, Buffer.from(`${JSON.stringify(about, undefined, 1)}\n`)],
    [SETTINGS, Buffer.from(settings)],
  ]);
  for (const name of STATE_FILES) {
    const bytes = await readFile(join(stateDir, name)).catch(() => undefined);
    if (bytes) files.set(name, bytes);
  }
  const past = history ? await historyIn(stateDir) : undefined;
  if (past) files.set(HISTORY, past);
  if ([...files].some(([name, bytes]) => bytes.length > (SIZES[name] ?? 0))) return failed(TOO_LARGE);
  const archive = await promisify(gzip)(tarOf(files, at));
  return archive.length > MOST.packed ? failed(TOO_LARGE) : done(archive);
}

/** The bytes of a copy of the history; undefined if there is none. */
async function historyIn(stateDir: string): Promise<Buffer | undefined> {
  const folder = await mkdtemp(join(stateDir, 'backup-draft-'));
  try {
    const copy = join(folder, HISTORY);
    if (!(await copyHistory(join(stateDir, HISTORY), copy))) return undefined;
    const { size } = await stat(copy);
    return size > (SIZES[HISTORY] ?? 0) ? Buffer.alloc(size) : await readFile(copy);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
