import type { MqttConfig } from '../../config/schema.ts';
import { ms } from '../../domain/units.ts';
import type { BrokerWorld } from './broker.ts';
import { certificateIn, expiryOf, stampOf } from './certificate.ts';
import { writeCertificate } from './folder.ts';
import type { BrokerPlan } from './plan.ts';

/** A renewed certificate may wait that long: the old one is valid for days more. */
const EVERY = ms(60_000);

/** Gives a running broker each new certificate, without a restart that would cost it its clients. */
export class CertificateWatch {
  readonly #plan: BrokerPlan;
  readonly #files: MqttConfig;
  readonly #world: Pick<BrokerWorld, 'clock' | 'log'>;
  #stamp: string;
  #said = '';

  constructor(plan: BrokerPlan, files: MqttConfig, world: Pick<BrokerWorld, 'clock' | 'log'>) {
    this.#plan = plan;
    this.#files = files;
    this.#world = world;
    this.#stamp = stampOf(files);
  }

  /** Looks at the files once a minute, until the signal is aborted. `pid`: the broker's. */
  async run(signal: AbortSignal, pid: number | undefined): Promise<void> {
    while (!signal.aborted) {
      this.#look(pid);
      await this.#world.clock.sleep(EVERY, signal).catch(() => undefined);
    }
  }

  #look(pid: number | undefined): void {
    const read = certificateIn(this.#files);
    this.#warn(read.ok ? expiryOf(read.value, Date.now()) : `${read.why}; the broker keeps the one that it has`);
    const stamp = stampOf(this.#files);
    if (!read.ok || stamp === this.#stamp || pid === undefined) return;
    this.#stamp = stamp;
    writeCertificate(this.#plan.folder, read.value, this.#plan.account);
    // mosquitto reads its certificates again (mosquitto(8)).
    process.kill(pid, 'SIGHUP');
    this.#world.log.info({}, 'broker.certificate_renewed');
  }

  #warn(why: string | undefined): void {
    if (why !== undefined && why !== this.#said) this.#world.log.warn({ why }, 'broker.bad_certificate');
    this.#said = why ?? '';
  }
}
