import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import { connect as connectSecurely } from 'node:tls';
import type { HttpAnswer } from './answer.ts';
import { readAnswer } from './answer.ts';

export type RequestOptions = {
  readonly authorization?: string | undefined;
  readonly cookie?: string | undefined;
  /** For https. */
  readonly tls: ConnectionOptions;
  /** Aborting closes the connection at any time. */
  readonly signal: AbortSignal;
};

/** The path and query of an address, as the request names them. */
export const pathOf = (url: URL): string => `${url.pathname}${url.search}`;

/** Asks once for what is at the address. Each request has a connection of its own. Rejects with the error of the connection. */
export async function request(url: URL, { authorization, cookie, tls, signal }: RequestOptions): Promise<HttpAnswer> {
  signal.throwIfAborted();
  const socket = opened(url, tls);
  const close = (): void => void socket.destroy();
  signal.addEventListener('abort', close, { once: true });
  socket.once('close', () => signal.removeEventListener('abort', close));
  // A reader of the stream gets the error too. An abort between two reads has no reader, and must not end the process.
  socket.on('error', () => undefined);
  try {
    await once(socket, url.protocol === 'https:' ? 'secureConnect' : 'connect', { signal });
    socket.write(linesOf(url, { authorization, cookie }));
    return await readAnswer(socket);
  } catch (err) {
    socket.destroy();
    throw err;
  }
}

function opened({ protocol, hostname, port }: URL, tls: ConnectionOptions): Socket {
  const host = hostname.replace(/^\[|\]$/g, '');
  if (protocol === 'https:')
    return connectSecurely({ host, port: Number(port || 443), servername: /^[\d.]+$|:/.test(host) ? '' : host, ...tls });
  return connect({ host, port: Number(port || 80) });
}

function linesOf(url: URL, { authorization, cookie }: Pick<RequestOptions, 'authorization' | 'cookie'>): string {
  const lines = [
    `GET ${pathOf(url)} HTTP/1.1`,
    `Host: ${url.host}`,
    'User-Agent: moodbox',
    'Accept: multipart/x-mixed-replace, image/jpeg, */*',
    'Accept-Encoding: identity',
    'Connection: close',
    ...(authorization === undefined ? [] : [`Authorization: ${authorization}`]),
    ...(cookie === undefined ? [] : [`Cookie: ${cookie}`]),
  ];
  return `${lines.join('\r\n')}\r\n\r\n`;
}
