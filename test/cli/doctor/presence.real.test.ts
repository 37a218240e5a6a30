import { afterAll, beforeAll, expect, test } from 'vitest';
import { presence } from '../../../src/cli/doctor/presence.ts';
import { loadConfig } from '../../../src/config/load.ts';
import { Broker, hasMosquitto, say } from '../../mqtt/setting.ts';

let broker: Broker;
beforeAll(async () => {
  if (hasMosquitto) broker = await Broker.open();
});
afterAll(() => broker?.[Symbol.asyncDispose]());

const examine = (topic: string, url = '') =>
  presence(loadConfig({ env: {}, overrides: { 'presence.topic': topic, 'mqtt.url': url } }), {
    env: process.env,
    root: '/',
    signal: AbortSignal.timeout(8000),
  });

test('no sensor is fine, and said', async () =>
  expect(await examine('')).toMatchObject({ status: 'ok', finding: expect.stringContaining('presence.topic is not set') }));

test('the own broker, which may not run, is not asked', async () =>
  expect(await examine('zigbee2mqtt/radar')).toEqual({ status: 'ok', finding: 'listens to zigbee2mqtt/radar on its own broker' }));

test('a broker that is away is told by its own line', async () =>
  expect(await examine('zigbee2mqtt/radar', 'mqtt://127.0.0.1:1')).toMatchObject({
    status: 'warn',
    finding: 'listens to zigbee2mqtt/radar; the broker could not be asked for its state',
  }));

test.runIf(hasMosquitto).each([
  ['{"occupancy":true}', 'ok', 'its last message was that somebody is there'],
  ['OFF', 'ok', 'its last message was that nobody is there'],
  ['unavailable', 'warn', 'its last message was that it does not know'],
  ['21.5 °C', 'fail', 'its last message does not say whether somebody is there'],
  [undefined, 'warn', 'nothing is retained there'],
])('what is retained on the topic: %s', async (payload, status, finding) => {
  const topic = `zigbee2mqtt/${status}-${finding.replaceAll(' ', '-')}`;
  if (payload !== undefined) await say(broker.port, topic, payload, ['-r']);
  expect(await examine(topic, broker.url)).toMatchObject({ status, finding: `listens to ${topic}; ${finding}` });
});
