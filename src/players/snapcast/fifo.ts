import { chownSync, closeSync, constants, openSync, readSync, rmSync } from 'node:fs';
import { ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { makeFifo } from '../../shared/process/make-fifo.ts';
import type { Account } from '../../shared/process/programs.ts';

/** A pipe in Linux holds 64 KiB, a third of a second of music. */
const DRAIN_EVERY = ms(100);
const PIPE_SIZE = 65_536;

/**
 * The named pipe from mpv to snapserver. It is kept open for reading and writing here, so that mpv never waits for a reader or loses one.
 * While nobody reads, it is drained, so that mpv never waits for space.
 */
export class Fifo implements Disposable {
  readonly path: string;
  readonly #handle: number;
  readonly #clock: Clock;
  #draining: AbortController | undefined;
  #closed = false;

  private constructor(path: string, handle: number, clock: Clock) {
    this.path = path;
    this.#handle = handle;
    this.#clock = clock;
  }

  /** Makes the pipe, in place of whatever is there. Rejects if the folder does not allow it. */
  static async make(path: string, clock: Clock): Promise<Fifo> {
    await makeFifo(path, clock);
    return new Fifo(path, openSync(path, constants.O_RDWR | constants.O_NONBLOCK), clock);
  }

  /** Makes an account the owner of the pipe. */
  give({ uid, gid }: Account): void {
    chownSync(this.path, uid, gid);
  }

  /** Throws away what comes, while nobody else reads. */
  startDraining(): void {
    if (this.#draining) return;
    this.#draining = new AbortController();
    void this.#drain(this.#draining.signal);
  }

  /** Stops draining: snapserver reads. */
  stopDraining(): void {
    this.#draining?.abort();
    this.#draining = undefined;
  }

  [Symbol.dispose](): void {
    if (this.#closed) return;
    this.#closed = true;
    this.stopDraining();
    closeSync(this.#handle);
    rmSync(this.path, { force: true });
  }

  async #drain(signal: AbortSignal): Promise<void> {
    const waste = Buffer.alloc(PIPE_SIZE);
    while (!signal.aborted) {
      try {
        readSync(this.#handle, waste);
      } catch (err) {
        if ((err as NodeJS.ErrnoException).code !== 'EAGAIN') throw err;
      }
      await this.#clock.sleep(DRAIN_EVERY, signal).catch(() => undefined);
    }
  }
}
