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
  /** Topics to listen to, besides the box's own. */
  readonly also: readonly string[];
  readonly qos: 0 | 1 | 2;
  readonly complain: (fields: object, event: string) => void;
};

/** The shortest time between two bursts: four a second. */
const BURST = ms(250);
const ANSWER = ms(10_000);
const FAREWELL = ms(2000);
const SIGN_OFF = ms(1000);

/** Asks for commands and for Home Assistant's birth. A refusal costs the commands, not the mood: it is a complaint, no failure. */
export async function subscribe(session: Session): Promise<void> {
  const { client, topics } = session;
  const asked = [...Object.values(topics.set), topics.status, ...session.also];
  await answered(session, () => client.subscribeAsync(asked, { qos: session.qos }), {}, 'mqtt.subscribe_refused');
}

/** Says what is new as soon as it is, a burst at a time, until the session ends. Throws `ConnectionLost` when the broker no longer answers. */
export async function deliver(session: Session, states: () => ReadonlyMap<string, string>): Promise<void> {
  const { outbox, clock, ended } = session;
  while (!ended.aborted) {
    const began = clock.now();
    for (const message of outbox.take(states(), began)) await send(session, message);
    await somethingToSay(session);
    const rest = ms(BURST - elapsed(began, clock.now()));
    if (rest > 0) await clock.sleep(rest, ended).catch(() => undefined);
  }
}

/** Waits for news, or until what had to wait may be said. */
async function somethingToSay({ outbox, clock, ended }: Session): Promise<void> {
  using wait = new LinkedAbort(ended);
  if (outbox.held !== undefined) wait.abortAfter(outbox.held, clock, () => new Error('it may be said now'));
  await outbox.news(wait.signal).catch(() => undefined);
}

/** One at a time, so that no broker's receive maximum is exceeded, and a slow broker slows us down instead of filling a queue. */
export async function send({ client, topics, ...session }: Session, { topic, payload, retain }: OutgoingMessage): Promise<void> {
  if (session.ended.aborted) return;
  // Whether something is there must not depend on luck, whatever is set for the rest.
  const qos = availabilitiesOf(topics).includes(topic) ? 1 : session.qos;
  await answered(session, () => client.publishAsync(topic, payload, { qos, retain }), { topic }, 'mqtt.publish_refused');
}

/** Waits for the broker's answer. A refusal is a complaint, with `about`; no answer at all is a lost connection. */
async function answered(
  { clock, ended, complain }: Pick<Session, 'clock' | 'ended' | 'complain'>,
  ask: () => Promise<unknown>,
  about: object,
  refused: string,
): Promise<void> {
  try {
    if (!(await withTimeout(ANSWER, ask(), clock, ended)).ok && !ended.aborted) throw new ConnectionLost('the broker does not answer');
  } catch (err) {
    if (err instanceof ConnectionLost) throw err;
    if (!ended.aborted) complain({ ...about, why: connectionReason(err) }, refused);
  }
}

/** Ends the connection: with `offline` and a proper sign-off where we leave by our own will, at once otherwise. Within 3 s. */
export async function leave({ client, topics, clock }: Session, willingly: boolean): Promise<void> {
  if (willingly && client.connected) {
    const offline = client.publishAsync(topics.availability, OFFLINE, { qos: 1, retain: true });
    await withTimeout(FAREWELL, offline, clock).catch(() => undefined);
    await withTimeout(SIGN_OFF, client.endAsync(), clock).catch(() => undefined);
  }
  client.end(true);
  // Where the sign-off was not answered, the line above does nothing: the client is still ending, and its socket held the process.
  client.stream.destroy();
}
