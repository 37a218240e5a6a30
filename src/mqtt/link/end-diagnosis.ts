import type { Ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { DuplicateClientIdWatch } from '../duplicate-client-id.ts';
import { ConnectionLost, lossWords } from '../errors.ts';
import { SessionEnders } from './session-enders.ts';

type Warn = (fields: object, event: string, kind?: string) => void;

/** Tells why sessions end, from one to the next: a message that the broker does not take, another client with our id, or what it says. */
export class EndDiagnosis {
  readonly enders: SessionEnders;
  readonly #duplicates = new DuplicateClientIdWatch();
  readonly #warn: Warn;

  /** Whether the last end taught something, so that the next session is worth a try at once. */
  isLearnt = false;

  constructor(clock: Clock, warn: Warn) {
    this.enders = new SessionEnders(clock);
    this.#warn = warn;
  }

  /** The cause to report for a session that ended with `cause` after `lasted`. `spared`: the topics that are sent whatever happens. */
  causeOf(cause: unknown, lasted: Ms, spared: readonly string[]): unknown {
    const blame = this.enders.ended(cause, spared);
    this.isLearnt = blame?.isLearnt ?? false;
    if (!blame) return this.#duplicates.diagnose(cause, lasted);
    const { topic, bytes, qos, isLeftOut } = blame;
    const todo =
      'the broker ends the session over it, so it is left out for a day, or sent smaller: look at the broker’s access list and limits';
    if (isLeftOut) this.#warn({ topic, bytes, todo }, 'mqtt.left_out');
    const limit = 'a message with QoS 2 ended the session, so nothing is sent with a higher QoS than 1';
    if (qos === 2) this.#warn({ limit }, 'mqtt.limited');
    return new ConnectionLost(`${lossWords(cause)} while moodbox sent ${topic} (${bytes} bytes)`);
  }
}
