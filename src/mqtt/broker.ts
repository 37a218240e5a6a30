import { once } from 'node:events';
import type { MqttConfig } from '../config/schema.ts';
import { ms } from '../domain/units.ts';
import { backoff } from '../shared/backoff.ts';
import type { Clock } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';
import { supervise } from '../shared/supervise.ts';
import { within } from '../shared/within.ts';
import { furnish, setDatabaseAside } from './broker-folder.ts';
import type { BrokerPlan } from './broker-plan.ts';
import { assertFree, BrokerUnavailable, PortTaken, planOf } from './broker-plan.ts';
import { accepting, end, launch } from './broker-process.ts';
import { whyOf } from './lost.ts';
import { programFolders } from './mosquitto.ts';

export type BrokerWorld = {
  readonly clock: Clock;
  readonly log: Log;
  /** Where mosquitto is looked for; by default on the PATH and in the system's own folders. */
  readonly folders?: readonly string[];
};

const READY = ms(10_000);
const FIRST_REST = ms(1000);
const LONGEST_REST = ms(60_000);
/** After so many starts in a row that came to nothing, the database is taken for the culprit. */
const PATIENCE = 2;

/** A broker of our own: Debian's mosquitto as a child, started again whenever it dies, and ended with us. */
export class OwnBroker implements AsyncDisposable {
  /** Where clients on this machine find it. */
  readonly url: string;
  readonly #plan: BrokerPlan;
  readonly #world: BrokerWorld;
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;
  readonly #tried = new AbortController();
  #stillborn = 0;
  #complaint = '';

  /**
   * Done when the broker takes connections, or when its first start has failed: it goes on trying then, and says so in the
   * log. Throws `BrokerUnavailable` where trying is of no use: no mosquitto, an open port without a password, no folder.
   */
  static async open(config: MqttConfig, stateDir: string, world: BrokerWorld): Promise<OwnBroker> {
    const plan = await planOf(config, stateDir, world.folders ?? programFolders(process.env.PATH));
    try {
      furnish(plan.folder, { ...plan, anonymous: plan.signIn === undefined }, plan.signIn, plan.account);
    } catch (err) {
      throw new BrokerUnavailable('no-folder', `the broker's folder ${plan.folder} cannot be made ready: ${whyOf(err)}`, plan.url);
    }
    const broker = new OwnBroker(plan, world);
    await within(READY, broker.#firstTry(), world.clock);
    return broker;
  }

  private constructor(plan: BrokerPlan, world: BrokerWorld) {
    this.url = plan.url;
    this.#plan = plan;
    this.#world = world;
    this.#running = supervise((signal) => this.#run(signal), {
      signal: this.#stop.signal,
      clock: world.clock,
      rest: backoff(FIRST_REST, LONGEST_REST),
      onFailure: (err, retryMs) => this.#failed(err, retryMs),
    });
  }

  /** Ends mosquitto, within 5 s. What it retains is on disk afterwards. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #firstTry(): Promise<void> {
    if (!this.#tried.signal.aborted) await once(this.#tried.signal, 'abort');
  }

  async #run(stop: AbortSignal): Promise<void> {
    await assertFree(this.#plan.host, this.#plan.port);
    const running = launch(this.#plan, this.#world.log);
    const over = AbortSignal.any([stop, running.ended]);
    try {
      this.#stillborn += 1;
      await accepting(this.#plan, over, this.#world.clock);
      this.#accepted(running.child.pid);
      if (!over.aborted) await once(over, 'abort');
    } finally {
      await end(running, this.#world.clock);
    }
    if (!stop.aborted) throw running.ended.reason;
  }

  #accepted(pid: number | undefined): void {
    this.#stillborn = 0;
    this.#complaint = '';
    this.#tried.abort();
    this.#world.log.info({ url: this.url, pid }, 'broker.ready');
  }

  #failed(err: unknown, retryMs: number): void {
    this.#tried.abort();
    const why = whyOf(err);
    const isNews = this.#complaint !== why;
    this.#complaint = why;
    this.#world.log[isNews ? 'error' : 'debug']({ why, retryMs }, err instanceof PortTaken ? 'broker.port_taken' : 'broker.failed');
    if (this.#stillborn < PATIENCE) return;
    this.#stillborn = 0;
    if (setDatabaseAside(this.#plan.folder)) this.#world.log.warn({ folder: this.#plan.folder }, 'broker.database_set_aside');
  }
}
