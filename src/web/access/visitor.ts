import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { anyOf } from '../../shared/address-list.ts';
import { plainAddress } from '../limits/address.ts';

/** Where a request comes from. */
export type Visitor = {
  /** The visitor's IP address, which a named proxy may tell. */
  readonly address: string;
  /** A program or a browser on this machine, with nothing in between. */
  readonly local: boolean;
  /** A proxy of `web.proxies` has passed the request on. */
  readonly proxied: boolean;
  /** The way to us is encrypted, as far as the box or its proxy knows. */
  readonly secure: boolean;
  /** The name and port by which the visitor calls the box. */
  readonly host: string;
};

/** Headers by which a proxy gives itself away. */
const FORWARDED = /^(?:x-forwarded-|forwarded$|via$|x-real-ip$|x-client-ip$|x-cluster-client-ip$|true-client-ip$|cf-|tailscale-)/;

const LOOPBACK = anyOf(['127.0.0.0/8', '::1']);
export const isOwnMachine = (address: string): boolean => LOOPBACK(plainAddress(address));

type Asked = Pick<IncomingMessage, 'headers' | 'httpVersion'> & { readonly peer: string; readonly encrypted: boolean };

/**
 * The visitor behind a request. Forwarding headers count only from a named proxy. From anybody else they give no right, and take one away:
 * a request that has been passed on is never local, even over loopback. Nor is one in HTTP/1.0, which no browser speaks: nginx does, unless
 * its configuration says otherwise, and then it often says nothing of the visitor either.
 */
export function visitorOf({ headers, httpVersion, peer, encrypted }: Asked, isProxy: (address: string) => boolean): Visitor {
  const from = plainAddress(peer);
  const host = headers.host ?? '';
  if (isProxy(from)) return { address: clientOf(headers['x-forwarded-for'], from, isProxy), local: false, ...throughProxy(headers, host) };
  const passedOn = httpVersion === '1.0' || Object.keys(headers).some((name) => FORWARDED.test(name));
  return { address: from, local: isOwnMachine(from) && !passedOn, proxied: false, secure: encrypted, host };
}

function throughProxy(headers: IncomingMessage['headers'], host: string): Pick<Visitor, 'proxied' | 'secure' | 'host'> {
  const [told] = String(headers['x-forwarded-host'] ?? '').split(',');
  return { proxied: true, secure: headers['x-forwarded-proto'] === 'https', host: told?.trim() || host };
}

/** The last address of the list that is not a proxy itself: what stands before it could be made up by the visitor. */
function clientOf(list: string | string[] | undefined, peer: string, isProxy: (address: string) => boolean): string {
  const told = String(list ?? '')
    .split(',')
    .map((each) => plainAddress(each.trim()))
    .reverse();
  const client = told.find((each) => !isProxy(each));
  return client !== undefined && isIP(client) !== 0 ? client : peer;
}
