import type { MqttClient } from 'mqtt';
import { connectAsync } from 'mqtt';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Command } from '../../src/domain/command.ts';
import type { PeerView } from '../../src/domain/group.ts';
import { ms } from '../../src/domain/units.ts';
import { messageOf } from '../../src/mqtt/group/message.ts';
import { MqttPublisher } from '../../src/mqtt/publisher.ts';
import { topicsOf } from '../../src/mqtt/topics.ts';
import { systemClock } from '../../src/shared/async/clock.ts';
import { Scope } from '../../src/shared/async/scope.ts';
import { happyReport } from '../fakes/box.ts';
import { FakeLog } from '../fakes/log.ts';
import { viewFrom } from '../group/made.ts';
import { Broker, EVERYTHING, hasMosquitto, mqttConfig, SOON } from './setting.ts';

const { set } = topicsOf(mqttConfig());
const MANY = 20_000;

describe.skipIf(!hasMosquitto)('twenty thousand messages in a second and a half', () => {
  let scope: Scope;
  let log: FakeLog;
  let mouth: MqttClient;
  let publisher: MqttPublisher;
  let heard: Command[];
  beforeEach(async () => {
    scope = new Scope();
    log = new FakeLog();
    heard = [];
    const broker = scope.own(await Broker.open(['allow_anonymous true', 'max_queued_messages 100000']));
    const presence = { topic: 'home/radar', hold: ms(60_000) };
    const config = mqttConfig({ url: broker.url, group: 'cafe' });
    publisher = scope.own(MqttPublisher.open(config, { clock: systemClock, log, version: '1', has: EVERYTHING, presence }));
    publisher.publish(happyReport);
    publisher.onCommand((command) => heard.push(command));
    await expect.poll(() => publisher.state.kind, SOON).toBe('connected');
    mouth = await connectAsync(broker.url, { reconnectPeriod: 0 });
    scope.own({ [Symbol.asyncDispose]: () => mouth.endAsync(true) });
  });
  afterEach(() => scope[Symbol.asyncDispose]());

  /** Over a second and a half, a slice every 15 ms. */
  const flood = async (topic: string, payload: (i: number) => string, qos: 0 | 1 = 0): Promise<void> => {
    for (let i = 0; i < MANY; i += 1) {
      mouth.publish(topic, payload(i), { qos });
      if (i % 200 === 199) await new Promise((resolve) => setTimeout(resolve, 15));
    }
  };
  const lost = () => log.events.filter((event) => event === 'mqtt.lost');

  test.each([0, 1] as const)('of volumes, with QoS %i: the box stays connected, and the last one counts', async (qos) => {
    await flood(set.volume, (i) => String(i === MANY - 1 ? 42 : i % 100), qos);
    await expect.poll(() => heard.at(-1), SOON).toEqual({ type: 'volume', value: 42 });
    expect(heard.length).toBeLessThan(150);
    await expect.poll(() => log.events, SOON).toContain('mqtt.flood');
    expect(log.events.filter((event) => event === 'mqtt.flood')).toHaveLength(1);
    expect([publisher.state.kind, lost()]).toEqual(['connected', []]);
  });

  test('of a button: it is pressed ten times a second at most, and other commands are heard meanwhile', async () => {
    const flooding = flood(set.next, () => 'PRESS');
    await mouth.publishAsync(set.override, 'sad', { qos: 1 });
    await flooding;
    await expect.poll(() => heard, SOON).toContainEqual({ type: 'override', mood: 'sad' });
    await expect.poll(() => log.events, SOON).toContain('mqtt.flood');
    expect(heard.length).toBeLessThan(150);
    expect(lost()).toEqual([]);
  });

  test('of a sensor: its last word counts', async () => {
    await flood('home/radar', (i) => (i % 2 ? 'ON' : 'OFF'));
    await expect.poll(() => log.events, SOON).toContain('mqtt.flood');
    expect(heard.at(-1)).toEqual({ type: 'presence', on: true });
    expect(heard.length).toBeLessThan(150);
    expect(lost()).toEqual([]);
  });

  test('of another box of the group: its last view counts', async () => {
    const views: PeerView[] = [];
    publisher.group?.onNews((news) => news.kind === 'view' && views.push(news.view));
    await flood('moodbox/group/cafe/bar', (i) => messageOf(viewFrom('bar', { mood: i === MANY - 1 ? 'sad' : 'happy' })));
    await expect.poll(() => views.at(-1)?.mood, SOON).toBe('sad');
    expect(views.length).toBeLessThan(150);
    expect(lost()).toEqual([]);
  });
});
