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
  /** Where mosquitto is looked for; by default on the PATH and in the system's own folders. */
  readonly folders?: readonly string[];
};

/** After so many starts in a row that came to nothing, the database is put aside if it may be the culprit. */
const PATIENCE = 2;
/** mosquitto's last words on a database that it cannot read, or a crash over it; not a slow start, a full memory or a missing library. */
const BLAMES_DATABASE = /database|SIGSEGV|SIGABRT|SIGBUS/;

/** A broker of our own: Debian's mosquitto as a child, started again whenever it dies, and ended with us. */
export class OwnBroker implements AsyncDisposable {
  /** Where clients on this machine find it. */
  readonly url: string;
  readonly #service: Service;

  /**
   * Done when the broker takes connections, or when its first start has failed: it goes on trying then, and says so in the
   * log. Throws `BrokerUnavailable` where trying is of no use: no mosquitto, an open port without a password, no folder.
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
    const aside = (): void => {
      if (setDatabaseAside(folder)) world.log.warn({ folder }, 'broker.database_set_aside');
    };
    const upkeep: Upkeep = {
      ...{ event: 'broker', host, port },
      advice: (code: string | undefined) => adviceFor(host, port, code),
      command: () => ({ ...plan, name: 'mosquitto', args: ['-c', BROKER_FILES.configuration] }),
      onFailedStarts: (count: number, why: string) => (count % PATIENCE === 0 && BLAMES_DATABASE.test(why) ? aside() : undefined),
    };
    this.#service = new Service(upkeep, world);
  }

  /** Ends mosquitto, within 5 s. What it retains is on disk afterwards. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#service[Symbol.asyncDispose]();
  }
}
