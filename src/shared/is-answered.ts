import { once } from 'node:events';
import type { NetConnectOpts } from 'node:net';
import { connect } from 'node:net';

/** Whether somebody listens at a port or a socket of this machine. */
export async function isAnswered(at: NetConnectOpts): Promise<boolean> {
  const socket = connect(at);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
