import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { Control, SnapserverError } from '../../../src/players/snapcast/control.ts';

const NEVER = new AbortController().signal;

test('a server that is torn away ends the connection and what waits for it, and nothing else', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const joined = once(server, 'connection') as Promise<[Socket]>;
  using control = await Control.join((server.address() as AddressInfo).port, NEVER);
  const [theirs] = await joined;
  const call = control.call('Server.GetStatus', {}, NEVER);
  theirs.resetAndDestroy();
  await expect(call).rejects.toThrow(SnapserverError);
  expect(control.gone.aborted).toBe(true);
  server.close();
});
