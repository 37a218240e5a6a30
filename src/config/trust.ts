import type { Stats } from 'node:fs';
import { lstatSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Whose files moodbox obeys. A configuration names programs to run and passwords to send, so whoever can change it, or replace it by its
 * folder, can do what the caller can. Root and the caller may; so may the owner of moodbox's own code, who could change that as well.
 */
export type Trusted = { readonly users: readonly number[]; readonly groups: readonly number[] };

type Owned = Pick<Stats, 'uid' | 'gid' | 'mode'> & { readonly isSymbolicLink: () => boolean };

const OTHERS_WRITE = 0o002;
const GROUP_WRITE = 0o020;
/** In such a folder (`/tmp`) nobody can rename or remove what belongs to somebody else. */
const STICKY = 0o1000;

const OWN_CODE = fileURLToPath(new URL('../../package.json', import.meta.url));

/** The users and groups that this process may trust. */
export function trustedHere(): Trusted {
  const [uid, gid] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0];
  const code = statSync(OWN_CODE);
  return { users: [0, uid, code.uid, ...unmapped()], groups: [0, code.gid, ...(uid === 0 ? [] : [gid])] };
}

/** In a user namespace of its own, such as a test's, even `/` appears as nobody's: what is root's cannot be told from others there. */
function unmapped(): readonly number[] {
  const nobody = Number(readFileSync('/proc/sys/kernel/overflowuid', 'utf8'));
  return statSync('/').uid === nobody ? [nobody] : [];
}

/**
 * Why a file (or a folder) must not be obeyed, as a sentence that says what to do. Undefined if it can be trusted, or does not exist. Looks
 * at the file, at every folder on the way to it, and behind symbolic links; but not at the folders that hold moodbox itself, since whoever
 * can change those could change what it does anyway. A pipe or a device is the caller's own affair.
 */
export function distrusted(path: string, trusted: Trusted = trustedHere()): string | undefined {
  const named = resolve(path);
  const real = realPathOf(named);
  if (real === undefined || !isObeyed(real)) return undefined;
  const ways = new Set([...wayTo(named), ...wayTo(real)]);
  for (const own of wayTo(dirname(OWN_CODE))) ways.delete(own);
  for (const each of ways) {
    const why = weaknessOf(each, lstatSync(each), trusted);
    if (why !== undefined) return why;
  }
  return undefined;
}

function realPathOf(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined; // Whoever reads it says what is wrong.
  }
}

function isObeyed(path: string): boolean {
  const stats = statSync(path);
  return stats.isFile() || stats.isDirectory();
}

/** The path and all folders above it. */
function wayTo(path: string): readonly string[] {
  const above = dirname(path);
  return above === path ? [path] : [path, ...wayTo(above)];
}

/** What is wrong with one file or folder by itself. */
export function weaknessOf(path: string, stats: Owned, { users, groups }: Trusted): string | undefined {
  if (!users.includes(stats.uid))
    return `${path} belongs to another user (uid ${stats.uid}), who could change it: 'sudo chown root ${path}'`;
  if (stats.isSymbolicLink() || (stats.mode & STICKY) !== 0) return undefined;
  if ((stats.mode & OTHERS_WRITE) !== 0) return `everybody may change ${path}: 'sudo chmod o-w ${path}'`;
  if ((stats.mode & GROUP_WRITE) === 0 || groups.includes(stats.gid)) return undefined;
  return `its group (gid ${stats.gid}) may change ${path}: 'sudo chmod g-w ${path}'`;
}
