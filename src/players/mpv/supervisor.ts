import { EventEmitter } from 'node:events';
import type { Instant } from '../../domain/units.ts';
import { elapsed } from '../../domain/units.ts';
import { backoff } from '../../shared/async/backoff.ts';
import { until } from '../../shared/async/linked-abort.ts';
import { supervise } from '../../shared/async/supervise.ts';
import { MpvGone, MpvMissing } from './errors.ts';
import type { MpvContext, MpvSession } from './session.ts';

/** So many deaths within `limits.alarm` are an alarm. */
const MANY = 5;
/** So many missing signs of life in a row end an mpv that hangs. */
const MISSES = 2;

/** Starts one life of mpv. */
type Start = (signal: AbortSignal) => Promise<MpvSession>;
/** What goes on beside a life, until the signal is aborted. */
type Beside = (life: MpvSession, signal: AbortSignal) => Promise<never>;

/** One mpv after the other: whenever one dies, or hangs, the next is started, with growing rests. `change` is emitted when one is there. */
export class MpvSupervisor extends EventEmitter<{ change: [] }> implements AsyncDisposable {
  readonly #start: Start;
  readonly #beside: Beside;
  readonly #world: MpvContext;
  readonly #end = new AbortController();
  readonly #work: Promise<void>;
  #current: MpvSession | undefined;
  #deaths: readonly Instant[] = [];
  #missing = false;

  constructor(start: Start, beside: Beside, world: MpvContext) {
    super();
    this.#start = start;
    this.#beside = beside;
    this.#world = world;
    const { first, most } = world.limits.restart;
    const onFailure = (err: unknown, retryMs: number): void => this.#mourn(err, retryMs);
    this.#work = supervise((signal) => this.#live(signal), {
      signal: this.#end.signal,
      clock: world.clock,
      rest: backoff(first, most),
      onFailure,
    });
  }

  /** The mpv that is there, if one is. */
  get current(): MpvSession | undefined {
    return this.#current?.gone.aborted ? undefined : this.#current;
  }

  /** Waits for an mpv; rejects with the signal's reason. */
  async alive(signal: AbortSignal): Promise<MpvSession> {
    return await until(this, () => this.current, signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#end.abort();
    await this.#work;
  }

  async #live(signal: AbortSignal): Promise<void> {
    await using life = await this.#start(signal);
    this.#world.log.info({ pid: life.pid }, 'player.started');
    this.#missing = false;
    this.#current = life;
    this.emit('change');
    const either = AbortSignal.any([signal, life.gone]);
    try {
      await Promise.race([this.#heartbeat(life, either), this.#beside(life, either)]);
    } finally {
      this.#current = undefined;
    }
  }

  async #heartbeat(life: MpvSession, signal: AbortSignal): Promise<never> {
    const { clock, limits } = this.#world;
    for (let misses = 0; misses < MISSES; ) {
      await clock.sleep(limits.heartbeat, signal);
      misses = (await life.number('pid')) === undefined ? misses + 1 : 0;
    }
    life.kill();
    throw new MpvGone('mpv stopped answering and was killed');
  }

  #mourn(err: unknown, retryMs: number): void {
    const { log } = this.#world;
    if (!(err instanceof MpvMissing)) {
      log.warn({ err, retryMs }, 'player.died');
      this.#count();
    } else if (!this.#missing) {
      // said once: the next tries are quiet
      log.error({ err, advice: 'sudo apt install mpv; it is picked up by itself' }, 'player.missing');
      this.#missing = true;
    }
  }

  #count(): void {
    const { log, clock, limits } = this.#world;
    const now = clock.now();
    this.#deaths = [...this.#deaths, now].filter((at) => elapsed(at, now) <= limits.alarm);
    if (this.#deaths.length < MANY) return;
    log.error({ deaths: this.#deaths.length, advice: 'see what player.died says before this' }, 'player.alarm');
    this.#deaths = [];
  }
}
