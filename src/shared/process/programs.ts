import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';

/** Debian's folders for administrative programs, which a user's PATH often lacks. */
const SYSTEM_FOLDERS = ['/usr/sbin', '/usr/local/sbin'];

/** The folders of a PATH, and the system folders that it may lack. */
export const programFolders = (path: string | undefined): readonly string[] => [
  ...(path ?? '').split(':').filter((folder) => folder !== ''),
  ...SYSTEM_FOLDERS,
];

/** The path of the first executable program with that name. */
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

/** The user and group that a program runs as. */
export type Account = { readonly uid: number; readonly gid: number };

/**
 * The account that a Debian package created for its service, so that the service need not run as root. Undefined unless we are root.
 * Throws if there is no account of that name. Synchronous, because it is called only once for each start of a service.
 */
export function accountOf(name: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const number = (flag: string): number =>
    Number(execFileSync('id', [flag, name], { encoding: 'utf8', timeout: 5000, stdio: ['ignore', 'pipe', 'ignore'] }));
  return { uid: number('-u'), gid: number('-g') };
}
