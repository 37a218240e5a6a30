import type { Socket } from 'node:dgram';
import { createSocket } from 'node:dgram';
import { networkInterfaces } from 'node:os';
import { oneLine } from '../../domain/one-line.ts';
import { ms } from '../../domain/units.ts';
import type { Clock } from '../../shared/async/clock.ts';
import type { DnsRecord } from './dns.ts';
import { questionFor, recordsIn } from './dns.ts';

/** What may be of use to a box that looks for a broker, found in the network. `host` is an address if it is known. */
export type NearbyService = {
  readonly kind: 'broker' | 'home-assistant';
  readonly name: string;
  readonly host: string;
  readonly port: number;
};

const SERVICES: Readonly<Record<string, NearbyService['kind']>> = {
  '_mqtt._tcp.local': 'broker',
  '_home-assistant._tcp.local': 'home-assistant',
};
/** Where multicast DNS is asked. */
const EVERYBODY = { address: '224.0.0.251', port: 5353 };
const LISTENING = ms(3000);
/** A network interface each. */
const MOST_INTERFACES = 8;
const MOST_FOUND = 20;
const MOST_MESSAGES = 200;

export type NearbyWorld = {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly to?: { readonly address: string; readonly port: number };
};

/** Asks the networks of this machine for MQTT brokers and Home Assistant by multicast DNS, and listens for three seconds. */
export async function findNearby({ clock, signal, to = EVERYBODY }: NearbyWorld): Promise<readonly NearbyService[]> {
  const messages: Buffer[] = [];
  const sockets = interfaces().map((address) => asked(address, to, messages));
  try {
    await clock.sleep(LISTENING, signal).catch(() => undefined);
  } finally {
    for (const socket of sockets) socket.close();
  }
  return servicesIn(messages.flatMap(recordsIn));
}

/** The addresses to ask from, one for each interface; `undefined` leaves it to the system where there is none. */
function interfaces(): readonly (string | undefined)[] {
  const own = Object.values(networkInterfaces()).flatMap(
    (each) => each?.find(({ family, internal }) => family === 'IPv4' && !internal) ?? [],
  );
  return own.length === 0 ? [undefined] : own.slice(0, MOST_INTERFACES).map(({ address }) => address);
}

/** A network that is down, or refuses multicast, finds nothing. */
function asked(from: string | undefined, to: { readonly address: string; readonly port: number }, messages: Buffer[]): Socket {
  const socket = createSocket('udp4');
  socket.on('error', () => undefined);
  socket.on('message', (message) => {
    if (messages.length < MOST_MESSAGES) messages.push(message);
  });
  socket.bind(0, () => {
    try {
      if (from !== undefined && to === EVERYBODY) socket.setMulticastInterface(from);
      socket.send(questionFor(Object.keys(SERVICES)), to.port, to.address, () => undefined);
    } catch {
      // The interface went away at this very moment.
    }
  });
  return socket;
}

/** The services that these records describe, each once. */
export function servicesIn(records: readonly DnsRecord[]): readonly NearbyService[] {
  const found = records.flatMap((record) => {
    const kind = record.type === 'pointer' ? SERVICES[record.name.toLowerCase()] : undefined;
    if (record.type !== 'pointer' || kind === undefined) return [];
    const service = records.find((each) => each.type === 'service' && each.name === record.to);
    if (service?.type !== 'service') return [];
    const address = records.find((each) => each.type === 'address' && each.name === service.host);
    const host = address?.type === 'address' ? address.address : service.host;
    return isHost(host) ? [{ kind, name: labelOf(record), host, port: service.port }] : [];
  });
  return found.filter((each, index) => found.findIndex((other) => isSame(each, other)) === index).slice(0, MOST_FOUND);
}

/** What people called it: `Living room` of `Living room._mqtt._tcp.local`. */
const labelOf = ({ name, to }: Extract<DnsRecord, { readonly type: 'pointer' }>): string =>
  oneLine(to.slice(0, -name.length - 1)).slice(0, 80);
const isHost = (host: string): boolean => /^[\w.-]{1,253}$/.test(host);
const isSame = (one: NearbyService, other: NearbyService): boolean =>
  one.kind === other.kind && one.host === other.host && one.port === other.port;
