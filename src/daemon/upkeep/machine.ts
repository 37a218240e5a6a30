import { readFile, statfs } from 'node:fs/promises';
import { availableParallelism, hostname, loadavg, totalmem, uptime } from 'node:os';
import { join } from 'node:path';
import { ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { environmentFor } from '../../shared/process/environment.ts';
import { runProgram } from '../../shared/process/run.ts';

/** Bytes of a whole and of what is free in it. */
export type Capacity = { readonly total: number; readonly free: number };

/** How the computer is doing. Sizes in bytes, times in seconds. */
export type MachineState = {
  /** The computer's name in the network. */
  readonly hostname: string;
  readonly node: string;
  readonly cores: number;
  /** How many programs wanted a core, on average over the last minute. */
  readonly load: number;
  readonly memory: Capacity;
  /** The memory that the daemon itself uses. */
  readonly daemonMemory: number;
  /** The disk on which the state folder is; absent if it cannot be asked. */
  readonly disk?: Capacity;
  readonly uptime: { readonly machine: number; readonly daemon: number };
};

/** Reads it now. `root` replaces `/` in tests. */
export async function readMachine(stateDir: string, root = '/'): Promise<MachineState> {
  const [memory, disk] = await Promise.all([memoryOf(root), diskOf(stateDir)]);
  return {
    ...{ hostname: hostname(), node: process.version, cores: availableParallelism(), load: Math.round((loadavg()[0] ?? 0) * 100) / 100 },
    memory,
    daemonMemory: process.memoryUsage.rss(),
    ...(disk && { disk }),
    uptime: { machine: Math.round(uptime()), daemon: Math.round(process.uptime()) },
  };
}

/** What Linux calls available is free for programs; caches that it would give up for them count. */
async function memoryOf(root: string): Promise<Capacity> {
  const text = await readFile(join(root, 'proc/meminfo'), 'utf8').catch(() => '');
  const kilobytes = (name: string): number | undefined => {
    const found = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1];
    return found === undefined ? undefined : Number(found) * 1024;
  };
  return { total: kilobytes('MemTotal') ?? totalmem(), free: kilobytes('MemAvailable') ?? 0 };
}

async function diskOf(folder: string): Promise<Capacity | undefined> {
  const found = await statfs(folder).catch(() => undefined);
  return found && { total: found.blocks * found.bsize, free: found.bavail * found.bsize };
}

const LIMIT = ms(5000);

/** The version of mpv, asked once; undefined if it does not say. */
export function mpvVersion(program: string, clock: Clock, signal: AbortSignal): () => Promise<string | undefined> {
  let asked: Promise<string | undefined> | undefined;
  const ask = async (): Promise<string | undefined> => {
    const ran = await runProgram(program, ['--no-config', '--version'], { env: environmentFor('mpv'), limit: LIMIT, clock, signal });
    return ran.kind === 'ended' ? /mpv v?(\d[^\s]{0,40})/.exec(ran.stdout)?.[1] : undefined;
  };
  return () => {
    asked ??= ask();
    return asked;
  };
}
