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

/** What keeps a service going. */
export type Upkeep = {
  /** The first word of what is logged: `broker` makes `broker.ready`, `broker.failed`, `broker.port_taken`. */
  readonly event: string;
  /** Where it takes connections. */
  readonly host: string;
  readonly port: number;
  /** What is said of a port that cannot be had, by the system's error code. */
  readonly advice: (code: string | undefined) => string;
  /** Asked before each start; what it throws is the reason why there is none. */
  readonly command: () => ServiceCommand | Promise<ServiceCommand>;
  /** Goes on while the service takes connections, until the signal is aborted; a rejection ends this life of it. */
  readonly whileServing?: (signal: AbortSignal) => Promise<void>;
  /** Told of the starts in a row that came to nothing, and why the last did. */
  readonly onFailedStarts?: (count: number, why: string) => void;
  /** Told whenever it takes connections, and whenever a life of it is over or came to nothing. */
  readonly onServing?: (serving: boolean) => void;
};

type World = { readonly clock: Clock; readonly log: Log };

const READY = ms(10_000);
const FIRST_REST = ms(1000);
const LONGEST_REST = ms(60_000);

/** A program that serves, as our child: started again whenever it dies, with growing rests, and ended with us. */
export class Service implements AsyncDisposable {
  readonly #upkeep: Upkeep;
  readonly #world: World;
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;
  readonly #tried = new AbortController();
  #stillborn = 0;
  #complaint = '';

  constructor(upkeep: Upkeep, world: World) {
    this.#upkeep = upkeep;
    this.#world = world;
    this.#running = supervise((signal) => this.#run(signal), {
      signal: this.#stop.signal,
      clock: world.clock,
      rest: backoff(FIRST_REST, LONGEST_REST),
      onFailure: (err, retryMs) => this.#failed(err, retryMs),
    });
  }

  /** Done when it takes connections for the first time, when that has failed, or after 10 s; it goes on trying then. */
  async tried(): Promise<void> {
    const { signal } = this.#tried;
    if (!signal.aborted) await withTimeout(READY, once(signal, 'abort'), this.#world.clock);
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
      this.#stillborn += 1;
      await untilAccepting(what.name, host, port, over, clock);
      this.#accepted(running.child.pid);
      await beside?.(over).catch((err: unknown) => {
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
    this.#stillborn = 0;
    this.#complaint = '';
    this.#tried.abort();
    this.#world.log.info({ host, port, pid }, `${event}.ready`);
    onServing?.(true);
  }

  #failed(err: unknown, retryMs: number): void {
    this.#tried.abort();
    const { event, onServing, onFailedStarts: onStillborn } = this.#upkeep;
    const why = err instanceof Error ? err.message : String(err);
    const isNews = this.#complaint !== why;
    this.#complaint = why;
    this.#world.log[isNews ? 'error' : 'debug']({ why, retryMs }, `${event}.${err instanceof PortTaken ? 'port_taken' : 'failed'}`);
    onServing?.(false);
    if (this.#stillborn > 0 && !(err instanceof PortTaken)) onStillborn?.(this.#stillborn, why);
  }
}
