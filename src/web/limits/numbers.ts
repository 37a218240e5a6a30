import { ms } from '../../domain/units.ts';

/**
 * What one address may take of the page, and what all may take together; docs/reliability.md has them as a table. An address is an IPv4
 * address or an IPv6 network of /64. Ten phones behind one address (a reverse proxy, a router) have room: each keeps one stream open and
 * loads a page of about fifteen files over six sockets at most.
 */
export const LIMITS = {
  sockets: { each: 64, all: 256 },
  streams: { each: 16, all: 64 },
  /** Requests and new sockets: so many at once, and so many a second for as long as it lasts. */
  requests: { burst: 400, perSecond: 20 },
  /** An address that went on beyond its requests is let in again after so many seconds at most. */
  longestRest: 10,
  /** Requests on one socket: a browser opens another then. */
  requestsPerSocket: 200,
  /** Addresses of which a count is kept; the one that was quiet for longest is forgotten. */
  addresses: 4096,
} as const;

/** Milliseconds. A client that takes longer to send its request, or reads nothing of the answer for longer, is not a browser. */
export const TIMES = {
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  connectionsCheckingInterval: 5_000,
  keepAliveTimeout: 5_000,
} as const;
export const HEADERS = { bytes: 16_384, count: 100 } as const;
/** The one request that may be larger than others: a piece of an update of the whole system, which only an owner may send. */
export const UPDATE_PIECE = { path: '/api/update/piece', bytes: 524_288 } as const;
/** How long a socket may be idle, reading included; a live stream has a heartbeat well within it. */
export const IDLE = ms(45_000);
/** How long a client may go on sending after its answer before it is cut off. */
export const LINGER = ms(500);

export type Limits = {
  readonly sockets: { readonly each: number; readonly all: number };
  readonly requests: { readonly burst: number; readonly perSecond: number };
  readonly longestRest: number;
  readonly addresses: number;
};
