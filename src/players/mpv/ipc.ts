import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import vendor from 'node-mpv';
import { ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { raceAbort } from '../../shared/async/linked-abort.ts';
import { MpvRefusal } from './errors.ts';
import type { MpvMessage } from './state.ts';

/** The parts of node-mpv 2.0.0-beta.2 that we use. Its own types describe an ES module, which it is not. */
type NodeMpv = {
  start(): Promise<void>;
  command(name: string, args: readonly unknown[]): Promise<unknown>;
  timepositionListenerId?: NodeJS.Timeout;
  readonly socket: EventEmitter & { readonly socket: Socket; dataHandler(data: string): void; connect(path: string): void; quit(): void };
};
const NodeMpv = vendor as unknown as new (options: Readonly<Record<string, unknown>>) => NodeMpv;

const RETRY = ms(25);
/** The number of properties that node-mpv observes by itself: time-pos (many times a second) and ten more, with ids from 1. */
const OBSERVED = 11;

/**
 * Commands to one mpv, and its messages, over its socket. Only this file knows node-mpv, and it keeps it on a short leash
 * (docs/adr/0005-node-mpv-on-a-leash.md): node-mpv never starts mpv but joins the one that already listens on `path`; each instance
 * serves one mpv process; load(), seek() and quit() are never called; its listeners and its timer are removed.
 */
export class MpvIpc extends EventEmitter<{ message: [MpvMessage] }> implements Disposable {
  readonly #client: NodeMpv;

  private constructor(client: NodeMpv) {
    super();
    this.#client = client;
    clearInterval(client.timepositionListenerId);
    client.socket.removeAllListeners('message');
    client.socket.on('message', (message: MpvMessage) => this.emit('message', message));
  }

  /** Waits until an mpv listens on `path`, and joins it. Rejects with the signal's reason. */
  static async join(path: string, clock: Clock, signal: AbortSignal): Promise<MpvIpc> {
    for (;;) {
      const client = leashed(path);
      try {
        if (!(await joined(client, signal))) await clock.sleep(RETRY, signal);
        else return await new MpvIpc(client).#unobserveAll(signal);
      } catch (err) {
        release(client);
        throw err;
      }
    }
  }

  /**
   * Sends a command and resolves to mpv's answer. Rejects with `MpvRefusal` if mpv refuses, and with the signal's reason after an abort.
   */
  async command(signal: AbortSignal, name: string, ...args: readonly unknown[]): Promise<unknown> {
    return raceAbort(this.#client.command(name, args).catch(refusal(name)), signal);
  }

  [Symbol.dispose](): void {
    release(this.#client);
    this.removeAllListeners();
  }

  async #unobserveAll(signal: AbortSignal): Promise<this> {
    for (let id = 1; id <= OBSERVED; id += 1) await this.command(signal, 'unobserve_property', id);
    return this;
  }
}

/** A fresh instance. If nothing listens, node-mpv would start its own mpv; the program that does not exist prevents that. */
function leashed(path: string): NodeMpv {
  const client = new NodeMpv({ socket: path, binary: '/nonexistent/mpv', auto_restart: false, time_update: 3600, audio_only: true });
  client.socket.socket.on('error', () => undefined);
  const wholeLines = assembler();
  const { dataHandler } = client.socket;
  client.socket.dataHandler = (data) => dataHandler.call(client.socket, wholeLines(data));
  return client;
}

/** Passes on whole lines only: node-mpv parses each chunk by itself, so one long title would crash the process. */
function assembler(): (data: string | Buffer) => string {
  let rest = Buffer.alloc(0);
  return (data) => {
    const all = Buffer.concat([rest, Buffer.from(data)]);
    const end = all.lastIndexOf('\n') + 1;
    rest = all.subarray(end);
    return all.subarray(0, end).toString();
  };
}

/** Whether mpv answered. The signal is needed because start() never settles if the other side accepts but says nothing. */
function joined(client: NodeMpv, signal: AbortSignal): Promise<boolean> {
  const started = client.start().then(
    () => true,
    () => false,
  );
  return raceAbort(started, signal);
}

/**
 * Lets go of mpv for good. A start() that nobody waits for any more goes on by itself as soon as mpv answers: it would connect again, and
 * an mpv that has ended meanwhile would end this process too, since quit() takes the listeners for errors away.
 */
function release(client: NodeMpv): void {
  clearInterval(client.timepositionListenerId);
  client.socket.connect = () => {
    throw new Error('nobody waits for this mpv any more');
  };
  client.socket.quit();
  client.socket.socket.on('error', () => undefined);
}

/** node-mpv rejects with plain objects. */
const refusal =
  (name: string) =>
  (err: unknown): never => {
    const answer = err as { readonly errmessage?: string; readonly verbose?: string };
    throw new MpvRefusal(`${name}: ${answer.errmessage ?? answer.verbose ?? String(err)}`);
  };
