import { EventEmitter } from 'node:events';
import type { Instant } from '../../domain/units.ts';
import { elapsed } from '../../domain/units.ts';
import { backoff } from '../../shared/async/backoff.ts';
import { until } from '../../shared/async/linked-abort.ts';
import { supervise } from '../../shared/async/supervise.ts';
import { MpvGone, MpvMissing } from './errors.ts';
import type { MpvContext, MpvSession } from './session.ts';

/** This many crashes within `limits.alarm` raise the alarm. */
const ALARM_DEATHS = 5;
/** This many missing heartbeats in a row mean that mpv hangs; it is killed. */
const MISSES = 2;

/** Starts one mpv. */
type Start = (signal: AbortSignal) => Promise<MpvSession>;
/** Runs alongside a session until the signal is aborted. */
type Companion = (session: MpvSession, signal: AbortSignal) => Promise<never>;

/** Keeps an mpv running: whenever one dies or hangs, starts the next, with growing delays. Emits `change` when a new one is ready. */
export class MpvSupervisor extends EventEmitter<{ change: [] }> implements AsyncDisposable {
  readonly #start: Start;
  readonly #companion: Companion;
  readonly #world: MpvContext;
  readonly #end = new AbortController();
  readonly #work: Promise<void>;
  #current: MpvSession | undefined;
  #deaths: readonly Instant[] = [];
  #missing = false;

  constructor(start: Start, companion: Companion, world: MpvContext) {
    super();
    this.#start = start;
    this.#companion = companion;
    this.#world = world;
    const { first, most } = world.limits.restart;
    const onFailure = (err: unknown, retryMs: number): void => this.#onDeath(err, retryMs);
    this.#work = supervise((signal) => this.#runOnce(signal), {
      signal: this.#end.signal,
      clock: world.clock,
      rest: backoff(first, most),
      onFailure,
    });
  }

  /** The running mpv, if there is one. */
  get current(): MpvSession | undefined {
    return this.#current?.gone.aborted ? undefined : this.#current;
  }

  /** Waits for a running mpv; rejects with the signal's reason. */
  async alive(signal: AbortSignal): Promise<MpvSession> {
    return await until(this, () => this.current, signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#end.abort();
    await this.#work;
  }

  async #runOnce(signal: AbortSignal): Promise<void> {
    await using session = await this.#start(signal);
    this.#world.log.info({ pid: session.pid }, 'player.started');
    this.#missing = false;
    this.#current = session;
    this.emit('change');
    const either = AbortSignal.any([signal, session.gone]);
    try {
      await Promise.race([this.#heartbeat(session, either), this.#companion(session, either)]);
    } finally {
      this.#current = undefined;
    }
  }

  async #heartbeat(session: MpvSession, signal: AbortSignal): Promise<never> {
    const { clock, limits } = this.#world;
    for (let misses = 0; misses < MISSES; ) {
      await clock.sleep(limits.heartbeat, signal);
      misses = (await session.number('pid')) === undefined ? misses + 1 : 0;
    }
    session.kill();
    throw new MpvGone('mpv stopped answering and was killed');
  }

  #onDeath(err: unknown, retryMs: number): void {
    const { log } = this.#world;
    if (!(err instanceof MpvMissing)) {
      log.warn({ err, retryMs }, 'player.died');
      this.#countDeath();
    } else if (!this.#missing) {
      // Logged once; the next tries are quiet.
      log.error({ err, advice: 'sudo apt install mpv; it is picked up by itself' }, 'player.missing');
      this.#missing = true;
    }
  }

  #countDeath(): void {
    const { log, clock, limits } = this.#world;
    const now = clock.now();
    this.#deaths = [...this.#deaths, now].filter((at) => elapsed(at, now) <= limits.alarm);
    if (this.#deaths.length < ALARM_DEATHS) return;
    log.error({ deaths: this.#deaths.length, advice: 'see what player.died says before this' }, 'player.alarm');
    this.#deaths = [];
  }
}
