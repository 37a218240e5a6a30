import type { WebConfig } from '../../config/schema.ts';
import { ms } from '../../domain/units.ts';
import { backoff } from '../../shared/async/backoff.ts';
import { supervise } from '../../shared/async/supervise.ts';
import type { BoxClient } from '../port.ts';
import type { PageWorld } from './page-process.ts';
import { runPage } from './page-process.ts';
import type { Opened } from './wire.ts';

const FIRST_DELAY = ms(500);
const LONGEST_DELAY = ms(30_000);

/** Keeps the page's process running: starts it again whenever it ends, on the same port. The daemon goes on meanwhile. */
export class PageService implements AsyncDisposable {
  /** Its port and the setup code, as soon as it listens. Rejects if the first start fails; nothing is tried again then. */
  readonly opened: Promise<Opened>;
  readonly #config: WebConfig;
  readonly #box: BoxClient;
  readonly #world: PageWorld;
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;
  #port: number | undefined;
  #isOpen: (opened: Opened) => void = () => undefined;
  #failed: (err: unknown) => void = () => undefined;

  constructor(config: WebConfig, box: BoxClient, world: PageWorld) {
    this.#config = config;
    this.#box = box;
    this.#world = world;
    this.opened = new Promise((resolve, reject) => {
      this.#isOpen = resolve;
      this.#failed = reject;
    });
    this.#running = supervise((signal) => this.#run(signal), {
      signal: this.#stop.signal,
      clock: world.clock,
      rest: backoff(FIRST_DELAY, LONGEST_DELAY),
      onFailure: (err, retryMs) => world.log.error({ err, retryMs }, 'web.ended'),
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(signal: AbortSignal): Promise<void> {
    const config = { ...this.#config, port: this.#port ?? this.#config.port };
    try {
      const world = { ...this.#world, again: this.#port !== undefined };
      await runPage(config, this.#box, world, (opened) => this.#opened(opened), signal);
    } catch (err) {
      if (this.#port !== undefined) throw err;
      this.#stop.abort();
      this.#failed(err);
    }
  }

  #opened(opened: Opened): void {
    if (this.#port !== undefined) this.#world.log.info({ port: opened.port }, 'web.reopened');
    this.#port = opened.port;
    this.#isOpen(opened);
  }
}
