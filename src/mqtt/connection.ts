import type { IClientOptions, MqttClient } from 'mqtt';
import { connect } from 'mqtt';
import type { MqttConfig } from '../config/schema.ts';
import { addressOf, authoritiesOf, fileOf, given } from './credentials.ts';
import { ConnectionLost, connectionReason, HUNG_UP } from './errors.ts';
import { OFFLINE } from './payloads.ts';
import type { Topics } from './topics.ts';

const CONNECT_TIMEOUT_MS = 10_000;
const LONGEST_KEEPALIVE_S = 65_535;
/** The largest packet that a broker may send us, bytes: commands are short. Only MQTT 5 can announce it. */
const LARGEST_PACKET = 65_536;
/** "Unacceptable protocol version" of MQTT 3.1.1 (3.2.2.3), "Unsupported Protocol Version" of MQTT 5 (3.2.2.2). */
const VERSION_REFUSED = [0x01, 0x84, HUNG_UP];

/**
 * Connects once, with MQTT 5, or with 3.1.1 if that is configured or the broker refuses 5. Reads password and certificates at every call,
 * so that renewed ones are used. Rejects with `ConnectionLost`, after at most 10 s for each version.
 */
export async function connectOnce(config: MqttConfig, topics: Topics, signal: AbortSignal): Promise<MqttClient> {
  const { url, ...credentials } = addressOf(config);
  const options = { ...optionsOf(config, topics), ...credentials };
  const older = { ...options, protocolVersion: 4 } as const;
  if (config.version === '4') return attempt(url, older, signal);
  try {
    return await attempt(url, { ...options, protocolVersion: 5, properties: { maximumPacketSize: LARGEST_PACKET } }, signal);
  } catch (err) {
    if (!(err instanceof ConnectionLost) || !VERSION_REFUSED.includes(err.code ?? 0)) throw err;
    return attempt(url, older, signal);
  }
}

/** A new client for each connection, without reconnecting and without a queue: the publisher keeps what waits for the broker. */
function optionsOf(config: MqttConfig, topics: Topics): IClientOptions {
  return {
    clientId: clientIdOf(config),
    clean: true,
    reconnectPeriod: 0,
    resubscribe: false,
    queueQoSZero: false,
    connectTimeout: CONNECT_TIMEOUT_MS,
    keepalive: Math.min(LONGEST_KEEPALIVE_S, Math.max(1, Math.round(config.keepalive / 1000))),
    will: { topic: topics.availability, payload: Buffer.from(OFFLINE), qos: 1, retain: true },
    rejectUnauthorized: config.verify,
    ...given('ca', authoritiesOf(config)),
    ...given('cert', fileOf('cert', config.cert)),
    ...given('key', fileOf('key', config.key)),
  };
}

export const clientIdOf = (config: Pick<MqttConfig, 'client_id' | 'id'>): string => config.client_id || `moodbox-${config.id}`;

/** How long the id of a guest may be, characters. */
const LONGEST_GUEST = 57;

/** The configuration of a visitor with a client id of its own: the box's would disconnect a running moodbox and publish its last will. */
export function guestOf(config: MqttConfig, name: string): MqttConfig {
  return { ...config, id: `${config.id.slice(0, LONGEST_GUEST - 1 - name.length)}-${name}`, client_id: '' };
}

async function attempt(url: string, options: IClientOptions, signal: AbortSignal): Promise<MqttClient> {
  signal.throwIfAborted();
  const client = opened(url, options);
  const giveUp = (): void => void client.end(true);
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    await acknowledged(client);
    return client;
  } catch (err) {
    client.end(true);
    throw err;
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}

function opened(url: string, options: IClientOptions): MqttClient {
  try {
    return connect(url, options);
  } catch (err) {
    throw new ConnectionLost(connectionReason(err));
  }
}

function acknowledged(client: MqttClient): Promise<void> {
  return new Promise((resolve, reject) => {
    client.once('connect', () => resolve());
    client.once('error', (err) => reject(new ConnectionLost(connectionReason(err), codeOf(err))));
    client.once('close', () => reject(new ConnectionLost('the broker hung up without an answer', HUNG_UP)));
  });
}

const codeOf = (err: unknown): number | undefined => {
  const { code } = err as { code?: unknown };
  return typeof code === 'number' ? code : undefined;
};
