import type { MqttClient } from 'mqtt';

/** A broker that could not be reached or was lost; the message is a sentence for people and holds no secret. */
export class ConnectionLost extends Error {
  /** The broker's reason code, where there is one. */
  readonly code: number | undefined;
  constructor(why: string, code?: number) {
    super(why);
    this.name = 'ConnectionLost';
    this.code = code;
  }
}

/** Our own code for a broker that hangs up without an answer; some old ones do that to MQTT 5. */
export const HUNG_UP = -1;
const SESSION_TAKEN_OVER = 0x8e;

/** The words of an error; several failed addresses of one name come as an AggregateError without words of its own. */
export const whyOf = (err: unknown): string => {
  const { message, code } = err as { message?: string; code?: unknown };
  return message || String(code ?? err);
};

/** Aborted when the connection ends, whatever the cause; its reason is a `ConnectionLost` with the first cause that was given. */
export function lossOf(client: MqttClient): AbortSignal {
  const lost = new AbortController();
  client.on('error', (err) => lost.abort(new ConnectionLost(whyOf(err))));
  client.on('disconnect', ({ reasonCode }) => lost.abort(dismissal(reasonCode ?? 0)));
  client.on('close', () => lost.abort(new ConnectionLost('the broker closed the connection')));
  return lost.signal;
}

/** Whether another client signed in with our client id (MQTT 5, 3.1.4-3); MQTT 3.1.1 just closes the connection. */
export const isClash = (err: unknown): boolean => err instanceof ConnectionLost && err.code === SESSION_TAKEN_OVER;

const dismissal = (code: number): ConnectionLost =>
  code === SESSION_TAKEN_OVER
    ? new ConnectionLost('another client signed in with the same client id: give each box a mqtt.id of its own', code)
    : new ConnectionLost(`the broker ended the session (reason ${code})`, code);
