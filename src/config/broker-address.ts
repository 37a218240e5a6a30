import { isIPv6 } from 'node:net';
import { domainToASCII } from 'node:url';
import type { Result } from '../domain/result.ts';
import { done, failed } from '../domain/result.ts';
import { decodedPart } from '../shared/address.ts';

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
  /** As written, perhaps with % escapes; empty if the address has no user name. */
  readonly username: string;
  readonly password: string;
};

/** What is said of an address that cannot be read at all. */
export const BROKER_EXAMPLES = 'must be an address such as mqtt://host, mqtts://host:8883, ws://host or wss://host';
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
  if (!url?.hostname || !scheme) return failed(BROKER_EXAMPLES);
  const { port, pathname, search, username, password } = url;
  const bare = hostIn(url);
  const host = zone === undefined ? bare : `${bare}%${zone}`;
  return done({ scheme, host, ...(port === '' ? {} : { port: Number(port) }), path: `${pathname || '/'}${search}`, username, password });
}

/** The host as the network wants it: an IPv6 address without brackets, a name in ASCII, which URLs of mqtt:// percent-encode. */
function hostIn({ hostname }: URL): string {
  const bare = hostname.replace(/^\[(.*)\]$/, '$1');
  return hostname.includes('%') ? domainToASCII(decodedPart(hostname)) || bare : bare;
}

/** Puts a bare IPv6 address into the brackets that belong round it, if there is only one way to read it. */
function inBrackets(text: string): Result<string, string> {
  const [whole = '', start = '', bare = '', zone = ''] = BARE.exec(text) ?? [];
  if (whole === '') return done(text);
  const [, head = '', port = ''] = (zone === '' && WITH_PORT.exec(bare)) || [];
  const isAddress = isIPv6(bare);
  const isAddressAndPort = isIPv6(head) && Number(port) >= 1000;
  if (isAddress && isAddressAndPort)
    return failed(`put the IPv6 address in square brackets: [${head}]:${port} if ${port} is the port, otherwise [${bare}]`);
  const rest = text.slice(whole.length);
  if (isAddress) return done(`${start}[${bare}${zone}]${rest}`);
  return isAddressAndPort ? done(`${start}[${head}]:${port}${rest}`) : done(text);
}
