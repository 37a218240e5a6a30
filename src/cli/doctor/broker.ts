import type { MqttConfig } from '../../config/schema.ts';
import { BrokerUnavailable, planOf } from '../../mqtt/broker/plan.ts';
import { connectOnce } from '../../mqtt/connection.ts';
import { shownUrl } from '../../mqtt/credentials.ts';
import { ConnectionLost } from '../../mqtt/errors.ts';
import { topicsOf } from '../../mqtt/topics.ts';
import { canConnect, loopbackFor } from '../../shared/process/ports.ts';
import { programFolders } from '../../shared/process/programs.ts';
import type { Check, Finding, Machine } from './check.ts';
import { failing, fine, warning } from './check.ts';

/** The configured broker, by signing in; or what the own one takes. */
export const broker: Check = ({ mqtt }, machine) => (mqtt.url === '' ? own(mqtt, machine) : configured(mqtt, machine));

/** What would keep it from starting, and whether somebody has its port. */
async function own(mqtt: MqttConfig, { env }: Machine): Promise<Finding> {
  const { broker_host, broker_port } = mqtt;
  const plan = await planOf(mqtt, '/', programFolders(env.PATH)).catch((err: unknown) => {
    if (err instanceof BrokerUnavailable) return err;
    throw err;
  });
  if (plan instanceof BrokerUnavailable) return failing('there is no broker of our own', plan.message);
  const place = `${broker_host}:${broker_port || 'a free port'}`;
  if (broker_port !== 0 && (await canConnect(loopbackFor(broker_host), broker_port))) {
    return warning(
      `${place} is taken`,
      'right if moodbox is running now; else set mqtt.broker_port, or mqtt.url to use the broker that is there',
    );
  }
  return fine(`its own, ${plan.program} on ${place}`);
}

/** Signs in under a name of the doctor's own: under the box's it would put a running moodbox out, and its last will would speak. */
async function configured(mqtt: MqttConfig, { signal }: Machine): Promise<Finding> {
  const guest = { ...mqtt, id: `${mqtt.id.slice(0, 50)}-doctor`, client_id: '' };
  try {
    const client = await connectOnce(guest, topicsOf(guest), signal);
    await client.endAsync();
    return fine(`signed in at ${shownUrl(mqtt.url)}`);
  } catch (err) {
    if (!signal.aborted && !(err instanceof ConnectionLost)) throw err;
    const why = signal.aborted ? 'no answer in time' : (err as Error).message;
    return failing(`${shownUrl(mqtt.url)}: ${why}`, 'check the mqtt section, and that the broker runs');
  }
}
