import { chmodSync, closeSync, lstatSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { namesIn } from './names-in.ts';

/** Every right of users who are neither the owner nor in the group, and the group's right to write. */
const TOO_OPEN = 0o027;
const OTHERS = 0o007;
const PRIVATE = 0o640;

/** Creates an empty file that only its owner and its group can read, unless something has that name. Throws the file system's error. */
export function createPrivate(file: string): void {
  try {
    closeSync(openSync(file, 'wx', PRIVATE));
  } catch (err) {
    if ((err as NodeJS.ErrnoException).code !== 'EEXIST') throw err;
  }
}

/**
 * Takes away what other users may do with a file, where that is possible: a disk that is read-only is no reason to stop. Leaves alone what
 * is missing, is not an ordinary file, or belongs to somebody else.
 */
export function makePrivate(file: string): void {
  try {
    const stats = lstatSync(file);
    if (stats.isFile() && (stats.mode & TOO_OPEN) !== 0 && stats.uid === process.getuid?.())
      chmodSync(file, stats.mode & 0o777 & ~TOO_OPEN);
  } catch {
    // `doctor` names what stays open.
  }
}

/**
 * The ordinary files in a folder that every user of this machine can read or change, by name; none if others cannot enter the folder, or it
 * cannot be read.
 */
export function filesOpenToAll(folder: string): readonly string[] {
  const stats = lstatSync(folder, { throwIfNoEntry: false });
  if (!stats?.isDirectory() || (stats.mode & OTHERS) === 0) return [];
  return namesIn(folder)
    .filter((name) => isOpenToAll(join(folder, name)))
    .toSorted();
}

function isOpenToAll(file: string): boolean {
  const stats = lstatSync(file, { throwIfNoEntry: false });
  return stats?.isFile() === true && (stats.mode & OTHERS) !== 0;
}
