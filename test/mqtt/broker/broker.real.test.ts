import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { MqttConfig } from '../../../src/config/schema.ts';
import { OwnBroker } from '../../../src/mqtt/broker/broker.ts';
import { BrokerUnavailable } from '../../../src/mqtt/broker/plan.ts';
import { MqttPublisher } from '../../../src/mqtt/publisher.ts';
import { systemClock } from '../../../src/shared/async/clock.ts';
import { Scope } from '../../../src/shared/async/scope.ts';
import { happyReport } from '../../fakes/box.ts';
import { FakeLog } from '../../fakes/log.ts';
import { childrenOf, Daemon } from '../daemon.ts';
import { Broker, Ear, EVERYTHING, folder, freePort, hasMosquitto, isAlive, mqttConfig, reachable, SOON, say } from '../setting.ts';

const isRoot = process.getuid?.() === 0;
const portOf = (url: string): number => Number(new URL(url).port);

describe.skipIf(!hasMosquitto)('OwnBroker', () => {
  let scope: Scope;
  let log: FakeLog;
  let state: ReturnType<typeof folder>;
  beforeEach(() => {
    scope = new Scope();
    log = new FakeLog();
    state = folder();
  });
  afterEach(async () => {
    await scope[Symbol.asyncDispose]();
    state[Symbol.dispose]();
  });

  const open = async (changes: Partial<MqttConfig> = {}, world: { folders?: readonly string[] } = {}): Promise<OwnBroker> =>
    scope.own(await OwnBroker.open(mqttConfig({ broker_port: 0, ...changes }), state.path, { clock: systemClock, log, ...world }));
  const pids = (): number[] =>
    log.lines.flatMap(({ event, fields }) => (event === 'broker.ready' ? [(fields as { pid: number }).pid] : []));
  const pid = (): number => pids().at(-1) ?? Number.NaN;

  test('is ready for clients of both versions when it is open, and gone when it is closed', async () => {
    const broker = await open();
    const port = portOf(broker.url);
    for (const version of ['mqttv5', 'mqttv311']) await say(port, 'a', 'b', ['-V', version]);
    expect(await isAlive(pid())).toBe(true);
    await broker[Symbol.asyncDispose]();
    expect(await isAlive(pid())).toBe(false);
    expect(await reachable(port)).toBe(false);
  });

  test('listens on loopback only, unless told otherwise', async () => {
    const { url } = await open();
    const others = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
    for (const { address } of others.filter(({ internal, family }) => !internal && family === 'IPv4')) {
      const socket = connect(portOf(url), address);
      expect(await new Promise((resolve) => socket.once('connect', () => resolve('open')).once('error', () => resolve('closed')))).toBe(
        'closed',
      );
      socket.destroy();
    }
    expect(new URL(url).hostname).toBe('127.0.0.1');
  });

  test('keeps its folder to itself, and is not root', async () => {
    await open();
    const path = join(state.path, 'broker');
    expect(statSync(path).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(path)) expect([name, statSync(join(path, name)).mode & 0o777]).toEqual([name, 0o600]);
    const uid = /^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid()}/status`, 'utf8'))?.[1];
    expect(Number(uid)).toBe(statSync(path).uid);
    if (isRoot) expect(Number(uid)).not.toBe(0);
  });

  test('keeps retained messages over a restart', async () => {
    const first = await open();
    await say(portOf(first.url), 'house/lamp', 'on', ['-r']);
    await first[Symbol.asyncDispose]();
    const second = await open();
    await using ear = await Ear.open(portOf(second.url));
    await expect.poll(() => ear.last('house/lamp'), SOON).toBe('on');
  });

  test('comes back when it is killed, on the same port, and the publisher finds it', async () => {
    const broker = await open();
    const world = { clock: systemClock, log: new FakeLog(), version: '1', has: EVERYTHING };
    const publisher = scope.own(MqttPublisher.open(mqttConfig({ url: broker.url }), world));
    publisher.publish(happyReport);
    await expect.poll(() => publisher.state.kind, SOON).toBe('connected');
    process.kill(pid(), 'SIGKILL');
    await expect.poll(() => pids().length, SOON).toBe(2);
    await expect.poll(() => publisher.state.kind, SOON).toBe('connected');
    await using ear = await Ear.open(portOf(broker.url));
    await expect.poll(() => ear.last('moodbox/cafe/mood'), SOON).toBe('happy');
    expect(log.lines).toContainEqual(expect.objectContaining({ level: 'error', event: 'broker.failed' }));
  });

  test('moves a database aside that keeps it from starting', async () => {
    const path = join(state.path, 'broker');
    mkdirSync(path);
    writeFileSync(join(path, 'retained.db'), 'torn by a power cut');
    const broker = await open();
    await expect.poll(() => pids().length, SOON).toBe(1);
    await say(portOf(broker.url), 'a', 'b');
    expect(readFileSync(join(path, 'retained.db.broken'), 'utf8')).toBe('torn by a power cut');
    expect(log.events.filter((event) => event === 'broker.database_set_aside')).toHaveLength(1);
  });

  test('keeps what others retain if something else keeps it from starting', async () => {
    const path = join(state.path, 'broker');
    mkdirSync(path);
    writeFileSync(join(path, 'retained.db'), 'the lamp is on');
    const program = join(state.path, 'mosquitto');
    writeFileSync(program, '#!/bin/sh\necho "error while loading shared libraries" >&2\nexit 127\n');
    for (const each of [state.path, program]) chmodSync(each, 0o755);
    await open({}, { folders: [state.path] });
    await expect.poll(() => log.events.filter((event) => event === 'broker.said').length, SOON).toBeGreaterThan(2);
    expect(readFileSync(join(path, 'retained.db'), 'utf8')).toBe('the lamp is on');
    expect(log.events).not.toContain('broker.database_set_aside');
  });

  test('a port in use is logged once, with what to do, and taken when it is free', async () => {
    const port = await freePort();
    const other = scope.own(await Broker.open([], port));
    const broker = await open({ broker_port: port });
    expect(broker.url).toBe(`mqtt://127.0.0.1:${port}`);
    const line = log.lines.find(({ event }) => event === 'broker.port_taken');
    expect(line).toMatchObject({ level: 'error', fields: { why: expect.stringMatching(/mqtt\.url.*mqtt\.broker_port/) } });
    expect(pids()).toEqual([]);
    await other.stop();
    await expect.poll(() => pids().length, SOON).toBe(1);
    expect(log.lines.filter(({ level }) => level === 'error')).toHaveLength(1);
  });

  test('a broker that does not react to SIGTERM is killed', async () => {
    const broker = await open();
    process.kill(pid(), 'SIGSTOP');
    await broker[Symbol.asyncDispose]();
    expect(await isAlive(pid())).toBe(false);
  });

  test('a killed daemon leaves no broker behind', async () => {
    await using daemon = await Daemon.open('broker', mqttConfig({ broker_port: 0 }), state.path);
    const [broker = Number.NaN] = await childrenOf(daemon.pid);
    expect(await isAlive(broker)).toBe(true);
    daemon.kill();
    await expect.poll(() => isAlive(broker), SOON).toBe(false);
  });

  describe('beyond loopback', () => {
    test('wants a password', async () => {
      const opened = open({ broker_host: '0.0.0.0' });
      await expect(opened).rejects.toThrow(BrokerUnavailable);
      await expect(opened).rejects.toMatchObject({ why: 'no-password', message: expect.stringMatching(/mqtt\.username.*mqtt\.password/) });
    });

    test('lets in clients that know it, and no others', async () => {
      const credentials = { username: 'box', password: 'geheim' };
      const { url } = await open({ broker_host: '0.0.0.0', ...credentials });
      await say(portOf(url), 'a', 'b', ['-u', 'box', '-P', 'geheim']);
      await expect(say(portOf(url), 'a', 'b')).rejects.toThrow();
      await expect(say(portOf(url), 'a', 'b', ['-u', 'box', '-P', 'wrong'])).rejects.toThrow();
      const world = { clock: systemClock, log, version: '1', has: EVERYTHING };
      const publisher = scope.own(MqttPublisher.open(mqttConfig({ url, ...credentials }), world));
      await expect.poll(() => publisher.state.kind, SOON).toBe('connected');
      const files = readdirSync(join(state.path, 'broker')).map((name) => readFileSync(join(state.path, 'broker', name), 'utf8'));
      expect(JSON.stringify([files, log.lines])).not.toContain('geheim');
    });
  });

  test.each([
    ['not-installed', {}, { folders: [] }, /apt-get install mosquitto/],
    ['bad-password', { username: 'a:b', password: 'x' }, {}, /colon/],
    ['bad-password', { username: 'a', password_file: '/nowhere' }, {}, /password_file: \/nowhere/],
    ['bad-host', { broker_host: '203.0.113.7', username: 'a', password: 'x' }, {}, /broker_host/],
  ])('says what is missing: %s %j', async (why, changes, world, message) => {
    const opened = OwnBroker.open(mqttConfig({ broker_port: 0, ...changes }), state.path, { clock: systemClock, log, ...world });
    await expect(opened).rejects.toMatchObject({ name: 'BrokerUnavailable', why, message: expect.stringMatching(message) });
  });

  test('says so when its folder cannot be made', async () => {
    writeFileSync(join(state.path, 'broker'), 'a file');
    await expect(open()).rejects.toMatchObject({ why: 'no-folder', message: expect.stringContaining(join(state.path, 'broker')) });
  });
});
