import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { MqttConfig } from '../../src/config/schema.ts';
import { deviceOf } from '../../src/mqtt/home-assistant/discovery.ts';
import { isOwnDevice } from '../../src/mqtt/home-assistant/discovery-move.ts';
import { MqttPublisher } from '../../src/mqtt/publisher.ts';
import { topicsOf } from '../../src/mqtt/topics.ts';
import { systemClock } from '../../src/shared/async/clock.ts';
import { Scope } from '../../src/shared/async/scope.ts';
import { happyReport } from '../fakes/box.ts';
import { FakeLog } from '../fakes/log.ts';
import { Broker, Ear, EVERYTHING, folder, hasMosquitto, mqttConfig, SOON, say } from './setting.ts';

const topics = topicsOf(mqttConfig());
const OLD = 'homeassistant/device/cafe/config';
const device = JSON.stringify(deviceOf(mqttConfig(), topics, { version: '0.1.0' }, EVERYTHING));
/** What another program of that host announces. */
const FOREIGN = JSON.stringify({ dev: { identifiers: ['cafe'], name: 'Cafe' }, o: { name: 'system-sensors' }, cmps: {} });
/** As an earlier release wrote it. */
const NAMES = '{"base_topic":"moodbox","id":"cafe","discovery_prefix":"homeassistant","status_topic":"homeassistant/status"}\n';

describe('an announcement', () => {
  test.each([
    ['of this box', device, true],
    ['with a single identifier', JSON.stringify({ o: { name: 'moodbox' }, dev: { identifiers: 'moodbox_cafe' } }), true],
    ['of another box', device.replace('"moodbox_cafe"', '"moodbox_bar"'), false],
    ['of another program', FOREIGN, false],
    ['that is empty', '', false],
    ['that is no JSON', '{', false],
    ['that is no object', '7', false],
    ['that is not there', undefined, false],
  ])('%s', (_, payload, isOurs) => expect(isOwnDevice(payload, 'cafe')).toBe(isOurs));
});

describe.skipIf(!hasMosquitto)('a box that an earlier release announced by its id alone', () => {
  let scope: Scope;
  let broker: Broker;
  let state: ReturnType<typeof folder>;
  beforeEach(async () => {
    scope = new Scope();
    state = folder();
    broker = scope.own(await Broker.open());
  });
  afterEach(async () => {
    await scope[Symbol.asyncDispose]();
    state[Symbol.dispose]();
  });

  const remember = (text: string): void => {
    mkdirSync(state.path, { recursive: true });
    writeFileSync(join(state.path, 'announced.json'), text);
  };
  const remembered = (): unknown => JSON.parse(readFileSync(join(state.path, 'announced.json'), 'utf8'));
  const open = (changes: Partial<MqttConfig> = {}): MqttPublisher => {
    const world = { clock: systemClock, log: new FakeLog(), version: '1', has: EVERYTHING, stateDir: state.path };
    const publisher = scope.own(MqttPublisher.open(mqttConfig({ url: broker.url, ...changes }), world));
    publisher.publish(happyReport);
    return publisher;
  };
  const settled = () => expect.poll(remembered, SOON).toMatchObject({ id: 'cafe', object_id: 'moodbox_cafe' });
  const retained = async (): Promise<readonly string[]> => {
    await using late = await Ear.open(broker.port);
    return late.heard.filter(({ retain }) => retain === 1).map(({ topic }) => topic);
  };
  const inOrder = (ear: Ear) =>
    ear.heard.flatMap(({ topic, payload, retain }) =>
      retain === 0 && topic.endsWith('/config') ? [[topic, payload?.startsWith('{"dev"') ? 'device' : payload]] : [],
    );

  test.each([
    ['remembers its names', NAMES],
    ['has lost its state', '{}'],
  ])('moves once, in the order that lets Home Assistant keep its entities, if it %s', async (_, names) => {
    remember(names);
    await say(broker.port, OLD, device, ['-r']);
    const ear = scope.own(await Ear.open(broker.port));
    const first = open();
    await settled();
    await expect
      .poll(() => inOrder(ear), SOON)
      .toEqual([
        [OLD, '{"migrate_discovery":true}'],
        [topics.config, 'device'],
        [OLD, null],
        [topics.config, 'device'],
      ]);
    expect(await retained()).toContain(topics.config);
    expect(await retained()).not.toContain(OLD);
    await first[Symbol.asyncDispose]();
    await say(broker.port, OLD, device, ['-r']);
    open();
    await expect.poll(() => ear.on(topics.config).length, SOON).toBe(3);
    await expect.poll(() => ear.on(topics.availability).at(-1), SOON).toBe('online');
    expect(ear.on(OLD)).toHaveLength(4); // with those that this test said
  });

  test('keeps every unique id and entity id', () => {
    const { cmps } = JSON.parse(device);
    expect(cmps.mood).toMatchObject({ unique_id: 'moodbox_cafe_mood', default_entity_id: 'sensor.moodbox_cafe_mood' });
  });

  test('leaves what another program announces there alone, before and after', async () => {
    remember(NAMES);
    await say(broker.port, OLD, FOREIGN, ['-r']);
    const ear = scope.own(await Ear.open(broker.port));
    open();
    await settled();
    await say(broker.port, OLD, FOREIGN, ['-r']);
    await expect.poll(() => ear.on(OLD), SOON).toEqual([FOREIGN, FOREIGN]);
    expect(await retained()).toEqual(expect.arrayContaining([OLD, topics.config]));
  });

  test('without discovery its device is taken out there too', async () => {
    remember(NAMES);
    await say(broker.port, OLD, device, ['-r']);
    const ear = scope.own(await Ear.open(broker.port));
    open({ discovery: false });
    await settled();
    expect(inOrder(ear)).toEqual(expect.arrayContaining([[OLD, null]]));
    expect(inOrder(ear)).not.toContainEqual([OLD, '{"migrate_discovery":true}']);
    expect((await retained()).filter((topic) => topic.endsWith('/config'))).toEqual([]);
  });

  test('renamed at the same time, it leaves no device behind, and no other program’s is touched', async () => {
    remember(NAMES);
    await say(broker.port, OLD, device, ['-r']);
    open({ id: 'bar' });
    await expect.poll(remembered, SOON).toMatchObject({ id: 'bar', object_id: 'moodbox_bar' });
    expect((await retained()).filter((topic) => topic.endsWith('/config'))).toEqual(['homeassistant/device/moodbox_bar/config']);
  });
});
