import type { ChildProcessByStdio } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import type { Result } from '../../../domain/result.ts';
import { done, failed } from '../../../domain/result.ts';
import { ms } from '../../../domain/units.ts';
import type { Clock } from '../../../shared/async/clock.ts';
import { withTimeout } from '../../../shared/async/timeout.ts';
import { environmentFor } from '../../../shared/process/environment.ts';
import type { Fault } from './fault.ts';

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

const EXIT_TAKEN = 75;
const START_LIMIT = ms(10_000);

/**
 * Makes sure that only one update runs at a time. Node cannot lock a file, so Debian's flock(1) holds the lock around a `cat` that waits
 * for the end of its input: however this process ends, the pipe closes and the lock is released.
 */
export class Lock implements AsyncDisposable {
  readonly #child: Child;

  private constructor(child: Child) {
    this.#child = child;
  }

  /** Takes the lock, or says at once why not. */
  static async take(file: string, clock: Clock): Promise<Result<Lock, Fault>> {
    const child = spawn('flock', ['-n', '-E', String(EXIT_TAKEN), file, 'cat'], {
      env: environmentFor('other'),
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
    });
    child.stdin.on('error', () => undefined); // The child is gone already, and its exit status says why.
    const exited = once(child, 'close').then(([code]) => code as number | null);
    const held = once(child.stdout, 'data').then(
      () => 'held' as const,
      () => exited,
    );
    let complaint = '';
    child.stderr.on('data', (text) => (complaint += text));
    child.stdin.write('\n');
    const first = await withTimeout(START_LIMIT, Promise.race([held, exited]), clock);
    if (first.ok && first.value === 'held') return done(new Lock(child));
    child.kill('SIGKILL');
    const busy = !first.ok || first.value === EXIT_TAKEN;
    return failed({ why: busy ? 'busy' : 'unwritable', detail: complaint.trim() || file });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const gone = this.#child.exitCode === null ? once(this.#child, 'exit') : Promise.resolve([]);
    this.#child.stdin.end();
    await gone;
  }
}
