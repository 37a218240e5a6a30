import { readdir, readFile, readlink } from 'node:fs/promises';
import { basename, join } from 'node:path';

/**
 * Another program that has the device open, for people: `motion (process 412)`. Undefined if no program has it, or if
 * this user may not see that, as the service may not. `proc` replaces /proc in tests.
 */
export async function holderOf(device: string, proc = '/proc'): Promise<string | undefined> {
  if (!/^video\d+$/.test(basename(device))) return undefined;
  for (const pid of await listed(proc)) {
    if (!/^\d+$/.test(pid) || pid === String(process.pid)) continue;
    const files = join(proc, pid, 'fd');
    for (const fd of await listed(files)) {
      if ((await readlink(join(files, fd)).catch(() => '')) === device) return `${await nameOf(join(proc, pid))} (process ${pid})`;
    }
  }
  return undefined;
}

/** Empty for what is gone by now, or belongs to somebody else. */
const listed = (folder: string): Promise<readonly string[]> => readdir(folder).catch(() => []);

async function nameOf(process: string): Promise<string> {
  const command = await readFile(join(process, 'cmdline'), 'utf8').catch(() => '');
  if (command.split('\0').some((word) => basename(word) === 'moodbox')) return 'moodbox itself';
  return (await readFile(join(process, 'comm'), 'utf8').catch(() => '')).trim() || 'a program';
}
