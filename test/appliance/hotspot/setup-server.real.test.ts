import { createSocket } from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import type { TypedNetwork } from '../../../src/appliance/hotspot/form.ts';
import type { SetupServer } from '../../../src/appliance/hotspot/setup-server.ts';
import { openSetupServer } from '../../../src/appliance/hotspot/setup-server.ts';
import { systemClock } from '../../../src/shared/async/clock.ts';

const HOST = 'box.test';
const typed: TypedNetwork[] = [];
let used = 0;
let server: SetupServer;
beforeEach(async () => {
  typed.length = 0;
  used = 0;
  server = await opened();
});

async function opened(failed?: string): Promise<SetupServer> {
  const made = await openSetupServer({
    ...{ address: '127.0.0.1', http: 0, dns: 0, url: `http://${HOST}/`, later: 'http://kitchen.local', clock: systemClock },
    ...(failed !== undefined && { failed }),
    onUsed: () => {
      used += 1;
    },
    onTyped: (each) => typed.push(each),
  });
  onTestFinished(async () => made[Symbol.asyncDispose]());
  return made;
}

type Asked = {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
};

/** A browser whose DNS leads every name to the box, as on the hotspot. */
async function ask({ method = 'GET', path = '/', headers = {}, body }: Asked, at = server) {
  const asked = request({ host: '127.0.0.1', port: at.http, method, path, headers: { host: HOST, ...headers }, agent: false });
  asked.end(body);
  const [response] = (await once(asked, 'response')) as [import('node:http').IncomingMessage];
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return { status: response.statusCode, headers: response.headers, text };
}

const post = (body: string, headers: Readonly<Record<string, string>> = {}) => ask({ method: 'POST', body, headers });

test.each(['/generate_204', '/hotspot-detect.html', '/connecttest.txt', '/'])(
  'a phone that looks for the network at %s is led to the page',
  async (path) => {
    const { status, headers } = await ask({ path, headers: { host: 'connectivitycheck.gstatic.com' } });
    expect([status, headers.location, used]).toEqual([302, `http://${HOST}/`, 0]);
  },
);

test('the page speaks the visitor’s language, and may run nothing', async () => {
  const { status, headers, text } = await ask({ headers: { 'accept-language': 'de-AT,de;q=0.9' } });
  expect([status, headers['content-type'], headers['cache-control'], used]).toEqual([200, 'text/html; charset=utf-8', 'no-store', 1]);
  expect(text).toContain('<html lang="de">');
  expect(text).toContain('value="AT"');
  expect(headers['content-security-policy']).toContain("default-src 'none'");
});

test('what is typed arrives, and is answered with where the box will be; the password is not shown again', async () => {
  const { status, text } = await post('ssid=Home&password=let+me+in&country=DE', { 'accept-language': 'fr' });
  expect([status, typed]).toEqual([200, [{ network: { ssid: 'Home', password: 'let me in', hidden: false }, country: 'DE' }]]);
  expect(text).toContain('http://kitchen.local');
  expect(text).not.toContain('let me in');
});

test('a mistake is said above the form, which keeps the name and forgets the password', async () => {
  const { status, text } = await post('ssid=My+Home&password=short&country=DE');
  expect([status, typed]).toEqual([400, []]);
  expect(text).toContain('8 to 63 characters');
  expect(text).toContain('value="My Home"');
  expect(text).not.toContain('short');
});

test('after a network that could not be reached the page says so', async () => {
  expect((await ask({}, await opened('Home'))).text).toContain('could not connect to “Home”');
});

test('a form that is too long, too many forms and other methods are refused', async () => {
  expect((await post(`ssid=Home&password=${'x'.repeat(2000)}`)).status).toBe(413);
  expect((await ask({ method: 'PUT' })).status).toBe(405);
  const answers = [];
  for (let each = 0; each < 7; each += 1) answers.push((await post('ssid=&password=')).status);
  expect(answers).toEqual([400, 400, 400, 400, 400, 400, 429]);
  expect(typed).toEqual([]);
});

test('what is not HTTP harms nobody', async () => {
  const socket = connect(server.http, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(`\x16\x03\x01${'x'.repeat(20_000)}\r\n\r\n`);
  await once(socket.resume(), 'close');
  expect((await ask({})).status).toBe(200);
});

test('a real resolver finds the box behind every name, and nothing behind IPv6', async () => {
  const resolver = new Resolver({ timeout: 10_000, tries: 1 });
  resolver.setServers([`127.0.0.1:${server.dns}`]);
  expect(await resolver.resolve4('captive.apple.com')).toEqual(['127.0.0.1']);
  await expect(resolver.resolve6('captive.apple.com')).rejects.toMatchObject({ code: 'ENODATA' });
});

test('rubbish on the DNS port is not answered, and does not stop it', async () => {
  const socket = createSocket('udp4');
  onTestFinished(() => void socket.close());
  const answers: Buffer[] = [];
  socket.on('message', (message) => answers.push(message));
  for (const rubbish of ['', 'x', 'x'.repeat(1000)]) socket.send(Buffer.from(rubbish), server.dns, '127.0.0.1');
  const resolver = new Resolver({ timeout: 10_000, tries: 1 });
  resolver.setServers([`127.0.0.1:${server.dns}`]);
  expect(await resolver.resolve4('example.org')).toEqual(['127.0.0.1']);
  expect(answers).toEqual([]);
});
