import { chownSync, closeSync, constants, openSync, readSync, rmSync } from 'node:fs';
import { ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import type { Account } from '../../shared/process/programs.ts';
import { runProgram } from '../../shared/process/run.ts';

/** A pipe of Linux holds 64 kB, a third of a second of music. */
const SIP = ms(100);
const MOUTHFUL = 65_536;
const MKFIFO_LIMIT = ms(5000);

/**
 * The named pipe from mpv to snapserver. It is held open at both ends here, so that mpv never waits for a reader nor loses one; and
 * while nobody reads, it is emptied, so that mpv never waits for room.
 */
export class Fifo implements Disposable {
  readonly path: string;
  readonly #handle: number;
  readonly #clock: Clock;
  #emptying: AbortController | undefined;
  #closed = false;

  private constructor(path: string, handle: number, clock: Clock) {
    this.path = path;
    this.#handle = handle;
    this.#clock = clock;
  }

  /** Makes the pipe, in place of whatever is there. Throws where the folder does not allow it. */
  static async make(path: string, clock: Clock): Promise<Fifo> {
    rmSync(path, { force: true, recursive: true });
    const { signal } = new AbortController();
    const ran = await runProgram('mkfifo', ['-m', '600', path], { env: process.env, limit: MKFIFO_LIMIT, clock, signal });
    if (ran.kind === 'missing') throw ran.err;
    if (ran.kind === 'stopped') throw new Error(`mkfifo did not end within ${MKFIFO_LIMIT / 1000} s`);
    if (ran.code !== 0) throw new Error(ran.stderr.trim() || `mkfifo ended with status ${ran.code}`);
    return new Fifo(path, openSync(path, constants.O_RDWR | constants.O_NONBLOCK), clock);
  }

  give({ uid, gid }: Account): void {
    chownSync(this.path, uid, gid);
  }

  /** Nobody reads: what comes is thrown away. */
  empty(): void {
    if (this.#emptying) return;
    this.#emptying = new AbortController();
    void this.#sip(this.#emptying.signal);
  }

  /** Somebody reads. */
  leave(): void {
    this.#emptying?.abort();
    this.#emptying = undefined;
  }

  [Symbol.dispose](): void {
    if (this.#closed) return;
    this.#closed = true;
    this.leave();
    closeSync(this.#handle);
    rmSync(this.path, { force: true });
  }

  async #sip(signal: AbortSignal): Promise<void> {
    const waste = Buffer.alloc(MOUTHFUL);
    while (!signal.aborted) {
      try {
        readSync(this.#handle, waste);
      } catch (err) {
        if ((err as NodeJS.ErrnoException).code !== 'EAGAIN') throw err;
      }
      await this.#clock.sleep(SIP, signal).catch(() => undefined);
    }
  }
}
