import type { IClientOptions, IConnackPacket, MqttClient } from 'mqtt';
import type { MqttConfig } from '../config/schema.ts';
import { addressOf, authoritiesOf, given, identityOf } from './credentials.ts';
import { ConnectionLost, HUNG_UP, hasBrokenOff } from './errors.ts';
import type { BrokerLimits } from './link/limits.ts';
import { limitsOf } from './link/limits.ts';
import { greetingWords, networkWords, wordsWithAuthority } from './link/network-words.ts';
import { reasonWords } from './link/reasons.ts';
import type { Terms } from './link/terms.ts';
import { nextTerms } from './link/terms.ts';
import { openClient, transportOf } from './link/transport.ts';
import { OFFLINE } from './payloads.ts';
import type { Topics } from './topics.ts';

const CONNECT_TIMEOUT_MS = 10_000;
const LONGEST_KEEPALIVE_S = 65_535;
/** The largest packet that a broker may send us, bytes: commands are short. MQTT 5 announces it, and for 3.1.1 we keep to it ourselves. */
export const LARGEST_PACKET = 65_536;

/** A connection that the broker has accepted, and what it takes. */
export type Connection = { readonly client: MqttClient; readonly limits: BrokerLimits };

/**
 * Connects once: with MQTT 5 and a will that must arrive, or with whatever less the broker takes of that. Reads password and certificates
 * at every call, so that renewed ones are used. `socket`: the Unix socket of our own broker. Rejects with `ConnectionLost`, after at most
 * 10 s for each attempt.
 */
export async function connectOnce(config: MqttConfig, topics: Topics, signal: AbortSignal, socket?: string): Promise<Connection> {
  const { address, ...credentials } = addressOf(config);
  const options = { ...optionsOf(config), ...transportOf(address), ...credentials };
  let terms: Terms = { version: config.version === '4' ? 4 : 5, will: { qos: 1, retain: true }, keepalive: keepaliveOf(config) };
  for (;;) {
    try {
      return await attempt(() => opened({ ...options, ...termOptions(terms, topics) }, socket), terms, signal);
    } catch (err) {
      const next = err instanceof ConnectionLost ? nextTerms(terms, err.code) : undefined;
      if (!next) throw err instanceof ConnectionLost ? new ConnectionLost(wordsWithAuthority(err.message, config.ca), err.code) : err;
      terms = next;
    }
  }
}

const keepaliveOf = ({ keepalive }: MqttConfig): number => Math.min(LONGEST_KEEPALIVE_S, Math.max(1, Math.round(keepalive / 1000)));

const termOptions = ({ version, will, keepalive }: Terms, { availability }: Topics): IClientOptions => ({
  protocolVersion: version,
  keepalive,
  will: { topic: availability, payload: Buffer.from(OFFLINE), ...will },
  ...(version === 5 ? { properties: { maximumPacketSize: LARGEST_PACKET } } : {}),
});

/** A new client for each connection, without reconnecting and without a queue: the publisher keeps what waits for the broker. */
function optionsOf(config: MqttConfig): IClientOptions {
  return {
    clientId: clientIdOf(config),
    clean: true,
    reconnectPeriod: 0,
    resubscribe: false,
    queueQoSZero: false,
    connectTimeout: CONNECT_TIMEOUT_MS,
    rejectUnauthorized: config.verify,
    ...given('ca', authoritiesOf(config)),
    ...identityOf(config),
  };
}

export const clientIdOf = (config: Pick<MqttConfig, 'client_id' | 'id'>): string => config.client_id || `moodbox-${config.id}`;

/** How long the id of a guest may be, characters. */
const LONGEST_GUEST = 57;

/** The configuration of a visitor with a client id of its own: the box's would disconnect a running moodbox and publish its last will. */
export function guestOf(config: MqttConfig, name: string): MqttConfig {
  return { ...config, id: `${config.id.slice(0, LONGEST_GUEST - 1 - name.length)}-${name}`, client_id: '' };
}

async function attempt(open: () => MqttClient, { will }: Terms, signal: AbortSignal): Promise<Connection> {
  signal.throwIfAborted();
  const client = open();
  const giveUp = (): void => void client.end(true);
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    return { client, limits: limitsOf(await acknowledged(client), will) };
  } catch (err) {
    client.end(true);
    throw err;
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}

function opened(options: IClientOptions, socket: string | undefined): MqttClient {
  try {
    return openClient(options, LARGEST_PACKET, socket);
  } catch (err) {
    throw new ConnectionLost(networkWords(err));
  }
}

/** The broker's answer to our sign-in. Rejects with `ConnectionLost`. */
function acknowledged(client: MqttClient): Promise<IConnackPacket> {
  let server: string | undefined;
  return new Promise((resolve, reject) => {
    client.on('packetreceive', (packet) => {
      if (packet.cmd === 'connack') server = packet.properties?.serverReference;
    });
    client.once('connect', (answer) => resolve(answer));
    client.once('error', (err) => reject(refusal(err, server)));
    client.once('close', () => reject(hungUp()));
  });
}

const NO_ANSWER = `no answer to the sign-in within ${CONNECT_TIMEOUT_MS / 1000} s: is it an MQTT broker?`;

const hungUp = (): ConnectionLost =>
  new ConnectionLost('the broker hung up without an answer: check the scheme and the port in mqtt.url', HUNG_UP);

/** A reason code in words; any other error as it is. */
function refusal(err: unknown, server: string | undefined): ConnectionLost {
  const { code } = err as { code?: unknown };
  if (hasBrokenOff(err)) return hungUp();
  if (err instanceof Error && err.message === 'connack timeout') return new ConnectionLost(NO_ANSWER);
  if (typeof code !== 'number') return new ConnectionLost(greetingWords(err));
  return new ConnectionLost(`the broker refuses: ${reasonWords(code, server)}`, code);
}
