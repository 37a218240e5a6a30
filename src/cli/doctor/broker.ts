import type { MqttConfig } from '../../config/schema.ts';
import { isLoopback } from '../../mqtt/broker/mosquitto.ts';
import { BrokerUnavailable, planOf } from '../../mqtt/broker/plan.ts';
import { connectOnce, guestOf } from '../../mqtt/connection.ts';
import { ConnectionLost } from '../../mqtt/errors.ts';
import { groupSecretIn } from '../../mqtt/group/secret.ts';
import { deviceOf } from '../../mqtt/home-assistant/discovery.ts';
import { discoveryText } from '../../mqtt/home-assistant/discovery-text.ts';
import { hostAndPort } from '../../mqtt/link/address.ts';
import type { BrokerLimits } from '../../mqtt/link/limits.ts';
import { limitSentences, packetSize } from '../../mqtt/link/limits.ts';
import { topicsOf } from '../../mqtt/topics.ts';
import { shownAddress } from '../../shared/address.ts';
import { canConnect, loopbackFor } from '../../shared/process/ports.ts';
import { programFolders } from '../../shared/process/programs.ts';
import type { Check, Finding, Machine } from './check.ts';
import { failing, fine, warning } from './check.ts';
import { refusedBox } from './group.ts';

/** Signs in to the configured broker, or checks that moodbox can start its own. What anybody in the network could abuse is a warning. */
export const broker: Check = async ({ mqtt }, machine) => {
  const found = await (mqtt.url === '' ? own(mqtt, machine) : configured(mqtt, machine));
  const secret = groupSecretIn(mqtt);
  if (!secret.ok) return failing(`the group ${mqtt.group}: ${secret.why}`, 'until then this box hears no other box of the group');
  const weak = weaknesses(mqtt);
  if (weak.length === 0 || found.status === 'fail') return found;
  const advice = [found.advice ?? [], weak.map((each) => each.advice)].flat();
  return warning([found.finding, ...weak.map(({ what }) => what)].join('; '), advice.join('; '));
};

/** What lets others in the network do more than they should. */
function weaknesses(mqtt: MqttConfig): readonly { readonly what: string; readonly advice: string }[] {
  const isOwn = mqtt.url === '';
  const isPlain = mqtt.broker_cert === '' || mqtt.broker_plain;
  const isOpen = isOwn && isPlain && !isLoopback(mqtt.broker_host);
  const hasSecret = mqtt.group_secret !== '' || mqtt.group_secret_file !== '';
  return [
    ...(mqtt.group !== '' && !hasSecret && (!isOwn || !isLoopback(mqtt.broker_host))
      ? [{ what: 'whoever may write to the broker can pose as a box of the group', advice: 'set the same mqtt.group_secret in each box' }]
      : []),
    ...(isOpen
      ? [{ what: 'the network reaches it without TLS, so passwords can be overheard', advice: 'set mqtt.broker_cert and mqtt.broker_key' }]
      : []),
  ];
}

/** Checks what would keep our own broker from starting, and whether its port is taken. */
async function own(mqtt: MqttConfig, { env }: Machine): Promise<Finding> {
  const { broker_port } = mqtt;
  const plan = await planOf(mqtt, '/', programFolders(env.PATH)).catch((err: unknown) => {
    if (err instanceof BrokerUnavailable) return err;
    throw err;
  });
  if (plan instanceof BrokerUnavailable) return failing("moodbox's own broker cannot start", plan.message);
  const place = hostAndPort(plan.host, broker_port || 'a free port');
  if (broker_port !== 0 && (await canConnect(loopbackFor(plan.host), broker_port))) {
    return warning(
      `${place} is taken`,
      'expected if moodbox is running now; otherwise set mqtt.broker_port, or mqtt.url to use the broker that is there',
    );
  }
  return fine(`moodbox's own, ${plan.program} on ${place}`);
}

/** Signs in under its own name: the box's client id would disconnect a running moodbox and publish its last will. */
async function configured(mqtt: MqttConfig, { signal }: Machine): Promise<Finding> {
  const guest = guestOf(mqtt, 'doctor');
  try {
    const { client, limits } = await connectOnce(guest, topicsOf(guest), signal);
    const refused = await refusedBox(client, mqtt, signal);
    await client.endAsync();
    const found = signedIn(limits, mqtt);
    if (!refused) return found;
    return warning(`${found.finding}; the box '${refused.id}' of the group ${mqtt.group} is not believed: ${refused.why}`, SAME_SECRET);
  } catch (err) {
    if (!signal.aborted && !(err instanceof ConnectionLost)) throw err;
    const why = signal.aborted ? 'no answer in time' : (err as Error).message;
    return failing(`${shownAddress(mqtt.url)}: ${why}`, 'check the mqtt section, and whether the broker is running');
  }
}

const SAME_SECRET = 'compare mqtt.group, mqtt.group_secret and mqtt.group_secret_file of the boxes, and restart those that you change';

/** A cover of 200 kB, the largest that moodbox shows, in base64. */
const LARGEST_COVER = 266_700;

/** The broker's limits in plain words: moodbox keeps to all of them, and those that cost something are a warning. */
function signedIn(limits: BrokerLimits, mqtt: MqttConfig): Finding {
  const where = `signed in at ${shownAddress(mqtt.url)}`;
  const { packet = Number.POSITIVE_INFINITY } = limits;
  const discovery = discoverySize(mqtt);
  const found = [where, ...limitSentences(limits, mqtt)];
  if (packet < LARGEST_COVER) found.push(`the broker takes packets of at most ${packet} bytes, so larger covers are sent smaller`);
  if (packet < discovery) {
    const advice = `let the broker take packets of ${discovery} bytes (mosquitto: max_packet_size)`;
    return warning([...found, `Home Assistant cannot be told of this box, which takes ${discovery} bytes`].join('; '), advice);
  }
  return limitSentences(limits, mqtt).length === 0
    ? fine(found.join('; '))
    : warning(found.join('; '), "moodbox keeps to it; the broker's settings may allow more");
}

/** The size of the message from which Home Assistant makes the device, bytes; 0 if it is not sent. */
function discoverySize(mqtt: MqttConfig): number {
  if (!mqtt.discovery) return 0;
  const topics = topicsOf(mqtt);
  const device = deviceOf(mqtt, topics, { version: '0.0.0' }, { temperature: true, ytdlp: true, preview: true });
  return packetSize({ topic: topics.config, payload: discoveryText(device, topics.base), qos: 1 }, 5);
}
