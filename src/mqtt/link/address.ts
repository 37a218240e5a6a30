import { isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';

/** A host and a port as an address has them: an IPv6 address in brackets. */
export const hostAndPort = (host: string, port?: number | string): string =>
  `${host.includes(':') ? `[${host}]` : host}${port === undefined ? '' : `:${port}`}`;

/**
 * Why a link-local address cannot be reached from this machine; undefined if it may be, and for every other host. `interfaces`: the names
 * of the machine's network interfaces.
 */
export function zoneMistake(host: string, interfaces: readonly string[] = Object.keys(networkInterfaces())): string | undefined {
  const [address = '', zone] = host.split('%');
  const others = interfaces.filter((name) => name !== 'lo');
  if (zone === undefined) {
    const example = `[${address}%${others[0] ?? 'eth0'}]`;
    return isIPv6(address) && /^fe[89ab]/i.test(address)
      ? `mqtt.url: ${address} is an address of one network only: add the interface that leads there, such as ${example}`
      : undefined;
  }
  // An interface may be named by its number too.
  return interfaces.includes(zone) || /^\d+$/.test(zone)
    ? undefined
    : `mqtt.url: this machine has no network interface '${zone}'; it has ${others.join(', ') || 'none'}`;
}
