import type { MqttClient } from 'mqtt';
import { withoutSecrets } from '../shared/secrets.ts';
import { reasonWords } from './link/reasons.ts';

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
/** Our own code for a connection that broke off while something was under way. */
export const BROKE_OFF = -2;
/** MQTT 5, 3.14.2.1: another client signed in with our client id. */
export const SESSION_TAKEN_OVER = 0x8e;

const CLOSED = 'the broker closed the connection';

/** The message of an error, else its code: if several addresses of a name fail, Node throws an AggregateError without a message. */
export const connectionReason = (err: unknown): string => {
  const { message, code } = err as { message?: string; code?: unknown };
  return withoutSecrets(message || String(code ?? err));
};

/** Aborted when the connection ends, for whatever cause. Its reason is a `ConnectionLost` with the first cause given. */
export function lossOf(client: MqttClient): AbortSignal {
  const lost = new AbortController();
  client.on('error', (err) => lost.abort(new ConnectionLost(connectionReason(err), hasBrokenOff(err) ? BROKE_OFF : undefined)));
  client.on('disconnect', ({ reasonCode, properties }) => lost.abort(dismissal(reasonCode, properties?.serverReference)));
  client.on('close', () => lost.abort(new ConnectionLost(CLOSED, HUNG_UP)));
  return lost.signal;
}

/** How a session ended, in words: a connection that broke off was closed by the broker. */
export const lossWords = (cause: unknown): string =>
  cause instanceof ConnectionLost && cause.code === BROKE_OFF ? CLOSED : connectionReason(cause);

/** Whether the other side closed the connection while we were sending: the system reports that as an error. */
export const hasBrokenOff = (err: unknown): boolean => ['ECONNRESET', 'EPIPE'].includes(String((err as { code?: unknown }).code));

const dismissal = (code: number | undefined, server: string | undefined): ConnectionLost =>
  new ConnectionLost(code ? `the broker ended the session: ${reasonWords(code, server)}` : 'the broker ended the session', code);
