import { access, constants, statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { stateDirOf } from '../../daemon/process/state-dir.ts';
import type { Check } from './check.ts';
import { failing, fine, warning } from './check.ts';

const MEGABYTE = 2 ** 20;
const LEAST_MB = 20;
const LITTLE_MB = 200;

/** The folder for what must last: may it be written to, and is there room. */
export const disk: Check = async ({ state }, { env }) => {
  const dir = resolve(stateDirOf(state, env));
  const there = await nearest(dir);
  try {
    await access(there, constants.W_OK | constants.X_OK);
  } catch {
    return failing(`${dir} cannot be written to by this user`, 'set state.dir, or run this as the user that runs moodbox');
  }
  const { bavail, bsize } = await statfs(there);
  const freeMb = Math.floor((bavail * bsize) / MEGABYTE);
  if (freeMb < LEAST_MB) return failing(`${dir}: only ${freeMb} MB are free`, 'make room');
  return freeMb < LITTLE_MB ? warning(`${dir}: ${freeMb} MB are free`, 'make room soon') : fine(`${dir}, ${freeMb} MB free`);
};

/** The folder itself, or the nearest above it that exists: there it would be made. */
async function nearest(dir: string): Promise<string> {
  const exists = await access(dir).then(
    () => true,
    (err: NodeJS.ErrnoException) => err.code !== 'ENOENT',
  );
  return exists ? dir : nearest(dirname(dir));
}
