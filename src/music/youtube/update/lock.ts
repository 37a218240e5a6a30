import type { ChildProcessByStdio } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import type { Result } from '../../../domain/result.ts';
import { done, failed } from '../../../domain/result.ts';
import { ms } from '../../../domain/units.ts';
import type { Clock } from '../../../shared/async/clock.ts';
import { withTimeout } from '../../../shared/async/timeout.ts';
import type { Fault } from './fault.ts';

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

const TAKEN = 75;
const PATIENCE = ms(10_000);

/**
 * One update at a time. Node cannot lock a file, so Debian's flock(1) does, around a `cat` that waits for the end of its input:
 * however we end, the pipe closes and the lock is free again.
 */
export class Lock implements AsyncDisposable {
  readonly #child: Child;

  private constructor(child: Child) {
    this.#child = child;
  }

  /** Takes the lock or says why not, at once. */
  static async take(file: string, clock: Clock): Promise<Result<Lock, Fault>> {
    const child = spawn('flock', ['-n', '-E', String(TAKEN), file, 'cat'], { stdio: ['pipe', 'pipe', 'pipe'], detached: true });
    child.stdin.on('error', () => undefined); // It is gone already, and its exit says why.
    const exited = once(child, 'close').then(([code]) => code as number | null);
    const held = once(child.stdout, 'data').then(
      () => 'held' as const,
      () => exited,
    );
    let said = '';
    child.stderr.on('data', (text) => (said += text));
    child.stdin.write('\n');
    const first = await withTimeout(PATIENCE, Promise.race([held, exited]), clock);
    if (first.ok && first.value === 'held') return done(new Lock(child));
    child.kill('SIGKILL');
    const busy = !first.ok || first.value === TAKEN;
    return failed({ why: busy ? 'busy' : 'unwritable', detail: said.trim() || file });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const gone = this.#child.exitCode === null ? once(this.#child, 'exit') : Promise.resolve([]);
    this.#child.stdin.end();
    await gone;
  }
}
