import type { MqttConfig } from '../../config/schema.ts';
import type { Clock } from '../../shared/async/clock.ts';
import type { Log } from '../../shared/log.ts';
import { assertFree } from '../../shared/process/ports.ts';
import { programFolders } from '../../shared/process/programs.ts';
import type { Upkeep } from '../../shared/process/service.ts';
import { Service } from '../../shared/process/service.ts';
import { connectionReason } from '../errors.ts';
import { CertificateWatch } from './certificate-watch.ts';
import { prepareFolder, setDatabaseAside } from './folder.ts';
import { BROKER_FILES } from './mosquitto.ts';
import type { BrokerPlan } from './plan.ts';
import { adviceFor, BrokerUnavailable, planOf } from './plan.ts';

export type BrokerWorld = {
  readonly clock: Clock;
  readonly log: Log;
  /** Where to look for mosquitto; by default on the PATH and in the system's own folders. */
  readonly folders?: readonly string[];
};

/** After this many failed starts in a row the database is moved aside, if it may be the cause. */
const FAILED_STARTS = 2;
/**
 * What mosquitto says about a database that it cannot read, or a crash over it. A slow start, a full memory or a missing library does not
 * match.
 */
const BLAMES_DATABASE = /database|SIGSEGV|SIGABRT|SIGBUS/;

/** A broker of our own: Debian's mosquitto as a child process, restarted whenever it dies, and ended with us. */
export class OwnBroker implements AsyncDisposable {
  /** Its address for clients on this machine. */
  readonly url: string;
  readonly #plan: BrokerPlan;
  #serving = false;
  readonly #service: Service;

  /**
   * Resolves when the broker takes connections, or when its first start has failed: then it goes on trying, and logs it. Throws
   * `BrokerUnavailable` if trying again cannot help: no mosquitto, an open port without a password, no folder.
   */
  static async open(config: MqttConfig, stateDir: string, world: BrokerWorld): Promise<OwnBroker> {
    const plan = await planOf(config, stateDir, world.folders ?? programFolders(process.env.PATH));
    try {
      prepareFolder(plan.folder, plan.content, plan.account);
    } catch (err) {
      throw new BrokerUnavailable(
        'no-folder',
        `the broker's folder ${plan.folder} cannot be made ready: ${connectionReason(err)}`,
        plan.url,
      );
    }
    const broker = new OwnBroker(plan, config, world);
    await broker.#service.tried();
    return broker;
  }

  private constructor(plan: BrokerPlan, config: MqttConfig, world: BrokerWorld) {
    this.url = plan.url;
    this.#plan = plan;
    const { host, port, folder, content } = plan;
    const secured = content.openings.listeners.find(({ tls }) => tls);
    const watch = content.certificate && new CertificateWatch(plan, config, world);
    const moveAside = (): void => {
      if (setDatabaseAside(folder)) world.log.warn({ folder }, 'broker.database_set_aside');
    };
    const upkeep: Upkeep = {
      ...{ event: 'broker', host, port },
      advice: (code: string | undefined) => adviceFor(host, port, code),
      command: async () => {
        if (secured) await assertFree(secured.host, secured.port, (code) => adviceFor(secured.host, secured.port, code));
        return { ...plan, name: 'mosquitto', args: ['-c', BROKER_FILES.configuration] };
      },
      onServing: (serving) => {
        this.#serving = serving;
      },
      ...(watch && { whileServing: (signal: AbortSignal, pid: number | undefined) => watch.run(signal, pid) }),
      onFailedStarts: (count: number, why: string) => (count % FAILED_STARTS === 0 && BLAMES_DATABASE.test(why) ? moveAside() : undefined),
    };
    this.#service = new Service(upkeep, world);
  }

  /** The Unix socket that is for the box alone, while the broker takes connections; undefined if it does not, or has none. */
  get socket(): string | undefined {
    return this.#serving ? this.#plan.socket : undefined;
  }

  /** Ends mosquitto within 5 s. Its retained messages are on disk then. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#service[Symbol.asyncDispose]();
  }
}
