import type { WebConfig } from '../../config/schema.ts';
import { ms } from '../../domain/units.ts';
import { backoff } from '../../shared/async/backoff.ts';
import { supervise } from '../../shared/async/supervise.ts';
import { StartLimit } from '../../shared/process/start-limit.ts';
import type { BoxClient } from '../port.ts';
import type { PageWorld } from './page-process.ts';
import { CannotListen, PageLost, runPage } from './page-process.ts';
import type { Opened } from './wire.ts';

/** How long its process may take to listen at first. */
const START_LIMIT = ms(30_000);
const FIRST_DELAY = ms(500);
const LONGEST_DELAY = ms(30_000);

/** The page is closed for now, and is tried again: `why` is a sentence that says what is wrong. */
export type Closed = { readonly why: string };

/** Keeps the page's process running: starts it again whenever it ends, on the same port. The daemon goes on meanwhile. */
export class PageService implements AsyncDisposable {
  /**
   * How the first start went. Rejects if the page can never listen where the configuration wants it; nothing is tried again then. A
   * certificate can be put right while the music plays, so without a good one the page is only closed for now.
   */
  readonly started: Promise<Opened | Closed>;
  readonly #config: WebConfig;
  readonly #box: BoxClient;
  readonly #world: PageWorld;
  readonly #stop = new AbortController();
  readonly #limit = new StartLimit(START_LIMIT);
  readonly #running: Promise<void>;
  #port: number | undefined;
  #why: string | undefined;
  readonly #onFirst: (opened: Opened) => void;
  #hasStarted: (how: Opened | Closed) => void = () => undefined;
  #failed: (err: unknown) => void = () => undefined;

  /** `onFirst` is called when the page opens for the first time. */
  constructor(config: WebConfig, box: BoxClient, world: PageWorld, onFirst: (opened: Opened) => void) {
    this.#config = config;
    this.#box = box;
    this.#world = world;
    this.#onFirst = onFirst;
    this.started = new Promise((resolve, reject) => {
      this.#hasStarted = resolve;
      this.#failed = reject;
    });
    this.#running = supervise((signal) => this.#run(signal), {
      signal: this.#stop.signal,
      clock: world.clock,
      rest: backoff(FIRST_DELAY, LONGEST_DELAY),
      onFailure: (err, retryMs) => this.#report(err, retryMs),
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(signal: AbortSignal): Promise<void> {
    const config = { ...this.#config, port: this.#port ?? this.#config.port };
    try {
      const world = { ...this.#world, again: this.#port !== undefined, limit: this.#limit };
      await runPage(config, this.#box, world, (opened) => this.#opened(opened), signal);
    } catch (err) {
      if (this.#port === undefined && !mayPass(err)) {
        this.#stop.abort();
        this.#failed(err);
        return;
      }
      this.#hasStarted({ why: sentenceOf(err) });
      throw err;
    }
  }

  /** The same problem is an error once, not at each of many tries. */
  #report(err: unknown, retryMs: number): void {
    const { log } = this.#world;
    const why = err instanceof CannotListen ? err.why : undefined;
    if (why === undefined) log.error({ err, retryMs }, 'web.ended');
    else log[why === this.#why ? 'debug' : 'error']({ why, retryMs }, 'web.unavailable');
    this.#why = why;
  }

  #opened(opened: Opened): void {
    if (this.#port !== undefined) this.#world.log.info({ port: opened.port }, 'web.reopened');
    else this.#onFirst(opened);
    this.#port = opened.port;
    this.#why = undefined;
    this.#hasStarted(opened);
  }
}

/** Whether another try may succeed. An address or a port that cannot be had is a mistake in the configuration. */
const mayPass = (err: unknown): boolean => err instanceof PageLost || (err instanceof CannotListen && err.why !== undefined);

const sentenceOf = (err: unknown): string => (err instanceof CannotListen ? err.why : undefined) ?? (err as Error).message;
