import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Clock } from '../../shared/async/clock.ts';
import type { Origins } from './address.ts';
import { addressKey } from './address.ts';
import { HEADERS, IDLE, LIMITS, LINGER, UPDATE_PIECE } from './numbers.ts';
import type { Visitors } from './visitors.ts';

export type GuardParts = { readonly visitors: Visitors; readonly origins: Origins; readonly clock: Clock };

/** Bytes that a request may announce; `app` takes less. */
const MOST_BODY = 65_536;

/**
 * Puts the limits before everything else that the server does: a socket is refused before its first byte is read, and a request before
 * `app` sees it. Sockets that pipeline (send a request before the answer to the last one) are closed: no browser and no proxy does that,
 * and a single packet would otherwise be worth thousands of requests.
 */
export function keepGate(server: Server, app: RequestListener, { visitors, origins, clock }: GuardParts): void {
  server.maxConnections = 2 * LIMITS.sockets.all; // `visitors` keeps a lower bound, and knows whose socket has to go
  server.maxRequestsPerSocket = LIMITS.requestsPerSocket;
  server.maxHeadersCount = HEADERS.count;
  server.setTimeout(IDLE);
  server.prependListener('connection', (socket: Socket) => {
    if (!visitors.admits(addressKey(socket.remoteAddress), socket, origins.isProxy(socket.remoteAddress))) socket.resetAndDestroy();
  });
  server.on('dropRequest', (_req, socket) => socket.destroy());
  const answering = new WeakSet<Socket>();
  server.on('request', (req, res) => {
    const { socket } = req;
    const mayAsk = visitors.asks(addressKey(origins.addressOf(req)));
    if (answering.has(socket) || socket.destroyed) return void socket.destroy();
    answering.add(socket);
    res.once('close', () => answering.delete(socket));
    res.once('finish', () => void cutOffUpload(req, clock));
    if (!mayAsk) refuse(res, 429, 'too many requests at once; wait a few seconds');
    else if (!isBounded(req)) refuse(res, 413, `a request announces its length, which is ${mostOf(req)} bytes at most`);
    else app(req, res);
  });
}

/** Chunks of a byte each cost as much as requests, and no browser sends a command in chunks. */
const isBounded = (req: IncomingMessage): boolean =>
  req.headers['transfer-encoding'] === undefined && Number(req.headers['content-length'] ?? 0) <= mostOf(req);

const mostOf = ({ method, url }: IncomingMessage): number =>
  method === 'PUT' && url?.startsWith(`${UPDATE_PIECE.path}?`) ? UPDATE_PIECE.bytes : MOST_BODY;

/** Answers with a sentence, and reads nothing more from this socket. */
function refuse(res: ServerResponse, status: number, error: string): void {
  const { socket } = res;
  stopParsing(socket);
  res.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', 'retry-after': '5', connection: 'close' });
  res.end(JSON.stringify({ error }), () => socket?.destroySoon());
}

/**
 * What arrives later than the head of a refused request is not parsed: each 64 KB of chunks of a byte are ten thousand calls. Node has no
 * public function for this; this is the one with which it pauses its own parser. Without it a refusal only costs more.
 */
function stopParsing(socket: Socket | null): void {
  (socket as { parser?: { pause?: () => void } | null } | null)?.parser?.pause?.();
}

/** After the answer Node reads on to the end of the request, however long it is. */
async function cutOffUpload(req: IncomingMessage, clock: Clock): Promise<void> {
  if (req.complete) return;
  await clock.sleep(LINGER, new AbortController().signal);
  if (!req.complete) req.socket.destroy();
}
