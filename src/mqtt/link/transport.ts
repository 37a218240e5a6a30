import type { ClientRequestArgs } from 'node:http';
import { connect as netConnect } from 'node:net';
import type { Duplex } from 'node:stream';
import type { ConnectionOptions, PeerCertificate } from 'node:tls';
import { checkServerIdentity, connect as tlsConnect } from 'node:tls';
import type { IClientOptions, MqttClient } from 'mqtt';
import { connect } from 'mqtt';
import type { BrokerAddress } from '../../config/broker-address.ts';
import { BoundedPackets } from './bounded-packets.ts';

/** The largest frame that a WebSocket may bring, bytes. A frame is not seen before it is whole, so it cannot be shortened. */
const LARGEST_FRAME = 1_048_576;

/** What mqtt.js needs to reach an address. It gets no URL: it would take the brackets off an IPv6 address and not put them on again. */
export function transportOf({ scheme, host, port, path }: BrokerAddress): IClientOptions {
  const isWeb = scheme === 'ws' || scheme === 'wss';
  const where = { protocol: scheme, host, ...(port === undefined ? {} : { port }) };
  if (!isWeb) return { ...where, checkServerIdentity: checkedWithoutZone } as IClientOptions;
  const [address = ''] = host.split('%');
  const createConnection = address === host ? {} : { createConnection: connectionTo(host, scheme === 'wss') };
  return {
    ...where,
    hostname: address.includes(':') ? `[${address}]` : address,
    path,
    wsOptions: { maxPayload: LARGEST_FRAME, ...createConnection },
  };
}

type StreamBuilder = (client: MqttClient) => Duplex;

/**
 * Opens a client whose broker can send no packet of more than `most` bytes. `socket`: a Unix socket to connect to, instead of the
 * address in
 * `options`. Throws what the system says about an address that cannot be.
 */
export function openClient(options: IClientOptions, most: number, socket?: string): MqttClient {
  const client = connect({ ...options, manualConnect: true });
  // mqtt.js has no option for a stream of one's own between the connection and its parser; this is the function that it calls for one.
  const builder = client as unknown as { streamBuilder: StreamBuilder };
  const build: StreamBuilder = socket === undefined ? builder.streamBuilder : () => netConnect(socket);
  builder.streamBuilder = (each) => readThrough(build(each), () => new BoundedPackets(most, options.protocolVersion ?? 4));
  client.connect();
  return client;
}

/** The stream itself, except that whatever is piped from it goes through a filter. An error of the filter ends the stream. */
function readThrough(stream: Duplex, filter: () => BoundedPackets): Duplex {
  const pipe = stream.pipe.bind(stream);
  return Object.assign(stream, {
    pipe: <T extends NodeJS.WritableStream>(to: T): T => {
      const between = filter();
      between.on('error', (err) => stream.destroy(err));
      return pipe(between).pipe(to);
    },
  });
}

/** A zone says which way an address is reached, and is no part of what a certificate is for. */
const checkedWithoutZone = (host: string, certificate: PeerCertificate): Error | undefined =>
  checkServerIdentity(host.split('%')[0] ?? host, certificate);

/** A URL holds no zone, so the connection of a WebSocket is made here. */
const connectionTo = (host: string, isSecure: boolean) => (options: ClientRequestArgs) => {
  const where = { host, port: Number(options.port) };
  if (!isSecure) return netConnect(where);
  return tlsConnect({ ...(options as ConnectionOptions), ...where, servername: '', checkServerIdentity: checkedWithoutZone });
};
