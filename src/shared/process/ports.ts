import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { ms } from '../../domain/units.ts';

const CONNECT_LIMIT = ms(1000);

/** A port cannot be listened on; the message says what to do about it. */
export class PortTaken extends Error {}

/** Listens for a moment and returns the port: the given one, or a free one for 0. Rejects with the error of `listen`. */
export async function listenOnce(host: string, port: number): Promise<number> {
  const server = createServer().listen({ host, port, exclusive: true });
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : port;
}

/** Rejects with `PortTaken` if the port is in use or cannot be listened on. `advice` turns the system's error code into the message. */
export async function assertFree(host: string, port: number, advice: (code: string | undefined) => string): Promise<void> {
  try {
    await listenOnce(host, port);
  } catch (err) {
    throw new PortTaken(advice((err as NodeJS.ErrnoException).code));
  }
}

/** Whether a connection is accepted there within a second. */
export async function canConnect(host: string, port: number): Promise<boolean> {
  const socket = connect({ host, port, timeout: CONNECT_LIMIT });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(CONNECT_LIMIT) });
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** The address by which this machine itself can reach a listener on `host`. */
export function loopbackFor(host: string): string {
  if (host === '0.0.0.0' || host === '') return '127.0.0.1';
  return host === '::' ? '::1' : host;
}
