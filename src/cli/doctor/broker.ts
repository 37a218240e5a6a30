import type { MqttConfig } from '../../config/schema.ts';
import { BrokerUnavailable, planOf } from '../../mqtt/broker/plan.ts';
import { connectOnce, guestOf } from '../../mqtt/connection.ts';
import { ConnectionLost } from '../../mqtt/errors.ts';
import { topicsOf } from '../../mqtt/topics.ts';
import { shownAddress } from '../../shared/address.ts';
import { canConnect, loopbackFor } from '../../shared/process/ports.ts';
import { programFolders } from '../../shared/process/programs.ts';
import type { Check, Finding, Machine } from './check.ts';
import { failing, fine, warning } from './check.ts';

/** Signs in to the configured broker, or checks that moodbox can start its own. */
export const broker: Check = ({ mqtt }, machine) => (mqtt.url === '' ? own(mqtt, machine) : configured(mqtt, machine));

/** Checks what would keep our own broker from starting, and whether its port is taken. */
async function own(mqtt: MqttConfig, { env }: Machine): Promise<Finding> {
  const { broker_host, broker_port } = mqtt;
  const plan = await planOf(mqtt, '/', programFolders(env.PATH)).catch((err: unknown) => {
    if (err instanceof BrokerUnavailable) return err;
    throw err;
  });
  if (plan instanceof BrokerUnavailable) return failing("moodbox's own broker cannot start", plan.message);
  const place = `${broker_host}:${broker_port || 'a free port'}`;
  if (broker_port !== 0 && (await canConnect(loopbackFor(broker_host), broker_port))) {
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
    const client = await connectOnce(guest, topicsOf(guest), signal);
    await client.endAsync();
    return fine(`signed in at ${shownAddress(mqtt.url)}`);
  } catch (err) {
    if (!signal.aborted && !(err instanceof ConnectionLost)) throw err;
    const why = signal.aborted ? 'no answer in time' : (err as Error).message;
    return failing(`${shownAddress(mqtt.url)}: ${why}`, 'check the mqtt section, and whether the broker is running');
  }
}
