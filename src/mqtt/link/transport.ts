import type { ClientRequestArgs } from 'node:http';
import { connect as netConnect } from 'node:net';
import type { ConnectionOptions, PeerCertificate } from 'node:tls';
import { checkServerIdentity, connect as tlsConnect } from 'node:tls';
import type { IClientOptions } from 'mqtt';
import type { BrokerAddress } from '../../config/broker-address.ts';

/** What mqtt.js needs to reach an address. It gets no URL: it would take the brackets off an IPv6 address and not put them on again. */
export function transportOf({ scheme, host, port, path }: BrokerAddress): IClientOptions {
  const isWeb = scheme === 'ws' || scheme === 'wss';
  const where = { protocol: scheme, host, ...(port === undefined ? {} : { port }) };
  if (!isWeb) return { ...where, checkServerIdentity: checkedWithoutZone } as IClientOptions;
  const [address = ''] = host.split('%');
  return {
    ...where,
    hostname: address.includes(':') ? `[${address}]` : address,
    path,
    ...(address === host ? {} : { wsOptions: { createConnection: connectionTo(host, scheme === 'wss') } }),
  };
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
