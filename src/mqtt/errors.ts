import type { MqttClient } from 'mqtt';
import { withoutSecrets } from '../shared/secrets.ts';

/** A broker could not be reached, or was lost. The message is a sentence for people and contains no secret. */
export class ConnectionLost extends Error {
  /** The broker's reason code, if there is one. */
  readonly code: number | undefined;
  constructor(why: string, code?: number) {
    super(why);
    this.name = 'ConnectionLost';
    this.code = code;
  }
}

/** Our own code for a broker that closes the connection without a reason. */
export const HUNG_UP = -1;
/** MQTT 5, 3.14.2.1: another client signed in with our client id. */
export const SESSION_TAKEN_OVER = 0x8e;

/** The message of an error, else its code: if several addresses of a name fail, Node throws an AggregateError without a message. */
export const connectionReason = (err: unknown): string => {
  const { message, code } = err as { message?: string; code?: unknown };
  return withoutSecrets(message || String(code ?? err));
};

/** Aborted when the connection ends, for whatever cause. Its reason is a `ConnectionLost` with the first cause given. */
export function lossOf(client: MqttClient): AbortSignal {
  const lost = new AbortController();
  client.on('error', (err) => lost.abort(new ConnectionLost(connectionReason(err))));
  client.on('disconnect', ({ reasonCode }) => lost.abort(dismissal(reasonCode ?? 0)));
  client.on('close', () => lost.abort(new ConnectionLost('the broker closed the connection', HUNG_UP)));
  return lost.signal;
}

const dismissal = (code: number): ConnectionLost => new ConnectionLost(`the broker ended the session (reason ${code})`, code);
