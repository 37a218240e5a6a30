import { access, constants } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { exposedState, stateDirOf } from '../../daemon/process/state-dir.ts';
import { freeBytes } from '../../shared/free-space.ts';
import type { Check, Finding } from './check.ts';
import { failing, fine, warning } from './check.ts';

const MEGABYTE = 2 ** 20;
const LEAST_MB = 20;
const LITTLE_MB = 200;

/** The state folder: whether moodbox may write to it, whether there is room, and whether only moodbox can read it. */
export const disk: Check = async ({ state }, { env }) => {
  const dir = resolve(stateDirOf(state, env));
  const there = await nearest(dir);
  try {
    await access(there, constants.W_OK | constants.X_OK);
  } catch {
    return failing(`this user cannot write to ${dir}`, 'set state.dir, or run this as the user that runs moodbox');
  }
  const freeMb = Math.floor((await freeBytes(there)) / MEGABYTE);
  if (freeMb < LEAST_MB) return failing(`${dir}: only ${freeMb} MB are free`, 'free some space now');
  if (freeMb < LITTLE_MB) return warning(`${dir}: ${freeMb} MB are free`, 'free some space soon');
  return openFiles(dir) ?? fine(`${dir}, ${freeMb} MB free`);
};

/** What every user of this machine can read or change in the state folder; undefined if there is nothing. */
function openFiles(dir: string): Finding | undefined {
  const files = exposedState(dir);
  if (files.length === 0) return undefined;
  const advice = `restart moodbox, which closes its own files, or run: chmod o= ${files.join(' ')}`;
  return warning(`${dir}: every user of this machine can read or change ${files.map((file) => basename(file)).join(', ')}`, advice);
}

/** The folder itself, or the nearest parent that exists, in which it would be created. */
async function nearest(dir: string): Promise<string> {
  const exists = await access(dir).then(
    () => true,
    (err: NodeJS.ErrnoException) => err.code !== 'ENOENT',
  );
  return exists ? dir : nearest(dirname(dir));
}
