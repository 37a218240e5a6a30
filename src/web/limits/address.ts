import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';

/** Groups of an IPv6 address that name the network. */
const NETWORK = 4;

/** An IPv4 address in its IPv6 form is that IPv4 address, and an address is the same whatever interface (`%eth0`) it came by. */
export const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');

/**
 * Who counts as one: an IPv4 address, also where it is written as IPv6 (`::ffff:192.0.2.1`), or the /64 network of an IPv6 address, of
 * which a single machine can use every address. Anything else is one address, the empty one.
 */
export function addressKey(address: string | undefined): string {
  const text = plainAddress(address ?? '');
  return isIPv6(text) ? `${networkOf(text)}::/64` : text;
}

function networkOf(address: string): string {
  const [head = '', tail] = address.toLowerCase().split('::');
  const front = groups(head);
  const back = groups(tail ?? '');
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - front.length - back.length)).fill('0');
  return [...front, ...zeros, ...back]
    .slice(0, NETWORK)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}

const groups = (text: string): readonly string[] => (text === '' ? [] : text.split(':'));

/** Where requests come from. A reverse proxy speaks for many visitors, so it names the one that asks. */
export type Origins = {
  /** The visitor's address, which a trusted proxy may have named. */
  readonly addressOf: (req: IncomingMessage) => string | undefined;
  /** Whether this is a trusted proxy, which may open as many sockets as all visitors together. */
  readonly isProxy: (address: string | undefined) => boolean;
};

/** Every visitor speaks for itself. */
export const DIRECT: Origins = { addressOf: (req) => req.socket.remoteAddress, isProxy: () => false };
