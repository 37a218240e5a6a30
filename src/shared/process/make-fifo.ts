import { rmSync } from 'node:fs';
import { ms } from '../../domain/units.ts';
import type { Clock } from '../async/clock.ts';
import { environmentFor } from './environment.ts';
import { runProgram } from './run.ts';

const LIMIT = ms(5000);

/** Makes a named pipe for this user alone, in place of whatever is there. Rejects if the folder does not allow it. */
export async function makeFifo(path: string, clock: Clock): Promise<void> {
  rmSync(path, { force: true, recursive: true });
  const { signal } = new AbortController();
  const ran = await runProgram('mkfifo', ['-m', '600', path], { env: environmentFor('other'), limit: LIMIT, clock, signal });
  if (ran.kind === 'missing') throw ran.err;
  if (ran.kind === 'stopped') throw new Error(`mkfifo did not end within ${LIMIT / 1000} s`);
  if (ran.code !== 0) throw new Error(ran.stderr.trim() || `mkfifo ended with status ${ran.code}`);
}
