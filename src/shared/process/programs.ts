import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';

/** Where Debian keeps what only root was thought to need; a user's PATH often leaves it out. */
const SYSTEM_FOLDERS = ['/usr/sbin', '/usr/local/sbin'];

/** Folders of a PATH, and those that a user's PATH lacks. */
export const programFolders = (path: string | undefined): readonly string[] => [
  ...(path ?? '').split(':').filter((folder) => folder !== ''),
  ...SYSTEM_FOLDERS,
];

/** The first program of that name that may be run. */
export function programIn(folders: readonly string[], name: string): string | undefined {
  return folders.map((folder) => join(folder, name)).find(isRunnable);
}

function isRunnable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Whom a program runs as; nothing where it runs as we do. */
export type Account = { readonly uid: number; readonly gid: number };

/**
 * The account that Debian's package made for its service, asked for when we are root: it is nobody's business to run as root.
 * Throws where there is none of that name.
 */
export function accountOf(name: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const number = (flag: string): number =>
    Number(execFileSync('id', [flag, name], { encoding: 'utf8', timeout: 5000, stdio: ['ignore', 'pipe', 'ignore'] }));
  return { uid: number('-u'), gid: number('-g') };
}
