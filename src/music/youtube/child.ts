import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentFor } from '../../shared/process/environment.ts';
import type { Ran } from '../../shared/process/run.ts';
import { runProgram } from '../../shared/process/run.ts';
import type { RunYtDlp } from './request.ts';
import { argumentsOf } from './request.ts';

/**
 * The most that one call may use: a minute of computing, files of 64 MiB (its cache has some kilobytes), 2 GiB of data in memory, where it
 * uses 100 MiB and a JavaScript runtime as much again; no core dump.
 */
const FENCE = ['--cpu=60', '--fsize=67108864', '--data=2147483648', '--core=0'];
/** How prlimit ends if it cannot start the program: as a shell does. */
const NOT_STARTED = [126, 127];

export type YtDlpFolders = { readonly home: string; readonly cache?: string };

/**
 * Runs yt-dlp as our own child, behind the limits of `prlimit`, with a home of its own, in which it finds no plugins and no settings of
 * ours. It keeps its cache in `cache`, which may outlast the call.
 */
export const asChild =
  ({ home, cache = home }: YtDlpFolders, ours?: NodeJS.ProcessEnv): RunYtDlp =>
  async (program, request, by) => {
    const env = { ...environmentFor('yt-dlp', ours), HOME: home, XDG_CACHE_HOME: cache };
    return notStarted(await runProgram('prlimit', [...FENCE, '--', program, ...argumentsOf(request)], { env, ...by }));
  };

/** As Node itself reports a program that cannot be started. */
export const notThere = (message: string): Error => Object.assign(new Error(message), { code: 'ENOENT' });

function notStarted(ran: Ran): Ran {
  const failed = ran.kind === 'ended' && NOT_STARTED.includes(ran.code ?? 0) && ran.stderr.startsWith('prlimit:');
  return failed ? { kind: 'missing', err: notThere(ran.stderr.trim()) } : ran;
}

/** A private folder for what yt-dlp leaves behind, made when it is first needed and removed with its owner. */
export class ScratchFolder implements Disposable {
  #path: string | undefined;

  get path(): string {
    this.#path ??= mkdtempSync(join(tmpdir(), 'moodbox-ytdlp-'));
    return this.#path;
  }

  [Symbol.dispose](): void {
    if (this.#path !== undefined) rmSync(this.#path, { recursive: true, force: true });
    this.#path = undefined;
  }
}
