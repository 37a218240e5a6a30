import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { ms } from '../../domain/units.ts';

const KNOCK = ms(1000);

/** Why a port cannot be listened on, with what to do about it. */
export class PortTaken extends Error {}

/** Listens for a moment and says on which port: the one that was asked for, or for 0 a free one. Rejects with what `listen` says. */
export async function listenOnce(host: string, port: number): Promise<number> {
  const server = createServer().listen({ host, port, exclusive: true });
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : port;
}

/** Rejects with `PortTaken` where somebody else listens, or nobody can; `advice` makes a sentence of the system's error code. */
export async function assertFree(host: string, port: number, advice: (code: string | undefined) => string): Promise<void> {
  try {
    await listenOnce(host, port);
  } catch (err) {
    throw new PortTaken(advice((err as NodeJS.ErrnoException).code));
  }
}

/** Whether a connection is taken there, within a second. */
export async function canConnect(host: string, port: number): Promise<boolean> {
  const socket = connect({ host, port, timeout: KNOCK });
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(KNOCK) });
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** The address by which this machine itself reaches a listener on `host`. */
export function loopbackFor(host: string): string {
  if (host === '0.0.0.0' || host === '') return '127.0.0.1';
  return host === '::' ? '::1' : host;
}
