import type { MqttClient } from 'mqtt';
import { elapsed, ms } from '../domain/units.ts';
import type { Clock } from '../shared/async/clock.ts';
import { LinkedAbort } from '../shared/async/linked-abort.ts';
import { withTimeout } from '../shared/async/timeout.ts';
import { ConnectionLost, connectionReason } from './errors.ts';
import type { Outbox, OutgoingMessage } from './outbox.ts';
import { OFFLINE } from './payloads.ts';
import type { Topics } from './topics.ts';
import { availabilitiesOf } from './topics.ts';

/** One connection and what it needs. `ended` is aborted when the connection is lost or the publisher stops. */
export type Session = {
  readonly client: MqttClient;
  readonly topics: Topics;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly ended: AbortSignal;
  /** Topics to subscribe to besides the box's own. */
  readonly foreignTopics: readonly string[];
  readonly qos: 0 | 1 | 2;
  readonly warn: (fields: object, event: string) => void;
};

/** The shortest time between two bursts: four a second. */
const BURST_SPACING = ms(250);
const ANSWER_TIMEOUT = ms(10_000);
const OFFLINE_TIMEOUT = ms(2000);
const SIGN_OFF_TIMEOUT = ms(1000);

/** Subscribes to commands and to Home Assistant's birth. A refusal costs the commands, not the mood: it is a warning, not a failure. */
export async function subscribe(session: Session): Promise<void> {
  const { client, topics } = session;
  const wanted = [...Object.values(topics.set), topics.status, ...session.foreignTopics];
  await answered(session, () => client.subscribeAsync(wanted, { qos: session.qos }), {}, 'mqtt.subscribe_refused');
}

/** Sends what is new, a burst at a time, until the session ends. Throws `ConnectionLost` when the broker no longer answers. */
export async function deliver(session: Session, states: () => ReadonlyMap<string, string>): Promise<void> {
  const { outbox, clock, ended } = session;
  while (!ended.aborted) {
    const began = clock.now();
    for (const message of outbox.take(states(), began)) await send(session, message);
    await somethingToSend(session);
    const rest = ms(BURST_SPACING - elapsed(began, clock.now()));
    if (rest > 0) await clock.sleep(rest, ended).catch(() => undefined);
  }
}

/** Waits for news, or until a throttled state may be sent. */
async function somethingToSend({ outbox, clock, ended }: Session): Promise<void> {
  using wait = new LinkedAbort(ended);
  if (outbox.nextIn !== undefined) wait.abortAfter(outbox.nextIn, clock, () => new Error('it may be sent now'));
  await outbox.news(wait.signal).catch(() => undefined);
}

/** Sends one message and waits for the answer: so no broker's receive maximum is exceeded, and a slow broker fills no queue. */
export async function send({ client, topics, ...session }: Session, { topic, payload, retain }: OutgoingMessage): Promise<void> {
  if (session.ended.aborted) return;
  // An availability must arrive, whatever QoS is set for the rest.
  const qos = availabilitiesOf(topics).includes(topic) ? 1 : session.qos;
  await answered(session, () => client.publishAsync(topic, payload, { qos, retain }), { topic }, 'mqtt.publish_refused');
}

/** Waits for the broker's answer. A refusal is a warning with the fields `about`; no answer at all is a lost connection. */
async function answered(
  { clock, ended, warn }: Pick<Session, 'clock' | 'ended' | 'warn'>,
  ask: () => Promise<unknown>,
  about: object,
  refused: string,
): Promise<void> {
  try {
    if (!(await withTimeout(ANSWER_TIMEOUT, ask(), clock, ended)).ok && !ended.aborted)
      throw new ConnectionLost('the broker does not answer');
  } catch (err) {
    if (err instanceof ConnectionLost) throw err;
    if (!ended.aborted) warn({ ...about, why: connectionReason(err) }, refused);
  }
}

/** Ends the connection within 3 s: with `offline` and a proper sign-off if we leave on purpose, at once otherwise. */
export async function leave({ client, topics, clock }: Session, willingly: boolean): Promise<void> {
  if (willingly && client.connected) {
    const offline = client.publishAsync(topics.availability, OFFLINE, { qos: 1, retain: true });
    await withTimeout(OFFLINE_TIMEOUT, offline, clock).catch(() => undefined);
    await withTimeout(SIGN_OFF_TIMEOUT, client.endAsync(), clock).catch(() => undefined);
  }
  client.end(true);
  // If the sign-off got no answer, the line above does nothing: the client is still ending, and its socket would keep the process alive.
  client.stream.destroy();
}
