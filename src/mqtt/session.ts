import type { MqttClient } from 'mqtt';
import { elapsed, ms } from '../domain/units.ts';
import type { Clock } from '../shared/async/clock.ts';
import { LinkedAbort } from '../shared/async/linked-abort.ts';
import { withTimeout } from '../shared/async/timeout.ts';
import { ConnectionLost, connectionReason } from './errors.ts';
import type { Lane } from './link/lane.ts';
import type { BrokerLimits, Qos } from './link/limits.ts';
import { allowedQos, packetSize } from './link/limits.ts';
import { reasonWords } from './link/reasons.ts';
import type { SessionEnders } from './link/session-enders.ts';
import type { Outbox, OutgoingMessage } from './outbox.ts';
import { OFFLINE } from './payloads.ts';
import type { Topics } from './topics.ts';
import { availabilitiesOf } from './topics.ts';

/** One connection and what it needs. `ended` is aborted when the connection is lost or the publisher stops. */
export type Session = {
  readonly client: MqttClient;
  readonly limits: BrokerLimits;
  readonly topics: Topics;
  readonly outbox: Outbox;
  readonly clock: Clock;
  readonly ended: AbortSignal;
  /** Topics to subscribe to besides the box's own. */
  readonly foreignTopics: readonly string[];
  readonly qos: Qos;
  /** Logs a warning, but each `kind` (if left out: these very fields) only once. */
  readonly warn: (fields: object, event: string, kind?: string) => void;
  /** What has ended earlier sessions. */
  readonly enders: SessionEnders;
  readonly lane: Lane;
};

/** The shortest time between two bursts: four a second. */
const BURST_SPACING = ms(250);
const ANSWER_TIMEOUT = ms(10_000);
const OFFLINE_TIMEOUT = ms(2000);
const SIGN_OFF_TIMEOUT = ms(1000);

/**
 * Subscribes to commands and to Home Assistant's birth, each by itself, so that a refusal names its topic. A refusal costs that topic, not
 * the mood: it is a warning, not a failure.
 */
export async function subscribe(session: Session): Promise<void> {
  const { topics } = session;
  const wanted = [...Object.values(topics.set), topics.status, ...session.foreignTopics];
  await answered(session, () => Promise.all(wanted.map((topic) => subscribeTo(session, topic))), {}, 'mqtt.subscribe_refused');
}

async function subscribeTo({ client, limits, qos, enders, ended, warn }: Session, topic: string): Promise<void> {
  const request = { topic: `${topic} (subscription)`, bytes: Buffer.byteLength(topic), qos: 1 } as const;
  if (enders.mostFor(request.topic) < request.bytes) return;
  enders.sending(request);
  try {
    await client.subscribeAsync(topic, { qos: allowedQos(limits, qos) });
    enders.answered(request.topic);
  } catch (err) {
    if (ended.aborted || !client.connected) return;
    enders.answered(request.topic);
    warn({ topic, why: refusalWords(err) }, 'mqtt.subscribe_refused');
  }
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

/**
 * Sends one message and waits for the answer, so that a slow broker fills no queue. What is larger than the broker takes is left out: it
 * would end the session, now and after each sign-in.
 */
export async function send(session: Session, { topic, payload, retain }: OutgoingMessage): Promise<void> {
  const { client, topics, limits, enders, lane, ended } = session;
  if (ended.aborted) return;
  // An availability must arrive, whatever QoS is set for the rest.
  const qos = allowedQos(limits, availabilitiesOf(topics).includes(topic) ? 1 : session.qos);
  const message = { topic, bytes: packetSize({ topic, payload, qos }, client.options.protocolVersion), qos };
  if (message.bytes > mostBytes(session, topic)) return tooLarge(session, message);
  const ask = (): Promise<unknown> => {
    if (ended.aborted) return Promise.resolve();
    enders.sending(message);
    const sent = client.publishAsync(topic, payload, { qos, retain: retain && limits.retain });
    return qos === 0 ? sent : sent.finally(() => ended.aborted || enders.published(topic));
  };
  await answered(session, () => lane.add(ask), { topic }, 'mqtt.publish_refused');
}

/** The largest packet that may be sent on a topic, bytes: by the broker's own word, and by what ended earlier sessions. */
export const mostBytes = ({ limits, enders }: Pick<Session, 'limits' | 'enders'>, topic: string): number =>
  Math.min(limits.packet ?? Number.POSITIVE_INFINITY, enders.mostFor(topic));

function tooLarge({ limits, warn }: Session, { topic, bytes }: { readonly topic: string; readonly bytes: number }): void {
  // What has ended sessions has been reported when it did.
  if (limits.packet === undefined || bytes <= limits.packet) return;
  const todo = `it is left out: let the broker take packets of ${bytes} bytes (mosquitto: max_packet_size)`;
  warn({ topic, bytes, most: limits.packet, todo }, 'mqtt.too_large', `too large ${topic}`);
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
    if (!ended.aborted) warn({ ...about, why: refusalWords(err) }, refused);
  }
}

function refusalWords(err: unknown): string {
  const { code } = err as { code?: unknown };
  return typeof code === 'number' ? reasonWords(code) : connectionReason(err);
}

/** Ends the connection within 3 s: with `offline` and a proper sign-off if we leave on purpose, at once otherwise. */
export async function leave({ client, lane, limits, topics, clock }: Session, willingly: boolean): Promise<void> {
  if (willingly && client.connected) {
    const options = { qos: allowedQos(limits, 1), retain: limits.retain };
    const offline = lane.add(() => client.publishAsync(topics.availability, OFFLINE, options));
    await withTimeout(OFFLINE_TIMEOUT, offline, clock).catch(() => undefined);
    await withTimeout(SIGN_OFF_TIMEOUT, client.endAsync(), clock).catch(() => undefined);
  }
  client.end(true);
  // If the sign-off got no answer, the line above does nothing: the client is still ending, and its socket would keep the process alive.
  client.stream.destroy();
}
