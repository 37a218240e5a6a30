import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { connect as tlsConnect } from 'node:tls';
import { connectAsync } from 'mqtt';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { MqttConfig } from '../../../src/config/schema.ts';
import type { Ms } from '../../../src/domain/units.ts';
import { ms } from '../../../src/domain/units.ts';
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
    // The mode of a socket is mosquitto's own choice; the folder keeps others away from it.
    const names = readdirSync(path).filter((name) => name !== 'box.sock');
    for (const name of names) expect([name, statSync(join(path, name)).mode & 0o777]).toEqual([name, 0o600]);
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
      const names = readdirSync(join(state.path, 'broker')).filter((name) => name !== 'box.sock');
      const files = names.map((name) => readFileSync(join(state.path, 'broker', name), 'utf8'));
      expect(JSON.stringify([files, log.lines])).not.toContain('geheim');
    });
  });

  test('has a socket for the box alone, which needs no password and is not taken by full listeners', async () => {
    const broker = await open({ broker_host: '0.0.0.0', username: 'box', password: 'geheim' });
    const publisher = scope.own(
      MqttPublisher.open(mqttConfig({ url: 'mqtt://127.0.0.1:1' }), {
        ...{ clock: systemClock, log: new FakeLog(), version: '1', has: EVERYTHING, socket: () => broker.socket },
      }),
    );
    await expect.poll(() => publisher.state.kind, SOON).toBe('connected');
    publisher.publish(happyReport);
    await using ear = await Ear.open(portOf(broker.url), ['-u', 'box', '-P', 'geheim']);
    await expect.poll(() => ear.last('moodbox/cafe/mood'), SOON).toBe('happy');
  });

  test('has no socket where the path of its folder is too long for one, and works all the same', async () => {
    const deep = join(state.path, 'x'.repeat(100));
    mkdirSync(deep);
    for (const each of [state.path, deep]) chmodSync(each, 0o755);
    const broker = scope.own(await OwnBroker.open(mqttConfig({ broker_port: 0 }), deep, { clock: systemClock, log }));
    expect(broker.socket).toBeUndefined();
    await say(portOf(broker.url), 'a', 'b');
  });

  test('has an account that reads and writes nothing, if one is named', async () => {
    const reader = { broker_reader: 'guest', broker_reader_password: 'zeig her' };
    const { url } = await open({ broker_host: '0.0.0.0', username: 'box', password: 'geheim', ...reader });
    const house = ['-u', 'box', '-P', 'geheim'];
    await say(portOf(url), 'moodbox/cafe/mood', 'happy', ['-r', ...house]);
    await say(portOf(url), 'zigbee/door', 'open', ['-r', ...house]);
    const heard: string[] = [];
    const client = await connectAsync(url, { username: 'guest', password: 'zeig her', protocolVersion: 5 });
    client.on('message', (topic, payload) => heard.push(`${topic} ${payload}`));
    await client.subscribeAsync('#');
    await client.subscribeAsync('$SYS/#');
    for (const topic of ['moodbox/cafe/stop/set', 'homeassistant/device/x/config'])
      await expect(client.publishAsync(topic, 'PRESS', { qos: 1, retain: true })).rejects.toMatchObject({ code: 135 });
    await say(portOf(url), 'moodbox/cafe/mood', 'sad', house);
    await expect.poll(() => heard, SOON).toEqual(['moodbox/cafe/mood happy', 'moodbox/cafe/mood sad']);
    await client.endAsync();
  });

  describe('with a certificate', () => {
    const made = (name: string): { readonly broker_cert: string; readonly broker_key: string } => {
      const [broker_cert, broker_key] = [join(state.path, `${name}.crt`), join(state.path, `${name}.key`)];
      const kind = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
      const whose = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1'];
      execFileSync('openssl', [...kind, ...whose, '-keyout', broker_key, '-out', broker_cert], { stdio: 'ignore' });
      return { broker_cert, broker_key };
    };
    const house = { broker_host: '0.0.0.0', username: 'box', password: 'geheim' };
    const hostsOn = (): readonly string[] => {
      const text = readFileSync(join(state.path, 'broker', 'mosquitto.conf'), 'utf8');
      return [...text.matchAll(/^listener [1-9]\d* (\S+)$/gm)].map(([, host]) => String(host));
    };
    const nameAt = async (port: number): Promise<string | undefined> => {
      const socket = tlsConnect({ host: '127.0.0.1', port, rejectUnauthorized: false });
      await once(socket, 'secureConnect');
      const { subject } = socket.getPeerCertificate();
      socket.destroy();
      return String(subject.CN);
    };

    test('speaks TLS to the network, and without it to this machine only', async () => {
      const tls = made('first');
      const broker_tls_port = await freePort();
      const { url } = await open({ ...house, ...tls, broker_tls_port });
      expect(hostsOn()).toEqual(['127.0.0.1', '0.0.0.0']);
      await say(portOf(url), 'a', 'b', ['-u', 'box', '-P', 'geheim']);
      const options = { ca: readFileSync(tls.broker_cert), username: 'box', password: 'geheim' };
      const client = await connectAsync(`mqtts://127.0.0.1:${broker_tls_port}`, options);
      await client.endAsync();
    });

    test('leaves the port without TLS open to the network where that is asked for', async () => {
      await open({ ...house, ...made('first'), broker_tls_port: 0, broker_plain: true });
      expect(hostsOn()).toEqual(['0.0.0.0', '0.0.0.0']);
    });

    test('shows a renewed certificate within a minute, without a restart', async () => {
      const tls = made('first');
      const broker_tls_port = await freePort();
      // A minute of waiting is over in a moment.
      const sleep = (span: Ms, signal: AbortSignal) => systemClock.sleep(ms(span >= 60_000 ? 50 : span), signal);
      const clock = { now: () => systemClock.now(), sleep };
      scope.own(await OwnBroker.open(mqttConfig({ broker_port: 0, ...house, ...tls, broker_tls_port }), state.path, { clock, log }));
      await expect.poll(() => nameAt(broker_tls_port), SOON).toBe('first');
      const second = made('second');
      copyFileSync(second.broker_key, tls.broker_key);
      copyFileSync(second.broker_cert, tls.broker_cert);
      await expect.poll(() => nameAt(broker_tls_port), SOON).toBe('second');
      expect(pids()).toHaveLength(1);
      writeFileSync(tls.broker_cert, 'torn');
      const warned = () =>
        log.lines.some(({ event, fields }) => event === 'broker.bad_certificate' && /no certificate/.test(JSON.stringify(fields)));
      await expect.poll(warned, SOON).toBe(true);
      expect(await nameAt(broker_tls_port)).toBe('second');
    });

    test.each<[string, (own: ReturnType<typeof made>, other: ReturnType<typeof made>) => object, RegExp]>([
      [
        'a file that is not there',
        (own) => ({ ...own, broker_cert: '/nowhere.pem' }),
        /broker_cert: \/nowhere.pem does not exist: correct the path/,
      ],
      ['no certificate', (own) => ({ ...own, broker_cert: own.broker_key }), /broker_cert: .* holds no certificate/],
      ['no key', (own) => ({ ...own, broker_key: own.broker_cert }), /broker_key: .* holds no key/],
      ['the key of another', (own, other) => ({ ...own, broker_key: other.broker_key }), /broker_key: .* is not the key of/],
    ])('says what is wrong with it: %s', async (_, of, message) => {
      const opened = open({ ...house, ...of(made('own'), made('other')), broker_tls_port: 0 });
      await expect(opened).rejects.toMatchObject({ why: 'bad-certificate', message: expect.stringMatching(message) });
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
