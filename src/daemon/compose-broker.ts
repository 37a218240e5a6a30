import { randomBytes } from 'node:crypto';
import type { Config, MqttConfig } from '../config/schema.ts';
import { OwnBroker } from '../mqtt/broker/broker.ts';
import { BrokerUnavailable } from '../mqtt/broker/plan.ts';
import { clientIdOf } from '../mqtt/connection.ts';
import type { DaemonWorld } from './world.ts';

/** How the box reaches its broker. `socket`: that of its own one, while it runs. */
type AccessRules = { readonly mqtt: MqttConfig; readonly socket: () => string | undefined; readonly unavailable?: string | undefined };

/** The broker of the configuration, or the box's own. */
export async function brokerFor(config: Config, world: DaemonWorld): Promise<AccessRules> {
  if (config.mqtt.url !== '') return { mqtt: config.mqtt, socket: () => undefined };
  const broker = await ownBroker(config, world);
  // Somebody else with the box's client id would take its place, so nobody may know it.
  const client_id = `${clientIdOf(config.mqtt)}-${randomBytes(8).toString('hex')}`;
  return { mqtt: { ...config.mqtt, url: broker.url, client_id }, socket: () => broker.socket, unavailable: broker.unavailable };
}

type ReachedBroker = Pick<OwnBroker, 'url' | 'socket'> & { readonly unavailable?: string };

/** The box's own broker. If it cannot run, everything but MQTT still works, and the publisher keeps trying to connect. */
async function ownBroker(config: Config, { clock, log, scope, stateDir }: DaemonWorld): Promise<ReachedBroker> {
  const room = log.child({ room: 'broker' });
  try {
    return scope.own(await OwnBroker.open(config.mqtt, stateDir, { clock, log: room }));
  } catch (err) {
    if (!(err instanceof BrokerUnavailable)) throw err;
    room.error({ why: err.why, message: err.message }, 'broker.unavailable');
    return { url: err.url, socket: undefined, unavailable: `moodbox's own broker did not start: ${err.message}` };
  }
}
