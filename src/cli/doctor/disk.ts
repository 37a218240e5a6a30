import { access, constants, statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { stateDirOf } from '../../daemon/process/state-dir.ts';
import type { Check } from './check.ts';
import { failing, fine, warning } from './check.ts';

const MEGABYTE = 2 ** 20;
const LEAST_MB = 20;
const LITTLE_MB = 200;

/** The state folder: whether moodbox may write to it, and whether there is room. */
export const disk: Check = async ({ state }, { env }) => {
  const dir = resolve(stateDirOf(state, env));
  const there = await nearest(dir);
  try {
    await access(there, constants.W_OK | constants.X_OK);
  } catch {
    return failing(`this user cannot write to ${dir}`, 'set state.dir, or run this as the user that runs moodbox');
  }
  const { bavail, bsize } = await statfs(there);
  const freeMb = Math.floor((bavail * bsize) / MEGABYTE);
  if (freeMb < LEAST_MB) return failing(`${dir}: only ${freeMb} MB are free`, 'free some space now');
  return freeMb < LITTLE_MB ? warning(`${dir}: ${freeMb} MB are free`, 'free some space soon') : fine(`${dir}, ${freeMb} MB free`);
};

/** The folder itself, or the nearest parent that exists, in which it would be created. */
async function nearest(dir: string): Promise<string> {
  const exists = await access(dir).then(
    () => true,
    (err: NodeJS.ErrnoException) => err.code !== 'ENOENT',
  );
  return exists ? dir : nearest(dirname(dir));
}
