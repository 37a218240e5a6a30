import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once, setMaxListeners } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { endChild } from '../../shared/process/end-child.ts';
import { mpvArguments } from './arguments.ts';
import { MpvGone, MpvMissing } from './errors.ts';
import type { MpvLimits } from './limits.ts';

/** What setpriv (and a shell) exits with when it finds no such program. */
const NOT_FOUND = 127;
const LAST_WORDS = 500;

/**
 * One mpv, with a socket in a private folder (mode 0700) that goes when it goes. It runs under `setpriv --pdeathsig KILL`: the
 * kernel ends it when the daemon ends, even by SIGKILL (prctl(2), PR_SET_PDEATHSIG; setpriv becomes mpv, so the pid is mpv's).
 * In a session of its own, so that a Ctrl-C for the daemon does not reach it first.
 */
export class MpvProcess implements AsyncDisposable {
  readonly #folder = mkdtempSync(join(tmpdir(), 'moodbox-mpv-'));
  readonly socket = join(this.#folder, 'ipc');
  readonly #child: ChildProcess;
  readonly #ended = new AbortController();
  readonly #clock: Clock;
  readonly #patience: Ms;
  #said = '';

  constructor(program: string, output: string, clock: Clock, limits: MpvLimits) {
    this.#clock = clock;
    this.#patience = limits.quit;
    // Every command under way listens, and of a storm of wishes each may have one: no leak, and nothing to warn of.
    setMaxListeners(0, this.#ended.signal);
    const args = ['--pdeathsig', 'KILL', '--', program, ...mpvArguments(output, this.socket, limits.silence)];
    // PipeWire's client library would write to the journal by itself, at every try to open a missing sound server.
    const env = { ...process.env, PIPEWIRE_DEBUG: '0' };
    this.#child = spawn('setpriv', args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true, env });
    this.#child.once('error', () => this.#end(new MpvMissing("setpriv (package util-linux) or the folder it was started in isn't there")));
    this.#child.once('exit', (code, signal) => this.#end(this.#epitaph(program, code, signal)));
    for (const stream of [this.#child.stdout, this.#child.stderr]) stream?.on('data', (said) => this.#listen(said));
  }

  /** Aborted with `MpvGone` (or `MpvMissing`) when the process has ended. */
  get gone(): AbortSignal {
    return this.#ended.signal;
  }

  /** Undefined where not even setpriv could be started. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  /** Ends mpv, by force after `patience`, and waits until it is gone, or for another `patience`: a device that hangs holds off even SIGKILL. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.gone.aborted) await this.#terminate();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #terminate(): Promise<void> {
    const grace = { asked: this.#patience, killed: this.#patience };
    if (await endChild((signal) => this.#child.kill(signal), once(this.gone, 'abort'), grace, this.#clock)) return;
    this.#child.unref();
    this.#end(new MpvGone('mpv cannot be ended'));
  }

  #listen(said: Buffer): void {
    this.#said = (this.#said + said.toString()).slice(-LAST_WORDS);
  }

  #epitaph(program: string, code: number | null, signal: NodeJS.Signals | null): MpvGone {
    if (code === NOT_FOUND) return new MpvMissing(`there is no program '${program}' (${this.#said.trim()})`);
    return new MpvGone(`mpv ended (${signal ?? `status ${code}`}) ${this.#said.trim()}`.trim());
  }

  #end(why: MpvGone): void {
    this.#ended.abort(why);
  }
}
