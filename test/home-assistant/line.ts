import { once } from 'node:events';
import { WebSocket } from 'ws';

type Answer = {
  readonly id?: number;
  readonly type: string;
  readonly success?: boolean;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
};
type Waiting = { readonly resolve: (result: unknown) => void; readonly reject: (err: Error) => void };

/** Home Assistant's WebSocket API: one question, one answer. */
export class Line implements Disposable {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, Waiting>();
  #count = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data) => this.#hear(JSON.parse(String(data)) as Answer));
    socket.on('close', () => this.#end(new Error('Home Assistant hung up')));
    socket.on('error', (err) => this.#end(err));
  }

  /** Signed in with an access token when it is done. */
  static async open(url: string, access_token: string): Promise<Line> {
    const socket = new WebSocket(url);
    const heard = once(socket, 'message');
    await once(socket, 'open');
    await heard;
    const answered = once(socket, 'message');
    socket.send(JSON.stringify({ type: 'auth', access_token }));
    const [answer] = (await answered) as [Buffer];
    const { type } = JSON.parse(answer.toString()) as Answer;
    if (type !== 'auth_ok') throw new Error(`Home Assistant says ${type}`);
    return new Line(socket);
  }

  ask<T>(question: object): Promise<T> {
    this.#count += 1;
    const id = this.#count;
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(id, { resolve: (result) => resolve(result as T), reject });
      this.#socket.send(JSON.stringify({ id, ...question }));
    });
  }

  #hear({ error, id, result, success, type }: Answer): void {
    const waiting = type === 'result' && id !== undefined ? this.#waiting.get(id) : undefined;
    if (!waiting || id === undefined) return;
    this.#waiting.delete(id);
    if (success) waiting.resolve(result);
    else waiting.reject(new Error(error?.message ?? 'Home Assistant refuses'));
  }

  #end(err: Error): void {
    for (const { reject } of this.#waiting.values()) reject(err);
    this.#waiting.clear();
  }

  [Symbol.dispose](): void {
    this.#socket.close();
  }
}
