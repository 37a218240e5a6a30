import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { MqttConfig } from '../../src/config/schema.ts';
import { ms } from '../../src/domain/units.ts';
import { AnnouncedNames } from '../../src/mqtt/home-assistant/announced-names.ts';
import { MqttPublisher } from '../../src/mqtt/publisher.ts';
import { retainedOf, topicsOf } from '../../src/mqtt/topics.ts';
import { systemClock } from '../../src/shared/async/clock.ts';
import { Scope } from '../../src/shared/async/scope.ts';
import { happyReport } from '../fakes/box.ts';
import { FakeLog } from '../fakes/log.ts';
import { Broker, Ear, EVERYTHING, folder, hasMosquitto, mqttConfig, SOON, say } from './setting.ts';
import { Wire } from './wire.ts';

describe.skipIf(!hasMosquitto)('a box that was renamed', () => {
  let scope: Scope;
  let broker: Broker;
  let state: ReturnType<typeof folder>;
  let log: FakeLog;
  beforeEach(async () => {
    scope = new Scope();
    state = folder();
    log = new FakeLog();
    broker = scope.own(await Broker.open());
  });
  afterEach(async () => {
    await scope[Symbol.asyncDispose]();
    state[Symbol.dispose]();
  });

  const open = (changes: Partial<MqttConfig> = {}, stateDir = state.path): MqttPublisher => {
    const config = mqttConfig({ url: broker.url, keepalive: ms(1000), ...changes });
    const publisher = scope.own(MqttPublisher.open(config, { clock: systemClock, log, version: '1', has: EVERYTHING, stateDir }));
    publisher.publish(happyReport);
    publisher.illustrate(Uint8Array.of(0xff, 0xd8));
    return publisher;
  };
  const remembered = () => new AnnouncedNames(state.path).read();
  const knownAs = (id: string) => expect.poll(() => remembered()?.id, SOON).toBe(id);
  const retained = async (): Promise<readonly string[]> => {
    await using late = await Ear.open(broker.port);
    return late.heard.filter(({ retain }) => retain === 1).map(({ topic }) => topic);
  };
  const under = async (changes: Partial<MqttConfig>): Promise<readonly string[]> => {
    const topics = retainedOf(topicsOf(mqttConfig(changes)));
    return (await retained()).filter((topic) => topics.includes(topic));
  };
  const full = retainedOf(topicsOf(mqttConfig())).length;

  test('takes its old device out of Home Assistant, and its states off the broker', async () => {
    await using before = open();
    await knownAs('cafe');
    await expect.poll(() => under({}), SOON).toHaveLength(full);
    await before[Symbol.asyncDispose]();
    const ear = scope.own(await Ear.open(broker.port));
    open({ id: 'bar' });
    await knownAs('bar');
    expect(await under({})).toEqual([]);
    await expect.poll(() => under({ id: 'bar' }), SOON).toHaveLength(full);
    expect(ear.last('homeassistant/device/moodbox_cafe/config')).toBeNull();
  });

  test.each([
    ['discovery_prefix', { discovery_prefix: 'ha' }, 'homeassistant/device/moodbox_cafe/config', 'ha/device/moodbox_cafe/config'],
    ['base_topic', { base_topic: 'house/mood' }, 'moodbox/cafe/mood', 'house/mood/cafe/mood'],
  ])('a new %s leaves nothing at the old place either', async (_, changes, old, fresh) => {
    const before = open();
    await knownAs('cafe');
    await expect.poll(() => retained(), SOON).toContain(old);
    await before[Symbol.asyncDispose]();
    open(changes);
    await expect.poll(remembered, SOON).toMatchObject(changes);
    await expect.poll(() => retained(), SOON).toContain(fresh);
    const gone = retainedOf(topicsOf(mqttConfig())).filter((topic) => !retainedOf(topicsOf(mqttConfig(changes))).includes(topic));
    expect((await retained()).filter((topic) => gone.includes(topic))).toEqual([]);
  });

  test('after a power cut waits until the broker has noticed, and then clears up', async () => {
    const wire = scope.own(await Wire.open(broker.port));
    const before = open({ url: wire.url });
    await knownAs('cafe');
    await expect.poll(() => under({}), SOON).toHaveLength(full);
    open({ id: 'bar' });
    wire.cut();
    await before[Symbol.asyncDispose]();
    await knownAs('bar');
    expect(await under({})).toEqual([]);
  });

  test('leaves the device alone if another box uses the old name, logs it once, and never tries again', async () => {
    open({}, join(state.path, 'other'));
    await expect.poll(() => under({}), SOON).toHaveLength(full);
    await new AnnouncedNames(state.path).write(mqttConfig());
    const copy = open({ id: 'bar', client_id: 'copy' });
    await knownAs('bar');
    expect(log.lines.filter(({ event }) => event === 'mqtt.former_id_in_use').map(({ fields }) => fields)).toEqual([{ id: 'cafe' }]);
    await copy[Symbol.asyncDispose]();
    expect(await under({})).toHaveLength(full);
  }, 30_000);

  test('a broker that was away meanwhile is cleared when it is back', async () => {
    const before = open();
    await knownAs('cafe');
    await before[Symbol.asyncDispose]();
    await broker.stop();
    const after = open({ id: 'bar' });
    await expect.poll(() => after.state.kind, SOON).toBe('lost');
    expect(remembered()?.id).toBe('cafe');
    await broker.start();
    await say(broker.port, 'homeassistant/device/moodbox_cafe/config', '{}', ['-r']);
    await knownAs('bar');
    expect(await under({})).toEqual([]);
  });

  test.each(['', '{"id":"cafe"}', '{"base_topic":"#","id":"+","discovery_prefix":"x","status_topic":"y"}', 'null'])(
    'what cannot be read (%j) clears nothing',
    async (text) => {
      await say(broker.port, 'homeassistant/device/moodbox_cafe/config', '{}', ['-r']);
      mkdirSync(state.path, { recursive: true });
      writeFileSync(join(state.path, 'announced.json'), text);
      open({ id: 'bar' });
      await knownAs('bar');
      expect(await retained()).toContain('homeassistant/device/moodbox_cafe/config');
      expect(readFileSync(join(state.path, 'announced.json'), 'utf8')).toContain('"id":"bar"');
    },
  );

  test('a folder that cannot be written to is logged, and nothing else happens', async () => {
    writeFileSync(join(state.path, 'file'), '');
    const publisher = open({}, join(state.path, 'file'));
    await expect.poll(() => log.events, SOON).toContain('mqtt.names_unwritable');
    expect(publisher.state.kind).toBe('connected');
  });
});
