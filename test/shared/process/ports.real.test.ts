import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { assertFree, canConnect, listenOnce, loopbackFor, PortTaken } from '../../../src/shared/process/ports.ts';

test.each([
  ['0.0.0.0', '127.0.0.1'],
  ['', '127.0.0.1'],
  ['::', '::1'],
  ['192.168.1.5', '192.168.1.5'],
])('a listener on %j is reached at %s', (host, near) => expect(loopbackFor(host)).toBe(near));

test('a port is free, then taken, then free again', async () => {
  const port = await listenOnce('127.0.0.1', 0);
  const advice = (code: string | undefined): string => `try another (${code})`;
  await assertFree('127.0.0.1', port, advice);
  expect(await canConnect('127.0.0.1', port)).toBe(false);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  expect(await canConnect('127.0.0.1', port)).toBe(true);
  await expect(assertFree('127.0.0.1', port, advice)).rejects.toThrow(new PortTaken('try another (EADDRINUSE)'));
  await new Promise((resolve) => server.close(resolve));
  await assertFree('127.0.0.1', port, advice);
});
