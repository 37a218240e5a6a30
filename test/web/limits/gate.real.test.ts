import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { DIRECT } from '../../../src/web/limits/address.ts';
import { keepGate } from '../../../src/web/limits/gate.ts';
import { LIMITS } from '../../../src/web/limits/numbers.ts';
import { Visitors } from '../../../src/web/limits/visitors.ts';
import { FakeClock } from '../../fakes/clock.ts';

const CHUNK = '1\r\nx\r\n';
const CHUNKS = 60_000;
/** Bytes that Node reads from a socket at once. */
const ONE_READ = 65_536;
const HEAD = 'POST / HTTP/1.1\r\nHost: box\r\nTransfer-Encoding: chunked\r\n\r\n';

test('of a request that is refused only what came with its head is parsed, and the refusal arrives', async () => {
  const server = createServer();
  const clock = new FakeClock();
  keepGate(server, () => undefined, { visitors: new Visitors(LIMITS, clock), origins: DIRECT, clock });
  let pieces = 0;
  server.on('request', (req: IncomingMessage) => req.on('data', () => (pieces += 1)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
    .setEncoding('utf8')
    .on('error', () => undefined);
  socket.write(HEAD + CHUNK.repeat(CHUNKS));
  let answer = '';
  socket.on('data', (piece) => {
    answer += piece;
  });
  await new Promise((resolve) => socket.once('close', resolve));
  expect(answer).toMatch(/^HTTP\/1.1 413 /);
  expect(pieces).toBeLessThanOrEqual(ONE_READ / CHUNK.length);
  server.close();
});
