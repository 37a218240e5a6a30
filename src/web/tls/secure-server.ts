import type { Server as HttpServer, RequestListener, ServerOptions } from 'node:http';
import { createServer } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import { createServer as createSecureServer } from 'node:https';
import type { Socket } from 'node:net';
import { isPlainHost } from '../guard.ts';
import type { Identity } from './identity.ts';

/** The first byte of every TLS connection. */
const HANDSHAKE = 0x16;
/** Milliseconds. */
const FIRST_BYTE_LIMIT = 10_000;

/** An https server. Whoever speaks plain http to it is told the right address. */
export function secureServer({ cert, key }: Identity, options: ServerOptions): HttpsServer {
  const server = createSecureServer({ ...options, cert, key, minVersion: 'TLSv1.2', handshakeTimeout: FIRST_BYTE_LIMIT });
  const plain = createServer(options, toSecure);
  const [shakeHands] = server.listeners('connection') as ((socket: Socket) => void)[];
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => sorted(socket, (socket) => shakeHands?.call(server, socket), plain));
  server.on('close', () => plain.close());
  return server;
}

/** Looks at the first byte, gives it back, and passes the connection on. */
function sorted(socket: Socket, secure: (socket: Socket) => void, plain: HttpServer): void {
  const quiet = (): void => void socket.destroy();
  socket.setTimeout(FIRST_BYTE_LIMIT, quiet);
  socket.on('error', quiet);
  socket.once('readable', () => {
    const first = socket.read(1) as Buffer | null;
    socket.setTimeout(0, quiet);
    socket.off('timeout', quiet);
    if (!first) return;
    socket.off('error', quiet);
    socket.unshift(first);
    if (first[0] === HANDSHAKE) secure(socket);
    else plain.emit('connection', socket);
  });
}

const toSecure: RequestListener = ({ headers, url = '/' }, res) => {
  const host = headers.host ?? '';
  const location = isPlainHost(host) && url.startsWith('/') ? { location: `https://${host}${url}` } : {};
  res.writeHead(location.location === undefined ? 400 : 308, { ...location, 'content-type': 'text/plain', connection: 'close' });
  res.end('moodbox: this port speaks https only; open the address with https:// in front\n');
};
