import type { IConnackPacket } from 'mqtt';
import type { MqttConfig } from '../../config/schema.ts';

export type Qos = 0 | 1 | 2;

/** What a broker takes. MQTT 5 announces it in the answer to our sign-in; from 3.1.1 we know only what we found out ourselves. */
export type BrokerLimits = {
  /** The largest packet, bytes. Absent if the broker named none. */
  readonly packet?: number;
  readonly qos: Qos;
  /** Whether the broker keeps retained messages. */
  readonly retain: boolean;
};

/**
 * What is left of our wishes after the broker has answered. `accepted` holds the will that it took: its QoS, and whether it is retained.
 */
export function limitsOf({ properties }: IConnackPacket, accepted: { readonly qos: Qos; readonly retain: boolean }): BrokerLimits {
  const { maximumPacketSize, maximumQoS, retainAvailable } = properties ?? {};
  // Our will is never sent with more than 1: only a refusal of 1 says something about the rest.
  const qos = (maximumQoS ?? (accepted.qos === 0 ? 0 : 2)) as Qos;
  return { ...(maximumPacketSize ? { packet: maximumPacketSize } : {}), qos, retain: (retainAvailable ?? true) && accepted.retain };
}

/** The QoS for a message that should have `wanted`. */
export const allowedQos = ({ qos }: Pick<BrokerLimits, 'qos'>, wanted: Qos): Qos => Math.min(qos, wanted) as Qos;

export type MeasuredMessage = { readonly topic: string; readonly payload: string; readonly qos: Qos };

/** The size of a PUBLISH packet on the wire, bytes (MQTT 5, 3.3; 3.1.1 has no properties). */
export function packetSize(message: MeasuredMessage, version: number | undefined): number {
  const remaining = overheadOf(message, version) + Buffer.byteLength(message.payload);
  return 1 + lengthBytes(remaining) + remaining;
}

/** How many bytes of payload fit into a packet of `most` bytes on that topic. */
export function roomFor(topic: string, most: number, version: number | undefined): number {
  if (most === Number.POSITIVE_INFINITY) return most;
  const remaining = most - 1 - lengthBytes(most);
  return Math.max(0, remaining - overheadOf({ topic, qos: 1 }, version));
}

const overheadOf = ({ topic, qos }: Pick<MeasuredMessage, 'topic' | 'qos'>, version: number | undefined): number =>
  2 + Buffer.byteLength(topic) + (qos > 0 ? 2 : 0) + (version === 5 ? 1 : 0);

/** The length of a packet is written in groups of seven bits. */
const lengthBytes = (length: number): number => Math.max(1, Math.ceil(Math.log2(length + 1) / 7));

/** The limits that a user would notice, as sentences: for the log and for `doctor`. */
export function limitSentences({ qos, retain }: BrokerLimits, config: Pick<MqttConfig, 'qos'>): readonly string[] {
  const wanted = Math.max(1, Number(config.qos));
  return [
    ...(qos < wanted ? [`the broker allows QoS ${qos} at most, so nothing is sent with a higher one`] : []),
    ...(retain ? [] : ['the broker keeps no retained messages: whoever subscribes later learns a value only when it is sent again']),
  ];
}
