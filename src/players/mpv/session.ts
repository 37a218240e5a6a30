import { EventEmitter } from 'node:events';
import type { PlayerConfig } from '../../config/schema.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { LinkedAbort, until } from '../../shared/async/linked-abort.ts';
import type { Log } from '../../shared/log.ts';
import type { StartLimit } from '../../shared/process/start-limit.ts';
import type { Setting } from './access.ts';
import { ignoreMpvErrors, MpvGone, MpvSilent } from './errors.ts';
import { MpvIpc } from './ipc.ts';
import type { MpvLimits } from './limits.ts';
import { MpvProcess } from './process.ts';
import type { Ending, MpvState } from './state.ts';
import { entryStatus, NOTHING, OUTPUT, outputOf, reduce } from './state.ts';

/** What everything around mpv needs. `dev` replaces /dev in tests. */
export type MpvContext = { readonly clock: Clock; readonly log: Log; readonly limits: MpvLimits; readonly dev?: string };

const OBSERVE_OUTPUT = 100;

/** One mpv from its start to its end: its reported state, and commands with a time limit. Emits `change` after each message. */
export class MpvSession extends EventEmitter<{ change: [] }> implements AsyncDisposable {
  readonly #process: MpvProcess;
  readonly #ipc: MpvIpc;
  readonly #world: MpvContext;
  #state: MpvState = NOTHING;

  private constructor(process: MpvProcess, ipc: MpvIpc, world: MpvContext) {
    super();
    this.#process = process;
    this.#ipc = ipc;
    this.#world = world;
    ipc.on('message', (message) => {
      this.#state = reduce(this.#state, message);
      this.emit('change');
    });
  }

  /** Starts an mpv and waits until it answers. Rejects with `MpvGone` or `MpvMissing` if that fails, and with the signal's reason. */
  static async start(config: PlayerConfig, world: MpvContext, startLimit: StartLimit, signal: AbortSignal): Promise<MpvSession> {
    const process = new MpvProcess(config, world.clock, world.limits);
    using limit = new LinkedAbort(signal, process.gone);
    limit.abortAfter(startLimit.span, world.clock, () => {
      startLimit.extend();
      return new MpvGone('mpv did not start to listen');
    });
    try {
      const ipc = await MpvIpc.join(process.socket, world.clock, limit.signal);
      return await new MpvSession(process, ipc, world).#verified();
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

  /** The last lines of errors that mpv has written since `forgetSaid`. */
  get said(): string {
    return this.#process.said;
  }

  forgetSaid(): void {
    this.#process.forgetSaid();
  }

  /** mpv's name for the audio output in use; `null` is the silent one. Undefined while nothing is open. */
  get output(): string | undefined {
    return this.#state.output;
  }

  /** Sends a command. Rejects with `MpvRefusal`, with `MpvSilent` after the time limit, or with `MpvGone`. */
  async command(name: string, ...args: readonly unknown[]): Promise<unknown> {
    const { clock, limits } = this.#world;
    using limit = new LinkedAbort(this.gone).abortAfter(limits.command, clock, () => new MpvSilent(`no answer to ${name}`));
    return await this.#ipc.command(limit.signal, name, ...args);
  }

  set(property: string, value: Setting[1] | number): Promise<unknown> {
    return this.command('set_property', property, value);
  }

  /** A numeric property; undefined if mpv has no value at the moment or does not answer. */
  async number(property: string): Promise<number | undefined> {
    const value = await this.command('get_property', property).catch(ignoreMpvErrors);
    return typeof value === 'number' ? value : undefined;
  }

  /** Whether a property is set; false if mpv has no value at the moment or does not answer. */
  async flag(property: string): Promise<boolean> {
    return (await this.command('get_property', property).catch(ignoreMpvErrors)) === true;
  }

  /**
   * A property that is a list of tags; empty where `number` would be undefined. Reads the whole list, because mpv 0.35 crashes if asked
   * for a single tag of a filter.
   */
  async tags(property: string): Promise<ReadonlyMap<string, string>> {
    const tags = await this.command('get_property', property).catch(ignoreMpvErrors);
    return new Map(Object.entries(tags ?? {}));
  }

  /** Opens `url` in place of the current one, and returns the number of its playlist entry. */
  async open(url: string): Promise<number> {
    const reply = await this.command('loadfile', url, 'replace');
    return Number((reply as { readonly playlist_entry_id: number }).playlist_entry_id);
  }

  /** Waits until the entry is heard and the output is known, or until it has ended. Rejects with `MpvGone` or with the signal's reason. */
  async heard(entry: number, signal: AbortSignal): Promise<'heard' | Ending> {
    const status = await this.#untilKnown(signal, () => {
      const known = entryStatus(this.#state, entry);
      return known === 'coming' ? undefined : known;
    });
    if (status === 'heard') await this.#askOutput();
    return status;
  }

  /** Waits until the entry has ended. Rejects as `heard` does. */
  ended(entry: number, signal: AbortSignal): Promise<Ending> {
    return this.#untilKnown(signal, () => {
      const status = entryStatus(this.#state, entry);
      return typeof status === 'string' ? undefined : status;
    });
  }

  /** Closes what is open. Ignores an mpv that is gone or does not answer. */
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

  async #untilKnown<T>(signal: AbortSignal, read: () => T | undefined): Promise<T> {
    using either = new LinkedAbort(this.gone, signal);
    return await until(this, read, either.signal);
  }

  /** mpv reports events before changed properties, so at the first sound it may not have reported the output yet. */
  async #askOutput(): Promise<void> {
    const name = await this.command('get_property', OUTPUT).catch(ignoreMpvErrors);
    this.#state = outputOf(this.#state, name);
  }

  /** Checks by the pid that it is our mpv that answers, and observes the output. */
  async #verified(): Promise<this> {
    const pid = await this.command('get_property', 'pid');
    if (pid !== this.pid) throw new MpvGone(`mpv ${pid} answered in place of ${this.pid}`);
    await this.command('observe_property', OBSERVE_OUTPUT, OUTPUT);
    return this;
  }
}
