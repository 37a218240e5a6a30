import { isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';

const SCHEMES = ['mqtt', 'mqtts', 'ws', 'wss'] as const;
export type Scheme = (typeof SCHEMES)[number];

/** Where a broker is, by its address as people write it. */
export type BrokerAddress = {
  readonly scheme: Scheme;
  /** A name or an IP address, without brackets. A link-local IPv6 address has its zone: `fe80::1%eth0`. */
  readonly host: string;
  /** Absent: the scheme's own. */
  readonly port?: number;
  /** For WebSockets, with the query. */
  readonly path: string;
  /** As written, perhaps with % escapes; empty if there is none. */
  readonly username: string;
  readonly password: string;
};

const EXAMPLES = 'mqtt.url must be such as mqtt://host:1883, mqtts://host, ws://host/path or wss://host/path';
/** `//`, perhaps a user with a password, and an IPv6 address in brackets, perhaps with a zone (RFC 6874 writes its % as %25). */
const BRACKETED = /^([a-z]+:\/\/(?:[^/?#]*@)?)\[([\da-f:.]+)%(?:25)?([\w.-]+)\]/i;
/** The same without brackets, perhaps with a port: more than one colon. */
const BARE = /^([a-z]+:\/\/(?:[^/?#]*@)?)([\da-f]*:[\da-f.]*:[\da-f:.]*)(%(?:25)?[\w.-]+)?(?=[/?#]|$)/i;
const WITH_PORT = /^(.*):(\d{1,5})$/;

/** The parts of a broker's address, or a sentence that says what is wrong with it and repeats no secret. */
export function brokerAddressIn(text: string): Result<BrokerAddress, string> {
  const bracketed = inBrackets(text.trim());
  if (!bracketed.ok) return bracketed;
  const zone = BRACKETED.exec(bracketed.value)?.[3];
  // No URL may hold a zone.
  const plain = bracketed.value.replace(BRACKETED, '$1[$2]');
  const url = URL.canParse(plain) ? new URL(plain) : undefined;
  const scheme = SCHEMES.find((each) => url?.protocol === `${each}:`);
  // mqtt.js would treat an unknown protocol as mqtt.
  if (!url?.hostname || !scheme) return failed(EXAMPLES);
  const { hostname, port, pathname, search, username, password } = url;
  const bare = hostname.replace(/^\[(.*)\]$/, '$1');
  const host = zone === undefined ? bare : `${bare}%${zone}`;
  return done({ scheme, host, ...(port === '' ? {} : { port: Number(port) }), path: `${pathname || '/'}${search}`, username, password });
}

/** Puts a bare IPv6 address into the brackets that belong round it, if there is only one way to read it. */
function inBrackets(text: string): Result<string, string> {
  const [whole = '', start = '', bare = '', zone = ''] = BARE.exec(text) ?? [];
  if (whole === '') return done(text);
  const [, head = '', port = ''] = (zone === '' && WITH_PORT.exec(bare)) || [];
  const isAddress = isIPv6(bare);
  const isAddressAndPort = isIPv6(head) && Number(port) >= 1000;
  if (isAddress && isAddressAndPort)
    return failed(`mqtt.url: put the IPv6 address in square brackets: [${head}]:${port} if ${port} is the port, otherwise [${bare}]`);
  const rest = text.slice(whole.length);
  if (isAddress) return done(`${start}[${bare}${zone}]${rest}`);
  return isAddressAndPort ? done(`${start}[${head}]:${port}${rest}`) : done(text);
}

/** A host and a port as an address has them: an IPv6 address in brackets. */
export const hostAndPort = (host: string, port?: number | string): string =>
  `${host.includes(':') ? `[${host}]` : host}${port === undefined ? '' : `:${port}`}`;

/**
 * Why a link-local address cannot be reached from this machine; undefined if it may be, and for every other host. `interfaces`: the names of
 * the machine's network interfaces.
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
