import { randomBytes } from 'node:crypto';
import type { Conduct, Target } from './sockets.ts';
import { drip, keepOpen, pour, repeat } from './sockets.ts';

/** What somebody in the same network may try on the page: how many sockets, and what happens on each. */
export type Attack = { readonly title: string; readonly sockets: number; readonly conduct: Conduct };

const HOST = 'Host: 127.0.0.1\r\n';
const get = (path: string, more = ''): string => `GET ${path} HTTP/1.1\r\n${HOST}${more}\r\n`;
const post = (body: string): string =>
  `POST /api/commands HTTP/1.1\r\n${HOST}Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
const upload = (how: string): string => `POST /api/commands HTTP/1.1\r\n${HOST}Content-Type: application/json\r\n${how}\r\n\r\n`;

const PREFACE = Buffer.concat([Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), Buffer.from('000000040000000000', 'hex')]);
/** The first bytes of a TLS handshake, and nothing that fits them. */
const HELLO = Buffer.concat([Buffer.from('16030102000100', 'hex'), randomBytes(510)]);
const MEGABYTE = Buffer.alloc(1024 * 1024, 'x');

export const ATTACKS = {
  nothing: { title: 'nothing, for comparison', sockets: 0, conduct: () => undefined },
  pipelining: { title: 'pipelined requests', sockets: 8, conduct: (socket) => pour(socket, get('/api/report').repeat(500)) },
  streams: { title: 'event streams', sockets: 64, conduct: (socket) => void socket.resume().write(get('/api/events')) },
  deaf: { title: 'event streams that are not read', sockets: 64, conduct: (socket) => void socket.pause().write(get('/api/events')) },
  idle: { title: 'idle sockets', sockets: 256, conduct: (socket) => void socket.resume() },
  loris: {
    title: 'requests that never end',
    sockets: 256,
    conduct: (socket) => {
      socket.write(`GET / HTTP/1.1\r\n${HOST}`);
      drip(socket, 'X-More: 1\r\n', 500);
    },
  },
  gets: { title: 'requests as fast as they are answered', sockets: 32, conduct: (socket) => repeat(socket, get('/')) },
  posts: { title: 'commands', sockets: 32, conduct: (socket) => repeat(socket, post('{"type":"capture"}')) },
  headers: {
    title: 'headers without end',
    sockets: 32,
    conduct: (socket) => {
      socket.write(`GET / HTTP/1.1\r\n${HOST}`);
      pour(socket, `X-Large: ${'x'.repeat(4000)}\r\n`);
    },
  },
  bodies: {
    title: 'bodies of a gigabyte',
    sockets: 16,
    conduct: (socket) => {
      socket.write(upload('Content-Length: 1000000000'));
      pour(socket, MEGABYTE);
    },
  },
  chunks: {
    title: 'bodies in chunks of a byte',
    sockets: 16,
    conduct: (socket) => {
      socket.write(upload('Transfer-Encoding: chunked'));
      pour(socket, '1\r\nx\r\n'.repeat(2000));
    },
  },
  upgrades: {
    title: 'upgrades that stop half-way',
    sockets: 256,
    conduct: (socket) => void socket.resume().write(get('/', 'Connection: Upgrade\r\nUpgrade: websocket\r\n')),
  },
  http2: { title: 'HTTP/2', sockets: 64, conduct: (socket) => void socket.resume().write(PREFACE) },
  tls: { title: 'TLS', sockets: 64, conduct: (socket) => void socket.resume().write(HELLO) },
  knocking: { title: 'sockets that are opened and closed', sockets: 256, conduct: (socket) => void socket.destroy() },
} as const satisfies Readonly<Record<string, Attack>>;

export type AttackName = keyof typeof ATTACKS;

/** Attacks until the signal is aborted. */
export function attack(name: AttackName, target: Target, signal: AbortSignal): void {
  const { sockets, conduct } = ATTACKS[name];
  keepOpen(sockets, target, signal, conduct);
}
