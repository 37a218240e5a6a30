import { once } from 'node:events';
import { ms } from '../../domain/units.ts';
import { backoff } from '../async/backoff.ts';
import type { Clock } from '../async/clock.ts';
import { supervise } from '../async/supervise.ts';
import { withTimeout } from '../async/timeout.ts';
import type { Log } from '../log.ts';
import { assertFree, PortTaken } from './ports.ts';
import type { ServiceCommand } from './service-process.ts';
import { endService, launch, untilAccepting } from './service-process.ts';
import { StartLimit } from './start-limit.ts';

/** How to keep a service running. */
export type Upkeep = {
  /** The prefix of its log events: `broker` gives `broker.ready`, `broker.failed`, `broker.port_taken`. */
  readonly event: string;
  /** Where it accepts connections. */
  readonly host: string;
  readonly port: number;
  /** The message for a port that cannot be listened on, by the system's error code. */
  readonly advice: (code: string | undefined) => string;
  /** Called before each start. An error that it throws is reported as the reason why the service does not run. */
  readonly command: () => ServiceCommand | Promise<ServiceCommand>;
  /** Runs while the service accepts connections as process `pid`, until the signal is aborted. If it rejects, the service is restarted. */
  readonly whileServing?: (signal: AbortSignal, pid: number | undefined) => Promise<void>;
  /** Called with the number of failed starts in a row, and why the last one failed. */
  readonly onFailedStarts?: (count: number, why: string) => void;
  /** Called with true when it accepts connections, and with false when it has ended or failed to start. */
  readonly onServing?: (serving: boolean) => void;
};

type World = { readonly clock: Clock; readonly log: Log };

const FIRST_START_LIMIT = ms(10_000);
/** How long it may take at first until it accepts a connection. */
const START_LIMIT = ms(5000);
const FIRST_DELAY = ms(1000);
const LONGEST_DELAY = ms(60_000);

/** Keeps a service running as our child: restarts it whenever it dies, with growing delays, and ends it with us. */
export class Service implements AsyncDisposable {
  readonly #upkeep: Upkeep;
  readonly #world: World;
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;
  readonly #tried = new AbortController();
  readonly #limit = new StartLimit(START_LIMIT);
  #failedStarts = 0;
  #lastReason = '';

  constructor(upkeep: Upkeep, world: World) {
    this.#upkeep = upkeep;
    this.#world = world;
    this.#running = supervise((signal) => this.#run(signal), {
      signal: this.#stop.signal,
      clock: world.clock,
      rest: backoff(FIRST_DELAY, LONGEST_DELAY),
      onFailure: (err, retryMs) => this.#failed(err, retryMs),
    });
  }

  /**
   * Settles when the service first accepts connections, when the first start has failed, or after 10 s. It goes on trying in the latter
   * cases.
   */
  async tried(): Promise<void> {
    const { signal } = this.#tried;
    if (!signal.aborted) await withTimeout(FIRST_START_LIMIT, once(signal, 'abort'), this.#world.clock);
  }

  /** Ends the program, within 5 s. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(stop: AbortSignal): Promise<void> {
    const { event, host, port, advice, command, whileServing: beside } = this.#upkeep;
    const { clock, log } = this.#world;
    await assertFree(host, port, advice);
    const what = await command();
    const running = launch(what, (line) => log.debug({ line }, `${event}.said`));
    const over = AbortSignal.any([stop, running.ended]);
    try {
      this.#failedStarts += 1;
      await untilAccepting(what.name, { host, port }, over, { clock, limit: this.#limit });
      this.#accepted(running.child.pid);
      await beside?.(over, running.child.pid).catch((err: unknown) => {
        if (!over.aborted) throw err;
      });
      if (!over.aborted) await once(over, 'abort');
    } finally {
      await endService(running, clock);
    }
    if (!stop.aborted) throw running.ended.reason;
  }

  #accepted(pid: number | undefined): void {
    const { event, host, port, onServing } = this.#upkeep;
    this.#failedStarts = 0;
    this.#lastReason = '';
    this.#tried.abort();
    this.#world.log.info({ host, port, pid }, `${event}.ready`);
    onServing?.(true);
  }

  #failed(err: unknown, retryMs: number): void {
    this.#tried.abort();
    const { event, onServing, onFailedStarts } = this.#upkeep;
    const why = err instanceof Error ? err.message : String(err);
    const isNews = this.#lastReason !== why;
    this.#lastReason = why;
    this.#world.log[isNews ? 'error' : 'debug']({ why, retryMs }, `${event}.${err instanceof PortTaken ? 'port_taken' : 'failed'}`);
    onServing?.(false);
    if (this.#failedStarts > 0 && !(err instanceof PortTaken)) onFailedStarts?.(this.#failedStarts, why);
  }
}
