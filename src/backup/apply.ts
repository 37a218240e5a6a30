import { existsSync, lstatSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeFolder, HISTORY, readyFolder, SIZES } from './contents.ts';

/** SQLite keeps a journal and its index beside the history. They belong to the old one. */
const BESIDE: Readonly<Record<string, readonly string[]>> = { [HISTORY]: [`${HISTORY}-wal`, `${HISTORY}-shm`] };

/**
 * Puts a restored state in the place of the present one, which is kept in a folder beside it. Called before anything of the state folder is
 * opened; a start that was cut off half-way goes on where it stopped. Returns the files that were restored. Throws the file system's error.
 */
export function applyRestored(stateDir: string): readonly string[] {
  const ready = readyFolder(stateDir);
  if (!lstatSync(ready, { throwIfNoEntry: false })?.isDirectory()) return [];
  const before = beforeFolder(stateDir);
  mkdirSync(before, { recursive: true, mode: 0o750 });
  const names = readdirSync(ready).filter((name) => Object.hasOwn(SIZES, name) && lstatSync(join(ready, name)).isFile());
  for (const name of names) {
    for (const old of [...(BESIDE[name] ?? []), name]) move(join(stateDir, old), join(before, old));
    renameSync(join(ready, name), join(stateDir, name));
  }
  rmSync(ready, { recursive: true, force: true });
  return names;
}

function move(from: string, to: string): void {
  if (existsSync(from)) renameSync(from, to);
}
