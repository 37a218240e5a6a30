import type { MqttClient } from 'mqtt';
import type { MqttConfig } from '../../config/schema.ts';
import type { RefusedBox } from '../../domain/group.ts';
import { MqttGroupLine } from '../../mqtt/group/line.ts';
import { Outbox } from '../../mqtt/outbox.ts';

/** Every box of a group says what it sees about once a second. */
const LISTEN_MS = 2500;

/** Another box of the group whose messages this box would not believe; undefined if none is heard within 2.5 s, or without a group. */
export async function refusedBox(client: MqttClient, config: MqttConfig, signal: AbortSignal): Promise<RefusedBox | undefined> {
  if (config.group === '') return undefined;
  const line = new MqttGroupLine(config, new Outbox(), () => undefined);
  const over = AbortSignal.any([signal, AbortSignal.timeout(LISTEN_MS)]);
  const found = new Promise<RefusedBox | undefined>((resolve) => {
    line.onNews((news) => news.kind === 'refused' && resolve(news));
    over.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  client.on('message', (topic, payload, { retain }) => void line.opens({ topic, payload, retain }));
  await client.subscribeAsync([...line.topics]);
  return found;
}
