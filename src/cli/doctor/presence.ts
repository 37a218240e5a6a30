import type { MqttClient } from 'mqtt';
import type { Config } from '../../config/schema.ts';
import { connectOnce, guestOf } from '../../mqtt/connection.ts';
import { ConnectionLost } from '../../mqtt/errors.ts';
import { sensorWordIn } from '../../mqtt/sensor/payload.ts';
import { topicsOf } from '../../mqtt/topics.ts';
import type { Check, Finding, Machine } from './check.ts';
import { failing, fine, warning } from './check.ts';

/** A broker sends a retained message right after the subscription; over a slow network that takes a moment. */
const WAIT_MS = 1500;
const WORDS = 'docs/home-assistant.md lists the words that a sensor may send';

/** The presence sensor, judged by what is retained on its topic. The box's own broker is not asked, as it may not be running. */
export const presence: Check = async ({ presence: { topic }, mqtt }, machine) => {
  if (topic === '') return fine('presence.topic is not set; faces, movement and presence/set say who is there');
  return mqtt.url === '' ? fine(`listens to ${topic} on its own broker`) : askBroker(topic, mqtt, machine);
};

async function askBroker(topic: string, mqtt: Config['mqtt'], { signal }: Machine): Promise<Finding> {
  // Its own client id: the doctor's broker check signs in at the same time.
  const guest = guestOf(mqtt, 'doctor-sensor');
  try {
    const { client } = await connectOnce(guest, topicsOf(guest), signal);
    try {
      return await heard(client, topic, signal);
    } finally {
      await client.endAsync();
    }
  } catch (err) {
    if (!signal.aborted && !(err instanceof ConnectionLost)) throw err;
    return warning(`listens to ${topic}; the broker could not be asked for its state`, "see the broker's line");
  }
}

async function heard(client: MqttClient, topic: string, signal: AbortSignal): Promise<Finding> {
  const message = firstMessage(client, AbortSignal.any([signal, AbortSignal.timeout(WAIT_MS)]));
  const refused = await client.subscribeAsync(topic, { qos: 0 }).then(
    () => false,
    () => true,
  );
  if (refused) return failing(`the broker does not let the box listen to ${topic}`, "allow it in the broker's access list");
  const payload = await message;
  return payload === undefined ? silent(topic) : judged(topic, payload);
}

/** The payload of the first message, or undefined once the signal is aborted. */
const firstMessage = (client: MqttClient, signal: AbortSignal): Promise<string | undefined> =>
  new Promise((resolve) => {
    client.once('message', (_topic, payload) => resolve(payload.toString()));
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });

const silent = (topic: string): Finding =>
  warning(
    `listens to ${topic}; nothing is retained there`,
    'expected if the sensor only sends changes; otherwise check the topic, or let the sensor retain its state',
  );

function judged(topic: string, payload: string): Finding {
  const word = sensorWordIn(payload);
  switch (word) {
    case undefined:
      return failing(`listens to ${topic}; its last message does not say whether somebody is there`, WORDS);
    case null:
      return warning(`listens to ${topic}; its last message was that it does not know`, 'check the sensor');
    default:
      return fine(`listens to ${topic}; its last message was that ${word ? 'somebody' : 'nobody'} is there`);
  }
}
