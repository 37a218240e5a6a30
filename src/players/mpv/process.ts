import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once, setMaxListeners } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlayerConfig } from '../../config/schema.ts';
import type { Ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { endChild } from '../../shared/process/end-child.ts';
import { environmentFor } from '../../shared/process/environment.ts';
import { endsBeforeUs } from '../../shared/process/memory.ts';
import { comesFirst } from '../../shared/process/priority.ts';
import { tied } from '../../shared/process/tied.ts';
import { withoutSecrets } from '../../shared/secrets.ts';
import { mpvArguments } from './arguments.ts';
import { MpvGone, MpvMissing } from './errors.ts';
import type { MpvLimits } from './limits.ts';
import { trustArguments } from './trust.ts';

/** The exit status of setpriv (and of a shell) if there is no such program. */
const NOT_FOUND = 127;
/** Characters that are told. More are kept, and only whole lines: an address without its beginning is not known as one. */
const KEPT_OUTPUT = 500;
const READ_OUTPUT = 4000;

function environment(): NodeJS.ProcessEnv {
  // PipeWire's client library would log to the journal each time it tries to open a missing sound server.
  const env: NodeJS.ProcessEnv = { ...environmentFor('mpv'), PIPEWIRE_DEBUG: '0' };
  // Where the user has no proxy, exceptions from it would only lead past the gate to public addresses.
  if (!env.http_proxy) delete env.no_proxy;
  return env;
}

/**
 * One mpv process, with a socket in a private folder (mode 0700) that is removed with it. It runs under `setpriv --pdeathsig KILL`, so the
 * kernel ends it when the daemon ends, even by SIGKILL (prctl(2), PR_SET_PDEATHSIG; setpriv becomes mpv, so the pid is mpv's). It has a
 * session of its own, so that a Ctrl-C for the daemon does not reach it first.
 */
export class MpvProcess implements AsyncDisposable {
  readonly #folder = mkdtempSync(join(tmpdir(), 'moodbox-mpv-'));
  readonly socket = join(this.#folder, 'ipc');
  readonly #child: ChildProcess;
  readonly #ended = new AbortController();
  readonly #clock: Clock;
  readonly #grace: Ms;
  #lastOutput = '';

  constructor({ mpv: program, output, ca }: Pick<PlayerConfig, 'mpv' | 'output' | 'ca'>, clock: Clock, limits: MpvLimits) {
    this.#clock = clock;
    this.#grace = limits.quit;
    // Every pending command listens, and in a burst of requests there are many: this is not a leak, so no warning.
    setMaxListeners(0, this.#ended.signal);
    const [command, ...args] = tied('setpriv', program, [
      ...mpvArguments(output, this.socket, limits.silence),
      ...trustArguments(ca, this.#folder),
    ]);
    this.#child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true, env: environment() });
    endsBeforeUs(this.#child.pid);
    comesFirst(this.#child.pid);
    this.#child.once('error', () =>
      this.#end(new MpvMissing(`there is no program '${command}', or the folder it was started in isn't there`)),
    );
    this.#child.once('exit', (code, signal) => this.#end(this.#exitReason(program, code, signal)));
    for (const stream of [this.#child.stdout, this.#child.stderr]) stream?.on('data', (chunk) => this.#listen(chunk));
  }

  /** Aborted with `MpvGone` (or `MpvMissing`) when the process has ended. */
  get gone(): AbortSignal {
    return this.#ended.signal;
  }

  /** Undefined if not even setpriv could be started. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** The end of what it has written since `forgetSaid`, without secrets: mpv repeats whole addresses. */
  get said(): string {
    return withoutSecrets(this.#lastOutput).slice(-KEPT_OUTPUT);
  }

  forgetSaid(): void {
    this.#lastOutput = '';
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  /**
   * Ends mpv, by SIGKILL after `limits.quit`. Gives up waiting after the same time again, since a device that hangs holds off even
   * SIGKILL.
   */
  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.gone.aborted) await this.#terminate();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #terminate(): Promise<void> {
    const grace = { asked: this.#grace, killed: this.#grace };
    if (await endChild((signal) => this.#child.kill(signal), once(this.gone, 'abort'), grace, this.#clock)) return;
    this.#child.unref();
    this.#end(new MpvGone('mpv cannot be ended'));
  }

  #listen(chunk: Buffer): void {
    const all = this.#lastOutput + chunk.toString();
    this.#lastOutput = all.length <= READ_OUTPUT ? all : all.slice(-READ_OUTPUT).replace(/^.*\n?/, '');
  }

  #exitReason(program: string, code: number | null, signal: NodeJS.Signals | null): MpvGone {
    if (code === NOT_FOUND) return new MpvMissing(`there is no program '${program}' (${this.said.trim()})`);
    return new MpvGone(`mpv ended (${signal ?? `status ${code}`}) ${this.said.trim()}`.trim());
  }

  #end(why: MpvGone): void {
    this.#ended.abort(why);
  }
}
