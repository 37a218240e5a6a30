import { EventEmitter, once } from 'node:events';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { object, optional, unknown } from 'valibot';
import { raceAbort } from '../../shared/async/linked-abort.ts';
import { jsonFitting } from '../../shared/json.ts';
import { onLines } from '../../shared/process/lines.ts';

/** snapserver refused a command, or is gone. */
export class SnapserverError extends Error {}

/** An answer to a command, or a notification. */
const ANSWER = object({
  id: optional(unknown()),
  result: optional(unknown()),
  error: optional(object({ message: optional(unknown()) })),
  method: optional(unknown()),
});
type Waiting = { readonly resolve: (result: unknown) => void; readonly reject: (err: Error) => void };

/**
 * Commands to a snapserver (JSON-RPC 2.0, one per line). Emits `news` for each notification from the server, for example about a new
 * client.
 */
export class Control extends EventEmitter<{ news: [] }> implements Disposable {
  readonly #socket: Socket;
  readonly #waiting = new Map<number, Waiting>();
  readonly #gone = new AbortController();
  #last = 0;

  private constructor(socket: Socket) {
    super();
    this.#socket = socket;
    onLines(socket, (line) => this.#onLine(line));
    socket.once('close', () => this.#onClose());
  }

  /** Connects to a port on loopback. Rejects if nobody listens there, or with the signal's reason. */
  static async join(port: number, signal: AbortSignal): Promise<Control> {
    const socket = connect(port, '127.0.0.1');
    try {
      await once(socket, 'connect', { signal });
    } catch (err) {
      socket.destroy();
      signal.throwIfAborted();
      throw err;
    }
    return new Control(socket);
  }

  /** Aborted when the connection has ended. */
  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  /** Sends a command and resolves to the server's result. Rejects with `SnapserverError`, or with the signal's reason. */
  async call(method: string, params: object, signal: AbortSignal): Promise<unknown> {
    this.gone.throwIfAborted();
    this.#last += 1;
    const id = this.#last;
    const answer = new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    this.#socket.write(`${JSON.stringify({ id, jsonrpc: '2.0', method, params })}\r\n`);
    try {
      return await raceAbort(answer, signal);
    } finally {
      this.#waiting.delete(id);
    }
  }

  [Symbol.dispose](): void {
    this.#socket.destroy();
    this.removeAllListeners();
  }

  #onLine(line: string): void {
    // A line that is no answer is passed over; the waiting call has a time limit.
    const answer = jsonFitting(ANSWER, line);
    const waiting = typeof answer?.id === 'number' ? this.#waiting.get(answer.id) : undefined;
    if (answer?.error) waiting?.reject(new SnapserverError(`snapserver: ${String(answer.error.message)}`));
    else waiting?.resolve(answer?.result);
    if (typeof answer?.method === 'string') this.emit('news');
  }

  #onClose(): void {
    const gone = new SnapserverError('snapserver closed the connection');
    this.#gone.abort(gone);
    for (const { reject } of this.#waiting.values()) reject(gone);
  }
}
