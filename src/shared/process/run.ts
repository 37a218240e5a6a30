import type { ChildProcessByStdio } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import type { Ms } from '../../domain/units.ts';
import { ms } from '../../domain/units.ts';
import type { Clock } from '../async/clock.ts';
import { endChild } from './end-child.ts';

/** How a program ended: by itself, never started, or stopped by us. Output is text, cut off at its bound. */
export type Ran =
  | { readonly kind: 'ended'; readonly code: number | null; readonly stdout: string; readonly stderr: string }
  | { readonly kind: 'missing'; readonly err: unknown }
  | { readonly kind: 'stopped'; readonly why: 'timeout' | 'abort' | 'flood' };

export type RunOptions = {
  readonly env: NodeJS.ProcessEnv;
  readonly limit: Ms;
  readonly clock: Clock;
  readonly signal: AbortSignal;
};

/** A group has so long to end when it is asked to, and when it is killed: then nobody waits for it any more. */
const GRACE = { asked: ms(2000), killed: ms(2000) };
const MOST_STDOUT = 16 * 1024 * 1024;
const MOST_STDERR = 64 * 1024;

type Child = ChildProcessByStdio<null, Readable, Readable>;

/**
 * Runs a program in a process group of its own and collects what it says. Limit, abort and too much output end the whole
 * group, SIGTERM first, SIGKILL two seconds later; whatever it started is gone when this settles, or two seconds after that given up. Never rejects
 * for what the system does.
 */
export async function runProgram(program: string, args: readonly string[], by: RunOptions): Promise<Ran> {
  if (by.signal.aborted) return { kind: 'stopped', why: 'abort' };
  try {
    return await heard(spawn(program, args, { detached: true, env: by.env, stdio: ['ignore', 'pipe', 'pipe'] }), by);
  } catch (err) {
    if (!(err as NodeJS.ErrnoException).syscall?.startsWith('spawn')) throw err;
    return { kind: 'missing', err };
  }
}

/** What becomes of a child. Rejects where it could not be started. */
async function heard(child: Child, by: RunOptions): Promise<Ran> {
  const closed = once(child, 'close');
  // Where no descriptor is left, it has no outputs; why comes a moment later.
  if (child.stdout === undefined) await closed;
  const over = new AbortController();
  const stopper = new Stopper(child, closed.catch(ignored), by.clock);
  const stdout = collect(child.stdout, MOST_STDOUT, () => stopper.stop('flood'));
  const stderr = collect(child.stderr, MOST_STDERR, () => undefined);
  void by.clock.sleep(by.limit, over.signal).then(() => stopper.stop('timeout'), ignored);
  by.signal.addEventListener('abort', () => stopper.stop('abort'), { signal: over.signal });
  try {
    const [code] = (await Promise.race([closed, stopper.lost])) as [number | null];
    if (stopper.why) return { kind: 'stopped', why: stopper.why };
    return { kind: 'ended', code, stdout: stdout(), stderr: stderr() };
  } finally {
    over.abort();
    endGroup(child, 'SIGKILL');
  }
}

/** Ends a group once, for the first reason that is given. */
class Stopper {
  readonly #child: Child;
  readonly #closed: Promise<unknown>;
  readonly #clock: Clock;
  readonly #lost = new AbortController();
  /** Settles when nobody waits any more for a child that even SIGKILL has not ended. */
  readonly lost = once(this.#lost.signal, 'abort');
  why: 'timeout' | 'abort' | 'flood' | undefined;

  constructor(child: Child, closed: Promise<unknown>, clock: Clock) {
    this.#child = child;
    this.#closed = closed;
    this.#clock = clock;
  }

  stop(why: 'timeout' | 'abort' | 'flood'): void {
    if (this.why) return;
    this.why = why;
    void this.#end();
  }

  async #end(): Promise<void> {
    if (await endChild((signal) => this.#send(signal), this.#closed, GRACE, this.#clock)) return;
    this.#child.unref();
    this.#lost.abort();
  }

  #send(signal: 'SIGTERM' | 'SIGKILL'): void {
    endGroup(this.#child, signal);
    if (signal === 'SIGTERM') return;
    // Somebody who left the group may still hold the pipes; nobody waits for them.
    this.#child.stdout.destroy();
    this.#child.stderr.destroy();
  }
}

/** Signals everybody in the child's group; that nobody is left is as good. */
function endGroup(child: Child, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (err) {
    if ((err as NodeJS.ErrnoException).code !== 'ESRCH') throw err;
  }
}

function collect(stream: Readable, most: number, onFlood: () => void): () => string {
  const chunks: Buffer[] = [];
  let size = 0;
  stream.on('data', (chunk: Buffer) => {
    if (size < most) chunks.push(chunk.subarray(0, most - size));
    size += chunk.length;
    if (size > most) onFlood();
  });
  return () => Buffer.concat(chunks).toString('utf8');
}

const ignored = (): void => undefined;
