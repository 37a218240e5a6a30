import { once } from 'node:events';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { TypedNetwork } from '../../../src/appliance/hotspot/form.ts';
import { startSetupChild } from '../../../src/appliance/hotspot/setup-child.ts';
import { systemClock } from '../../../src/shared/async/clock.ts';
import { root } from '../../assets.ts';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Sends the form; the status, or undefined while nobody listens. */
async function sent(port: number, body: string): Promise<number | undefined> {
  const asked = request({ host: '127.0.0.1', port, method: 'POST', headers: { host: 'box.test' }, agent: false });
  asked.end(body);
  try {
    const [response] = (await once(asked, 'response')) as [import('node:http').IncomingMessage];
    response.resume();
    return response.statusCode;
  } catch {
    return undefined;
  }
}

const start = (args: readonly string[], said: (TypedNetwork | 'used')[], onEnd: () => void) =>
  startSetupChild({
    ...{ program: join(root, 'bin/moodbox'), args: ['hotspot', '--page', ...args], account: undefined, clock: systemClock },
    onSaid: (each) => void said.push(each),
    onEnd,
  });

test('the process of the page tells what was typed, and ends when it is told to', async () => {
  const [http, dns] = [await freePort(), await freePort()];
  const said: (TypedNetwork | 'used')[] = [];
  let ends = 0;
  {
    await using _ = start(['--address=127.0.0.1', `--http=${http}`, `--dns=${dns}`, '--url=http://box.test/'], said, () => {
      ends += 1;
    });
    await expect.poll(() => sent(http, 'ssid=Home&password=let+me+in&country=DE'), { timeout: 60_000 }).toBe(200);
    await expect.poll(() => said).toEqual(['used', { network: { ssid: 'Home', password: 'let me in', hidden: false }, country: 'DE' }]);
  }
  expect([await sent(http, 'ssid=Home'), ends]).toEqual([undefined, 0]);
}, 120_000);

test('a page that cannot have its address ends, and that is told', async () => {
  let ends = 0;
  await using _ = start(['--address=192.0.2.1', '--http=0', '--dns=0'], [], () => {
    ends += 1;
  });
  await expect.poll(() => ends, { timeout: 60_000 }).toBe(1);
}, 120_000);
