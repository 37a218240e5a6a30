import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import type { TlsOptions } from 'node:tls';
import { createServer as createSecureServer } from 'node:tls';
import { onTestFinished } from 'vitest';

/** What a camera does with one request: the pieces it writes, a moment apart, and what it does then. */
export type RawReply = { readonly pieces: readonly (Buffer | string)[]; readonly after?: 'end' | 'hold' | 'again' };

export type RawCamera = {
  readonly port: number;
  /** The head of each request, in order. */
  readonly requests: readonly string[];
  readonly connections: () => number;
};

/** How a client of https begins. */
const TLS_HELLO = 0x16;
/** A moment between two pieces, ms. */
const MOMENT = 5;

/**
 * A camera's web server on loopback that writes exactly these bytes, however wrong they are. `again` repeats all pieces but the first,
 * which is the header of the answer, until the reader hangs up; `hold` keeps the connection open.
 */
export async function rawCamera(
  reply: (request: string, count: number) => RawReply,
  tls?: TlsOptions,
  host = '127.0.0.1',
): Promise<RawCamera> {
  const open = new Set<Socket>();
  const requests: string[] = [];
  const serve = (socket: Socket): void => {
    open.add(socket.on('error', () => socket.destroy()));
    socket.once('close', () => open.delete(socket));
    let head = '';
    socket.on('data', (bytes) => {
      head += bytes.toString('latin1');
      if (bytes[0] === TLS_HELLO) return void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
      if (!head.endsWith('\r\n\r\n')) return;
      requests.push(head);
      void write(socket, reply(head, requests.length));
      head = '';
    });
  };
  const server: Server = tls ? createSecureServer(tls, serve) : createServer(serve);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  onTestFinished(async () => {
    for (const socket of open) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return { port: (server.address() as AddressInfo).port, requests, connections: () => open.size };
}

async function write(socket: Socket, { pieces, after = 'end' }: RawReply): Promise<void> {
  const [first, ...others] = pieces;
  if (first !== undefined) await put(socket, first);
  do for (const piece of others) await put(socket, piece);
  while (after === 'again' && socket.writable && others.length > 0);
  if (after === 'end') socket.end();
}

async function put(socket: Socket, piece: Buffer | string): Promise<void> {
  if (!socket.writable) return;
  const flows = socket.write(typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece);
  if (!flows) await new Promise<void>((resolve) => socket.once('drain', resolve).once('close', resolve));
  await new Promise((resolve) => setTimeout(resolve, MOMENT));
}
