import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { ms } from '../../domain/units.ts';
import { systemClock } from '../async/clock.ts';
import { environmentFor } from './environment.ts';
import { runProgram } from './run.ts';

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
 * Rejects if there is no account of that name.
 */
export async function accountOf(name: string): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  return { uid: await idOf('-u', name), gid: await idOf('-g', name) };
}

async function idOf(flag: '-u' | '-g', name: string): Promise<number> {
  const by = { env: environmentFor('other'), limit: ms(5000), clock: systemClock, signal: new AbortController().signal };
  const ran = await runProgram('id', [flag, name], by);
  if (ran.kind !== 'ended' || ran.code !== 0) throw new Error(`there is no account '${name}'`);
  return Number(ran.stdout);
}
