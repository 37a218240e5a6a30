import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { connectAsync } from 'mqtt';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { broker } from '../../../src/cli/doctor/broker.ts';
import { loadConfig } from '../../../src/config/load.ts';
import { Membership } from '../../../src/mqtt/group/membership.ts';
import { programFolders, programIn } from '../../../src/shared/process/programs.ts';
import { Broker } from '../../mqtt/setting.ts';

let port: number;
let mosquitto: ReturnType<typeof spawn>;

beforeAll(async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
  await new Promise((resolve) => server.close(resolve));
  mosquitto = spawn(programIn(programFolders(process.env.PATH), 'mosquitto') ?? 'mosquitto', ['-p', String(port)], { stdio: 'ignore' });
  await vi.waitUntil(async () => (await examine({ broker_port: port }))?.status === 'warn', { timeout: 15_000, interval: 100 });
});
afterAll(async () => {
  mosquitto.kill();
  if (mosquitto.exitCode === null) await once(mosquitto, 'exit');
});

const examine = (mqtt: Readonly<Record<string, unknown>>) =>
  broker(loadConfig({ env: {}, overrides: Object.fromEntries(Object.entries(mqtt).map(([key, value]) => [`mqtt.${key}`, value])) }), {
    env: process.env,
    root: '/',
    signal: AbortSignal.timeout(8000),
  });

test('signs in at the configured broker, and leaves no trace for those who listen', async () => {
  const listener = await connectAsync(`mqtt://127.0.0.1:${port}`, { reconnectPeriod: 0 });
  try {
    const heard: string[] = [];
    listener.on('message', (topic) => heard.push(topic));
    await listener.subscribeAsync('#');
    expect(await examine({ url: `mqtt://127.0.0.1:${port}`, id: 'kitchen' })).toEqual({
      status: 'ok',
      finding: `signed in at mqtt://127.0.0.1:${port}`,
    });
    await listener.publishAsync('marker', '', { qos: 1 });
    await vi.waitUntil(() => heard.includes('marker'), { timeout: 20_000 });
    expect(heard).toEqual(['marker']);
  } finally {
    await listener.endAsync();
  }
});

test('the port that the own broker wants is taken by somebody', async () =>
  expect(await examine({ broker_port: port })).toMatchObject({ status: 'warn', finding: `127.0.0.1:${port} is taken` }));

test('a free port, and mosquitto is there', async () => expect(await examine({ broker_port: 0 })).toMatchObject({ status: 'ok' }));

test('a port for the whole network without a password is refused, as the daemon does', async () =>
  expect(await examine({ broker_host: '0.0.0.0', broker_port: 0 })).toMatchObject({
    status: 'fail',
    advice: expect.stringContaining('wants mqtt.username and mqtt.password'),
  }));

test('a password that cannot be read is a failure', async () =>
  expect(await examine({ broker_port: 0, username: 'anna', password_file: '/nowhere/password' })).toMatchObject({
    status: 'fail',
    advice: expect.stringContaining('/nowhere/password'),
  }));

test('no secret of the address is shown', async () => {
  const found = await examine({ url: 'mqtt://anna:geheim@127.0.0.1:1' });
  expect(found.status).toBe('fail');
  expect(JSON.stringify(found)).not.toContain('geheim');
});

test.each([
  ['max_qos 0', 'warn', 'the broker allows QoS 0 at most, so nothing is sent with a higher one'],
  [
    'retain_available false',
    'warn',
    'the broker keeps no retained messages: whoever subscribes later learns a value only when it is sent again',
  ],
  ['max_packet_size 20000', 'ok', 'the broker takes packets of at most 20000 bytes, so larger covers are sent smaller'],
  [
    'max_packet_size 3000',
    'warn',
    expect.stringMatching(/^.* at most 3000 bytes.*; Home Assistant cannot be told of this box, which takes \d+ bytes$/),
  ],
] as const)('of a broker with %s it says so', async (line, status, said) => {
  const limited = await Broker.open([line, 'allow_anonymous true']);
  await using _ = limited;
  const { finding, ...rest } = await examine({ url: limited.url, id: 'kitchen' });
  expect(rest.status).toBe(status);
  expect(finding.slice(`signed in at ${limited.url}; `.length)).toEqual(said);
});

describe('what the network could abuse', () => {
  const overheard = 'the network reaches it without TLS, so passwords can be overheard';
  const posed = 'whoever may write to the broker can pose as a box of the group';
  const open = { broker_host: '0.0.0.0', username: 'u', password: 'a password' };

  test('a broker of the group without a secret is a warning, with one it is none', async () => {
    const shared = { url: `mqtt://127.0.0.1:${port}`, id: 'kitchen', group: 'house' };
    expect(await examine(shared)).toEqual({
      status: 'warn',
      finding: `signed in at mqtt://127.0.0.1:${port}; ${posed}`,
      advice: 'set the same mqtt.group_secret in each box',
    });
    expect(await examine({ ...shared, group_secret: 'only-the-house-knows-this' })).toMatchObject({ status: 'ok' });
  });

  test('another box of the group with another secret is a warning, and one with the same secret is none', async () => {
    const here = { url: `mqtt://127.0.0.1:${port}`, id: 'kitchen', group: 'house', group_secret: 'only-the-house-knows-this' };
    const told = async (group_secret: string) => {
      const hall = new Membership(group_secret, 'moodbox/group/house', 'hall');
      const client = await connectAsync(here.url, { reconnectPeriod: 0 });
      const telling = setInterval(() => client.publish('moodbox/group/house/hall', hall.sign('moodbox/group/house/hall', '{}')), 100);
      try {
        return await examine(here);
      } finally {
        clearInterval(telling);
        await client.endAsync();
      }
    };
    expect(await told('what another house knows')).toMatchObject({
      status: 'warn',
      finding: expect.stringContaining("the box 'hall' of the group house is not believed: it is signed with another secret"),
    });
    expect(await told(here.group_secret)).toMatchObject({ status: 'ok' });
  });

  test('a group on a broker that only this machine reaches needs none', async () =>
    expect(await examine({ broker_port: 0, group: 'house' })).toMatchObject({ status: 'ok' }));

  test('every warning is shown, also beside one about the port', async () => {
    expect(await examine({ ...open, broker_port: 0, group: 'house' })).toMatchObject({
      status: 'warn',
      finding: expect.stringMatching(new RegExp(`; ${posed}; ${overheard}$`)),
      advice: 'set the same mqtt.group_secret in each box; set mqtt.broker_cert and mqtt.broker_key',
    });
    const taken = await examine({ ...open, broker_port: port });
    expect(taken.finding).toContain(`is taken; ${overheard}`);
    expect(taken.advice).toMatch(/^expected if moodbox is running now.*; set mqtt\.broker_cert and mqtt\.broker_key$/);
  });
});
