import { closeSync, constants, openSync, rmSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import type { Ms } from '../../../domain/units.ts';
import { ms } from '../../../domain/units.ts';
import type { Clock } from '../../../shared/async/clock.ts';
import { LinkedAbort } from '../../../shared/async/linked-abort.ts';
import { withTimeout } from '../../../shared/async/timeout.ts';
import { makeFifo } from '../../../shared/process/make-fifo.ts';
import { endlessWavHeader } from '../../../shared/wav-header.ts';
import { SOUND_FORMAT } from './sound.ts';

export type OutletParts = {
  /** A folder of its own. */
  readonly folder: string;
  readonly clock: Clock;
  /** The next frames of sound; undefined at the end. */
  readonly take: (frames: number) => Buffer | undefined;
  /** How long a pipe waits for a reader, at first and after one has left: a player that crashed comes back for more. Default: 30 s. */
  readonly patience?: Ms;
};

/** A tenth of a second. A pipe in Linux holds a third of a second, so no more than that is ever made ahead here. */
const CHUNK = SOUND_FORMAT.rate / 10;
const PATIENCE = ms(30_000);
const LOOK_EVERY = ms(20);

/**
 * Hands out endless sound through named pipes, as a WAV file that does not end. The reader sets the pace: nothing is taken faster than it
 * is read. Each call to `path` makes a pipe for one reader; once that has come, the reader before it has had its time.
 */
export class Outlet implements AsyncDisposable {
  readonly #parts: OutletParts;
  readonly #closing = new AbortController();
  #serving = new LinkedAbort();
  #pipes: readonly Promise<void>[] = [];
  #count = 0;
  #isHeard = true;
  #isRead = false;

  constructor(parts: OutletParts) {
    this.#parts = parts;
  }

  /** Whether somebody reads, or may still come to read. */
  get isHeard(): boolean {
    return this.#isHeard && !this.#closing.signal.aborted;
  }

  /** Whether somebody reads now. */
  get isRead(): boolean {
    return this.#isRead;
  }

  /** A path that a player can open now, once. Rejects if no pipe can be made. */
  async path(): Promise<string> {
    this.#count += 1;
    const path = join(this.#parts.folder, `${this.#count}.wav`);
    await makeFifo(path, this.#parts.clock);
    const pipe = this.#offer(path).finally(() => {
      this.#pipes = this.#pipes.filter((each) => each !== pipe);
      this.#isHeard = this.#pipes.length > 0;
    });
    this.#pipes = [...this.#pipes, pipe];
    return path;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort();
    await Promise.all(this.#pipes);
  }

  async #offer(path: string): Promise<void> {
    let own: LinkedAbort | undefined;
    try {
      for (;;) {
        const handle = await this.#reader(path, own?.signal ?? this.#closing.signal);
        if (handle === undefined) return;
        if (!own) {
          this.#serving.abort();
          own = this.#serving = new LinkedAbort(this.#closing.signal);
        }
        if ((await this.#serve(handle, own.signal)) === 'over') return;
      }
    } finally {
      own?.[Symbol.dispose]();
      release(path);
    }
  }

  /** Opens the pipe once somebody else has opened it for reading; undefined if nobody does in time. */
  async #reader(path: string, signal: AbortSignal): Promise<number | undefined> {
    const { clock, patience = PATIENCE } = this.#parts;
    using limit = new LinkedAbort(signal).abortAfter(patience, clock, () => new Error('nobody reads'));
    while (!limit.signal.aborted) {
      const handle = opened(path);
      if (handle !== undefined) return handle;
      await clock.sleep(LOOK_EVERY, limit.signal).catch(() => undefined);
    }
    return undefined;
  }

  /** Writes until the reader leaves, or until the sound is over or another reader has taken its place. */
  async #serve(handle: number, signal: AbortSignal): Promise<'left' | 'over'> {
    const socket = new Socket({ fd: handle, readable: false, writable: true });
    socket.on('error', () => undefined); // `written` tells
    const stop = (): unknown => socket.destroy();
    signal.addEventListener('abort', stop, { once: true });
    try {
      if (signal.aborted) return 'over';
      this.#isRead = true;
      for (let chunk: Buffer | undefined = endlessWavHeader(SOUND_FORMAT); chunk; chunk = this.#parts.take(CHUNK))
        if (!(await written(socket, chunk))) return signal.aborted ? 'over' : 'left';
      return 'over';
    } finally {
      this.#isRead = false;
      signal.removeEventListener('abort', stop);
      await closed(socket, this.#parts.clock);
    }
  }
}

/** Writes a chunk and waits until the pipe has taken all of it. False if the reader has left. */
const written = (socket: Socket, chunk: Buffer): Promise<boolean> =>
  new Promise((resolve) => {
    if (socket.destroyed) resolve(false);
    else socket.write(chunk, (err) => resolve(!err));
  });

const CLOSE_LIMIT = ms(1000);

async function closed(socket: Socket, clock: Clock): Promise<void> {
  const over = new Promise((resolve) => socket.once('close', resolve));
  if (!socket.destroyed) socket.destroy();
  else if (socket.closed) return;
  await withTimeout(CLOSE_LIMIT, over, clock);
}

/** A handle to write to the pipe; undefined while nobody reads it. */
function opened(path: string): number | undefined {
  try {
    return openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch (err) {
    const { code } = err as NodeJS.ErrnoException;
    if (code === 'ENXIO' || code === 'ENOENT') return undefined;
    throw err;
  }
}

/** Removes a pipe, and lets go whoever waits for it to be written to. */
function release(path: string): void {
  try {
    closeSync(openSync(path, constants.O_RDWR | constants.O_NONBLOCK));
  } catch (err) {
    if ((err as NodeJS.ErrnoException).code !== 'ENOENT') throw err;
  }
  rmSync(path, { force: true });
}
