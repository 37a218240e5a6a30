import { EventEmitter } from 'node:events';
import type { PlayerConfig } from '../../config/schema.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { LinkedAbort, until } from '../../shared/async/linked-abort.ts';
import type { Log } from '../../shared/log.ts';
import { ignoreMpvErrors, MpvGone, MpvSilent } from './errors.ts';
import { MpvIpc } from './ipc.ts';
import type { MpvLimits } from './limits.ts';
import { MpvProcess } from './process.ts';
import type { Ending, MpvState } from './state.ts';
import { entryStatus, NOTHING, OUTPUT, outputOf, reduce } from './state.ts';

/** What the files of this room are handed: time, the log and the patience; `dev` stands in for /dev in tests. */
export type MpvContext = { readonly clock: Clock; readonly log: Log; readonly limits: MpvLimits; readonly dev?: string };

const OBSERVE_OUTPUT = 100;

/** One life of mpv, from its start to its end: what it has told, and commands with a limit. `change` is emitted at each new fact. */
export class MpvSession extends EventEmitter<{ change: [] }> implements AsyncDisposable {
  readonly #process: MpvProcess;
  readonly #ipc: MpvIpc;
  readonly #world: MpvContext;
  #facts: MpvState = NOTHING;

  private constructor(process: MpvProcess, ipc: MpvIpc, world: MpvContext) {
    super();
    this.#process = process;
    this.#ipc = ipc;
    this.#world = world;
    ipc.on('message', (message) => {
      this.#facts = reduce(this.#facts, message);
      this.emit('change');
    });
  }

  /** An mpv that answers; rejects with `MpvGone` or `MpvMissing` where it cannot be had, and with the signal's reason. */
  static async start(config: PlayerConfig, world: MpvContext, signal: AbortSignal): Promise<MpvSession> {
    const process = new MpvProcess(config.mpv, config.output, world.clock, world.limits);
    using patience = new LinkedAbort(signal, process.gone);
    patience.abortAfter(world.limits.start, world.clock, () => new MpvGone('mpv did not start to listen'));
    try {
      const ipc = await MpvIpc.join(process.socket, world.clock, patience.signal);
      return await new MpvSession(process, ipc, world).#introduced();
    } catch (err) {
      await process[Symbol.asyncDispose]();
      throw err;
    }
  }

  /** Aborted when mpv has ended. */
  get gone(): AbortSignal {
    return this.#process.gone;
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** mpv's name for the audio output in use; `null` is the silent one. Undefined while nothing is open. */
  get output(): string | undefined {
    return this.#facts.output;
  }

  /** Rejects with `MpvRefusal`, `MpvSilent` after the limit for commands, or `MpvGone`. */
  async command(name: string, ...args: readonly unknown[]): Promise<unknown> {
    const { clock, limits } = this.#world;
    using limit = new LinkedAbort(this.gone).abortAfter(limits.command, clock, () => new MpvSilent(`no answer to ${name}`));
    return await this.#ipc.command(limit.signal, name, ...args);
  }

  set(property: string, value: string | number | boolean): Promise<unknown> {
    return this.command('set_property', property, value);
  }

  /** A property that is a number; undefined where mpv has none at the moment, or is too busy to say. */
  async number(property: string): Promise<number | undefined> {
    const said = await this.command('get_property', property).catch(ignoreMpvErrors);
    return typeof said === 'number' ? said : undefined;
  }

  /** A property that is a list of tags; empty as `number` is undefined. mpv 0.35 dies of being asked for one tag of a filter. */
  async tags(property: string): Promise<ReadonlyMap<string, string>> {
    const said = await this.command('get_property', property).catch(ignoreMpvErrors);
    return new Map(Object.entries(said ?? {}));
  }

  /** Opens `url` in place of what is open, and returns the number of its entry. */
  async open(url: string): Promise<number> {
    const reply = await this.command('loadfile', url, 'replace');
    return Number((reply as { readonly playlist_entry_id: number }).playlist_entry_id);
  }

  /** Waits until the entry is heard, and by what output is known, or it has ended. Rejects with `MpvGone`, or with the signal's reason. */
  async heard(entry: number, signal: AbortSignal): Promise<'heard' | Ending> {
    const fate = await this.#learned(signal, () => {
      const known = entryStatus(this.#facts, entry);
      return known === 'coming' ? undefined : known;
    });
    if (fate === 'heard') await this.#askOutput();
    return fate;
  }

  /** Waits until the entry has ended. Rejects as `heard` does. */
  ended(entry: number, signal: AbortSignal): Promise<Ending> {
    return this.#learned(signal, () => {
      const fate = entryStatus(this.#facts, entry);
      return typeof fate === 'string' ? undefined : fate;
    });
  }

  /** Closes what is open; an mpv that is gone, or does not answer, is as good as silent. */
  async stop(): Promise<void> {
    await this.command('stop').catch(ignoreMpvErrors);
  }

  kill(): void {
    this.#process.kill();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ipc[Symbol.dispose]();
    await this.#process[Symbol.asyncDispose]();
  }

  async #learned<T>(signal: AbortSignal, read: () => T | undefined): Promise<T> {
    using either = new LinkedAbort(this.gone, signal);
    return await until(this, read, either.signal);
  }

  /** mpv tells events first and what changed of its properties after them: at the first sound the output may not have been told yet. */
  async #askOutput(): Promise<void> {
    const name = await this.command('get_property', OUTPUT).catch(ignoreMpvErrors);
    this.#facts = outputOf(this.#facts, name);
  }

  /** Nobody else can listen in a folder of our own; the pid makes sure. */
  async #introduced(): Promise<this> {
    const pid = await this.command('get_property', 'pid');
    if (pid !== this.pid) throw new MpvGone(`mpv ${pid} answered in place of ${this.pid}`);
    await this.command('observe_property', OBSERVE_OUTPUT, OUTPUT);
    return this;
  }
}
