import { EventEmitter } from 'node:events';
import type { Ms } from '../../domain/units.ts';
import { ms } from '../../domain/units.ts';
import { until } from '../../shared/async/linked-abort.ts';
import { withTimeout } from '../../shared/async/timeout.ts';
import { allowedQos } from '../link/limits.ts';
import type { Session } from '../session.ts';

/** A retained message follows at once on a subscription; after this long there isn't one. */
export const RETAINED_TIMEOUT = ms(2000);

/** A topic that is listened to for a while: its last payload, and how long until the next one. */
export type TopicWatch = { readonly last: () => string | undefined; readonly heard: EventEmitter<{ change: [] }> };

/**
 * Subscribes to a topic while `work` runs. `work` starts once something was heard there, or after `limit`; so what is retained is known by
 * then. Rejects if the broker refuses.
 */
export async function whileHearing<T>(session: Session, topic: string, limit: Ms, work: (watch: TopicWatch) => Promise<T>): Promise<T> {
  const { client, limits, clock, ended } = session;
  const heard = new EventEmitter<{ change: [] }>();
  let last: string | undefined;
  const listen = (from: string, payload: Buffer): void => {
    if (from !== topic) return;
    last = payload.toString();
    heard.emit('change');
  };
  client.on('message', listen);
  try {
    await withTimeout(RETAINED_TIMEOUT, client.subscribeAsync(topic, { qos: allowedQos(limits, 1) }), clock, ended);
    const first = until(heard, () => last, ended);
    await withTimeout(limit, first, clock, ended);
    return await work({ last: () => last, heard });
  } finally {
    client.off('message', listen);
    if (client.connected) void client.unsubscribeAsync(topic).catch(() => undefined);
  }
}

/**
 * What the broker keeps on these topics, by topic, as far as it tells within `limit`. The later messages of that time count too, so that
 * what is sent meanwhile is known. Rejects if the broker refuses.
 */
export async function allRetainedOn(session: Session, topics: readonly string[], limit: Ms): Promise<ReadonlyMap<string, string>> {
  const { client, clock, ended } = session;
  const kept = new Map<string, string>();
  const heard = new EventEmitter<{ change: [] }>();
  const listen = (topic: string, payload: Buffer): void => {
    if (!topics.includes(topic)) return;
    kept.set(topic, payload.toString());
    heard.emit('change');
  };
  client.on('message', listen);
  try {
    // One by one: a broker may take no packet with all of them.
    await withTimeout(limit, Promise.all(topics.map((topic) => client.subscribeAsync(topic, { qos: 0 }))), clock, ended);
    const all = until(heard, () => topics.every((topic) => kept.has(topic)) || undefined, ended);
    await withTimeout(limit, all, clock, ended);
    return kept;
  } finally {
    client.off('message', listen);
    if (client.connected) for (const topic of topics) void client.unsubscribeAsync(topic).catch(() => undefined);
  }
}

/** What is retained on a topic; undefined if nothing is, or if the broker does not tell. */
export const retainedOn = (session: Session, topic: string, limit = RETAINED_TIMEOUT): Promise<string | undefined> =>
  whileHearing(session, topic, limit, async ({ last }) => last()).catch(() => undefined);
