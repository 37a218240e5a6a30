import type { ChildProcessByStdio } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import type { Ms } from '../../domain/units.ts';
import { ms } from '../../domain/units.ts';
import type { Clock } from '../async/clock.ts';
import { endChild } from './end-child.ts';
import { endsBeforeUs } from './memory.ts';

/**
 * How a program ended: by itself (`code` is null where a signal ended it), not started at all, or stopped by us. `stderr` is cut off
 * after 64 KiB.
 */
export type Ran<Output = string> =
  | { readonly kind: 'ended'; readonly code: number | null; readonly stdout: Output; readonly stderr: string }
  | { readonly kind: 'missing'; readonly err: unknown }
  | { readonly kind: 'stopped'; readonly why: 'timeout' | 'abort' | 'flood' };

export type RunOptions = {
  /** The program's whole environment: `environmentFor` says what of ours it may learn. */
  readonly env: NodeJS.ProcessEnv;
  readonly limit: Ms;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** The most bytes of output; a program that writes more is stopped as a `flood`. 16 MiB by default. */
  readonly maxOutput?: number;
  /** What the program reads on its standard input; nothing by default. */
  readonly input?: Uint8Array;
};

/** How long a group may take to end after SIGTERM, and then after SIGKILL, before we stop waiting for it. */
const GRACE = { asked: ms(2000), killed: ms(2000) };
const MAX_STDOUT = 16 * 1024 * 1024;
const MAX_STDERR = 64 * 1024;

type Child = ChildProcessByStdio<Writable | null, Readable, Readable>;

/**
 * Runs a program to its end and collects its output as text (UTF-8). It gets a process group of its own. The time limit, an abort
 * and too much output each end the whole group: SIGTERM first, SIGKILL two seconds later. When this settles, everything that the
 * program started is gone, except what even SIGKILL has not ended within another two seconds. Never rejects for what the system does.
 */
export async function runProgram(program: string, args: readonly string[], by: RunOptions): Promise<Ran> {
  const ran = await runForBytes(program, args, by);
  return ran.kind === 'ended' ? { ...ran, stdout: ran.stdout.toString('utf8') } : ran;
}

/** Like `runProgram`, for a program whose output is not text. */
export async function runForBytes(program: string, args: readonly string[], by: RunOptions): Promise<Ran<Buffer>> {
  if (by.signal.aborted) return { kind: 'stopped', why: 'abort' };
  try {
    const child = started(program, args, by);
    return await finished(child, by);
  } catch (err) {
    if (!(err as NodeJS.ErrnoException).syscall?.startsWith('spawn')) throw err;
    return { kind: 'missing', err };
  }
}

function started(program: string, args: readonly string[], { env, input }: RunOptions): Child {
  if (input === undefined) return spawn(program, args, { detached: true, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const child = spawn(program, args, { detached: true, env, stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin?.on('error', ignored).end(input); // A program that has had enough closes its end.
  return child;
}

/** Waits for the child's end. Rejects if it could not be started. */
async function finished(child: Child, by: RunOptions): Promise<Ran<Buffer>> {
  const closed = once(child, 'close');
  endsBeforeUs(child.pid);
  // Without a free file descriptor the child has no output streams; awaiting `closed` throws the reason.
  if (child.stdout === undefined) await closed;
  const over = new AbortController();
  const stopper = new Stopper(child, closed.catch(ignored), by.clock);
  const stdout = collect(child.stdout, by.maxOutput ?? MAX_STDOUT, () => stopper.stop('flood'));
  const stderr = collect(child.stderr, MAX_STDERR, () => undefined);
  void by.clock.sleep(by.limit, over.signal).then(() => stopper.stop('timeout'), ignored);
  by.signal.addEventListener('abort', () => stopper.stop('abort'), { signal: over.signal });
  try {
    const [code] = (await Promise.race([closed, stopper.lost])) as [number | null];
    if (stopper.why) return { kind: 'stopped', why: stopper.why };
    return { kind: 'ended', code, stdout: stdout(), stderr: stderr().toString('utf8') };
  } finally {
    over.abort();
    endGroup(child, 'SIGKILL');
  }
}

/** Ends a child's group once; the first reason counts. */
class Stopper {
  readonly #child: Child;
  readonly #closed: Promise<unknown>;
  readonly #clock: Clock;
  readonly #lost = new AbortController();
  /** Settles when we give up waiting for a child that even SIGKILL has not ended. */
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
    // A process that left the group may still hold the pipes: do not wait for it.
    this.#child.stdout.destroy();
    this.#child.stderr.destroy();
  }
}

/** Signals every process in the child's group. An empty group is fine. */
function endGroup(child: Child, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (err) {
    if ((err as NodeJS.ErrnoException).code !== 'ESRCH') throw err;
  }
}

/** Keeps the first `most` bytes of a stream, for the returned function to hand out. Calls `onFlood` at each chunk beyond them. */
function collect(stream: Readable, most: number, onFlood: () => void): () => Buffer {
  const chunks: Buffer[] = [];
  let size = 0;
  stream.on('data', (chunk: Buffer) => {
    if (size < most) chunks.push(chunk.subarray(0, most - size));
    size += chunk.length;
    if (size > most) onFlood();
  });
  return () => Buffer.concat(chunks);
}

const ignored = (): void => undefined;
