import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IClientOptions, MqttClient } from 'mqtt';
import { connect, connectAsync } from 'mqtt';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { MqttConfig } from '../../src/config/schema.ts';
import { OwnBroker } from '../../src/mqtt/broker/broker.ts';
import { systemClock } from '../../src/shared/async/clock.ts';
import { Scope } from '../../src/shared/async/scope.ts';
import { FakeLog } from '../fakes/log.ts';
import { Ear, folder, hasMosquitto, mqttConfig, SOON, say } from './setting.ts';

const NAMED = { broker_host: '0.0.0.0', username: 'box of mine', password: 'geheim' };
const SIGNED = { username: NAMED.username, password: NAMED.password };
const portOf = (url: string): number => Number(new URL(url).port);

describe.skipIf(!hasMosquitto)('the limits of our own broker', () => {
  let scope: Scope;
  let state: ReturnType<typeof folder>;
  let log: FakeLog;
  beforeEach(() => {
    log = new FakeLog();
    scope = new Scope();
    state = folder();
  });
  afterEach(async () => {
    await scope[Symbol.asyncDispose]();
    state[Symbol.dispose]();
  });

  const open = async (changes: Partial<MqttConfig> = {}): Promise<string> => {
    const config = mqttConfig({ broker_port: 0, ...changes });
    return scope.own(await OwnBroker.open(config, state.path, { clock: systemClock, log })).url;
  };
  const client = async (url: string, options: IClientOptions = {}): Promise<MqttClient> => {
    const made = await connectAsync(url, { reconnectPeriod: 0, protocolVersion: 5, ...options });
    made.on('error', () => undefined);
    scope.own({
      [Symbol.asyncDispose]: async () => {
        made.end(true);
      },
    });
    return made;
  };

  test('takes 480 clients and no more, until one leaves', async () => {
    const url = await open();
    const inside: MqttClient[] = [];
    const refused: MqttClient[] = [];
    const knock = (): void => {
      const visitor = connect(url, { reconnectPeriod: 0, protocolVersion: 5 }).on('error', () => undefined);
      visitor.once('connect', () => inside.push(visitor)).once('close', () => !inside.includes(visitor) && refused.push(visitor));
      scope.own({ [Symbol.asyncDispose]: async () => void visitor.end(true) });
    };
    for (let i = 0; i < 500; i += 1) knock();
    await expect.poll(() => inside.length + refused.length, SOON).toBe(500);
    expect([480, 481]).toContain(inside.length); // mosquitto counts from zero
    const full = inside.length;
    for (const each of inside.slice(0, 5)) await each.endAsync();
    knock();
    await expect.poll(() => inside.length, SOON).toBe(full + 1);
  });

  test('a packet of more than a megabyte disconnects its sender, and nobody else', async () => {
    const url = await open();
    const ear = scope.own(await Ear.open(portOf(url)));
    const greedy = await client(url, { protocolVersion: 4 });
    const gone = new Promise<void>((resolve) => greedy.once('close', () => resolve()));
    greedy.stream.on('error', () => undefined); // it is cut off in the middle of a write
    greedy.publish('test/large', Buffer.alloc(1_100_000));
    await gone;
    await say(portOf(url), 'test/small', 'here');
    await expect.poll(() => ear.last('test/small'), SOON).toBe('here');
    expect(ear.on('test/large')).toEqual([]);
    const modest = await client(url);
    await modest.publishAsync('test/cover', Buffer.alloc(300_000), { qos: 1 });
    await expect.poll(() => ear.on('test/cover').length, SOON).toBe(1);
  });

  test('keeps a thousand messages for a client that is away, and no more', async () => {
    const url = await open();
    const sleeper = { clientId: 'sleeper', clean: false, protocolVersion: 4 } as const;
    const first = await client(url, sleeper);
    await first.subscribeAsync('test/flood', { qos: 1 });
    await first.endAsync();
    const speaker = await client(url);
    for (let i = 0; i < 1500; i += 1) await speaker.publishAsync('test/flood', String(i), { qos: 1 });
    const heard: string[] = [];
    const back = await connectAsync(url, { ...sleeper, reconnectPeriod: 0 });
    back.on('message', (_topic, payload) => heard.push(payload.toString()));
    await say(portOf(url), 'test/flood', 'end');
    await expect.poll(() => heard.at(-1), SOON).toBe('end');
    back.end(true);
    expect(heard.length).toBeGreaterThan(100);
    expect(heard.length).toBeLessThanOrEqual(1021);
  });

  test('a client that signed in may use every topic but the broker’s own; nobody else may sign in or use any', async () => {
    const url = await open(NAMED);
    expect(readFileSync(join(state.path, 'broker/access'), 'utf8')).toContain('user box of mine\ntopic readwrite #');
    const signed = await client(url, SIGNED);
    const heard: string[] = [];
    signed.on('message', (topic) => heard.push(topic));
    await signed.subscribeAsync('#', { qos: 1 });
    await signed.subscribeAsync('$SYS/#', { qos: 1 }).catch(() => undefined);
    for (const topic of ['moodbox/cafe/mood', 'homeassistant/device/cafe/config', 'zigbee2mqtt/lamp']) {
      await signed.publishAsync(topic, 'x', { qos: 1 });
    }
    await expect.poll(() => heard, SOON).toEqual(['moodbox/cafe/mood', 'homeassistant/device/cafe/config', 'zigbee2mqtt/lamp']);
    await expect(client(url)).rejects.toThrow(/not authori[sz]ed/i);
    await expect(client(url, { ...SIGNED, password: 'falsch' })).rejects.toThrow(/not authori[sz]ed/i);
    await expect(client(url, { ...SIGNED, username: 'box' })).rejects.toThrow(/not authori[sz]ed/i);
  });

  test('signing in is not enough without the line in the access list', async () => {
    const url = await open(NAMED);
    writeFileSync(join(state.path, 'broker/access'), 'user somebody else\ntopic readwrite #\n');
    const [pid = Number.NaN] = log.lines.flatMap(({ event, fields }) =>
      event === 'broker.ready' ? [(fields as { pid: number }).pid] : [],
    );
    process.kill(pid, 'SIGHUP');
    const signed = await client(url, SIGNED);
    await expect
      .poll(
        () =>
          signed
            .publishAsync('moodbox/cafe/mood', 'x', { qos: 1 })
            .then(() => 'taken')
            .catch(() => 'refused'),
        SOON,
      )
      .toBe('refused');
  });
});
