import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import vendor from 'node-mpv';
import { ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { raceAbort } from '../../shared/async/linked-abort.ts';
import { MpvRefusal } from './errors.ts';
import type { MpvMessage } from './state.ts';

/** The parts of node-mpv 2.0.0-beta.2 that are used. Its own types describe an ES module, which it is not. */
type NodeMpv = {
  start(): Promise<void>;
  command(name: string, args: readonly unknown[]): Promise<unknown>;
  timepositionListenerId?: NodeJS.Timeout;
  readonly socket: EventEmitter & { readonly socket: Socket; dataHandler(data: string): void; quit(): void };
};
const NodeMpv = vendor as unknown as new (options: Readonly<Record<string, unknown>>) => NodeMpv;

const RETRY = ms(25);
/** What node-mpv observes of its own accord: time-pos (often a second) and ten more, numbered from 1. */
const OBSERVED = 11;

/**
 * Commands to one mpv and the messages it sends, over its socket. This is the only file that knows node-mpv, and it keeps it
 * on a short leash (docs/adr/0005-node-mpv-on-a-leash.md): it never starts mpv, only joins the one that already listens on
 * `path`; each instance serves one life of mpv; load(), seek() and quit() are never called; its listeners and its timer go.
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

  /** Joins the mpv that listens on `path` as soon as it does; rejects with the signal's reason. */
  static async join(path: string, clock: Clock, signal: AbortSignal): Promise<MpvIpc> {
    for (;;) {
      const client = leashed(path);
      try {
        if (!(await joined(client, signal))) await clock.sleep(RETRY, signal);
        else return await new MpvIpc(client).#quieted(signal);
      } catch (err) {
        release(client);
        throw err;
      }
    }
  }

  /** What mpv answers; rejects with `MpvRefusal` if it refuses, and with the signal's reason when that is aborted first. */
  async command(signal: AbortSignal, name: string, ...args: readonly unknown[]): Promise<unknown> {
    return raceAbort(this.#client.command(name, args).catch(refusal(name)), signal);
  }

  [Symbol.dispose](): void {
    release(this.#client);
    this.removeAllListeners();
  }

  async #quieted(signal: AbortSignal): Promise<this> {
    for (let id = 1; id <= OBSERVED; id += 1) await this.command(signal, 'unobserve_property', id);
    return this;
  }
}

/** A fresh instance. Where nothing listens, node-mpv would start an mpv of its own: the impossible program keeps it from that. */
function leashed(path: string): NodeMpv {
  const client = new NodeMpv({ socket: path, binary: '/nonexistent/mpv', auto_restart: false, time_update: 3600, audio_only: true });
  client.socket.socket.on('error', () => undefined);
  const wholeLines = assembler();
  const { dataHandler } = client.socket;
  client.socket.dataHandler = (data) => dataHandler.call(client.socket, wholeLines(data));
  return client;
}

/** Cuts what the socket delivers at line ends: node-mpv parses each piece by itself, and one long title would end the process. */
function assembler(): (data: string | Buffer) => string {
  let rest = Buffer.alloc(0);
  return (data) => {
    const all = Buffer.concat([rest, Buffer.from(data)]);
    const end = all.lastIndexOf('\n') + 1;
    rest = all.subarray(end);
    return all.subarray(0, end).toString();
  };
}

/** Whether somebody answered. start() never settles where the other side accepts and says nothing, hence the signal. */
function joined(client: NodeMpv, signal: AbortSignal): Promise<boolean> {
  const started = client.start().then(
    () => true,
    () => false,
  );
  return raceAbort(started, signal);
}

function release(client: NodeMpv): void {
  clearInterval(client.timepositionListenerId);
  client.socket.quit();
}

/** node-mpv rejects with plain objects. */
const refusal =
  (name: string) =>
  (err: unknown): never => {
    const said = err as { readonly errmessage?: string; readonly verbose?: string };
    throw new MpvRefusal(`${name}: ${said.errmessage ?? said.verbose ?? String(err)}`);
  };
