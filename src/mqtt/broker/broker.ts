import type { MqttConfig } from '../../config/schema.ts';
import type { Clock } from '../../shared/async/clock.ts';
import type { Log } from '../../shared/log.ts';
import { programFolders } from '../../shared/process/programs.ts';
import type { Upkeep } from '../../shared/process/service.ts';
import { Service } from '../../shared/process/service.ts';
import { connectionReason } from '../errors.ts';
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
  readonly #service: Service;

  /**
   * Resolves when the broker takes connections, or when its first start has failed: then it goes on trying, and logs it. Throws
   * `BrokerUnavailable` if trying again cannot help: no mosquitto, an open port without a password, no folder.
   */
  static async open(config: MqttConfig, stateDir: string, world: BrokerWorld): Promise<OwnBroker> {
    const plan = await planOf(config, stateDir, world.folders ?? programFolders(process.env.PATH));
    try {
      prepareFolder(plan.folder, { ...plan, anonymous: plan.signIn === undefined }, plan.signIn, plan.account);
    } catch (err) {
      throw new BrokerUnavailable(
        'no-folder',
        `the broker's folder ${plan.folder} cannot be made ready: ${connectionReason(err)}`,
        plan.url,
      );
    }
    const broker = new OwnBroker(plan, world);
    await broker.#service.tried();
    return broker;
  }

  private constructor(plan: BrokerPlan, world: BrokerWorld) {
    this.url = plan.url;
    const { host, port, folder } = plan;
    const moveAside = (): void => {
      if (setDatabaseAside(folder)) world.log.warn({ folder }, 'broker.database_set_aside');
    };
    const upkeep: Upkeep = {
      ...{ event: 'broker', host, port },
      advice: (code: string | undefined) => adviceFor(host, port, code),
      command: () => ({ ...plan, name: 'mosquitto', args: ['-c', BROKER_FILES.configuration] }),
      onFailedStarts: (count: number, why: string) => (count % FAILED_STARTS === 0 && BLAMES_DATABASE.test(why) ? moveAside() : undefined),
    };
    this.#service = new Service(upkeep, world);
  }

  /** Ends mosquitto within 5 s. Its retained messages are on disk then. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#service[Symbol.asyncDispose]();
  }
}
