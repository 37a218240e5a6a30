import type { Ms } from '../domain/units.ts';
import { ms } from '../domain/units.ts';
import { ConnectionLost, HUNG_UP, SESSION_TAKEN_OVER } from './errors.ts';

/** Longer than a rival's longest retry delay: otherwise two boxes that throw each other out in turn would count as healthy. */
const SHORT = ms(90_000);
const SUSPICIOUS = 3;

/**
 * Tells from the way sessions end whether another client uses our client id: each sign-in throws the other one out (MQTT 5, 3.1.4-3). A
 * broker may say so; mosquitto before 2.1 and every MQTT 3.1.1 broker just hang up, again and again.
 */
export class DuplicateClientIdWatch {
  #short = 0;

  /** The cause to report for a session that ended with `cause` after `lasted`. */
  diagnose(cause: unknown, lasted: Ms): unknown {
    const code = cause instanceof ConnectionLost ? cause.code : undefined;
    this.#short = code === HUNG_UP && lasted < SHORT ? this.#short + 1 : 0;
    if (code !== SESSION_TAKEN_OVER && this.#short < SUSPICIOUS) return cause;
    const how = code === SESSION_TAKEN_OVER ? 'another client signed in' : 'the broker keeps hanging up, as if another client signed in';
    return new ConnectionLost(`${how} with the same client id: give each box a mqtt.id of its own`, SESSION_TAKEN_OVER);
  }
}

/** Whether a cause says that two clients share one id. */
export const isDuplicateClientId = (cause: unknown): boolean => cause instanceof ConnectionLost && cause.code === SESSION_TAKEN_OVER;
