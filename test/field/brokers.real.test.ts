import { execFileSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { broker as doctor } from '../../src/cli/doctor/broker.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { MqttConfig } from '../../src/config/schema.ts';
import { statesOf } from '../../src/mqtt/home-assistant/states.ts';
import { MqttPublisher } from '../../src/mqtt/publisher.ts';
import { topicsOf } from '../../src/mqtt/topics.ts';
import { systemClock } from '../../src/shared/async/clock.ts';
import { Scope } from '../../src/shared/async/scope.ts';
import { happyReport } from '../fakes/box.ts';
import { FakeLog } from '../fakes/log.ts';
import type { BrokerInput } from '../fixtures/field/brokers/inputs.ts';
import { BROKERS } from '../fixtures/field/brokers/inputs.ts';
import { MadeBroker } from '../fixtures/field/brokers/server.ts';
import { Broker, Ear, EVERYTHING, folder, freePort, hasMosquitto, mqttConfig, SOON } from '../mqtt/setting.ts';

const topics = topicsOf(mqttConfig());
const everything = [topics.config, topics.availability, topics.state.cover, ...statesOf(happyReport, topics).keys()];
const COVER = Buffer.from(Uint8Array.from({ length: 30_000 }, (_, i) => (i === 0 ? 0xff : i === 1 ? 0xd8 : i % 251)));
const SMALL = Buffer.from([0xff, 0xd8, 1, 2, 3]);

type Message = { readonly payload: string; readonly qos: number; readonly retain: boolean | undefined };
/** The broker of an input, and what was said on a topic there; `retain` is undefined where it cannot be seen. */
type Opened = {
  readonly url: string;
  readonly port: number;
  readonly last: (topic: string) => Message | undefined;
  readonly made?: MadeBroker;
  readonly ca?: string;
};

describe.skipIf(!hasMosquitto)('brokers from the field', () => {
  let scope: Scope;
  beforeEach(() => {
    scope = new Scope();
  });
  afterEach(() => scope[Symbol.asyncDispose]());

  async function opened({ access, made, mosquitto = [], tls }: BrokerInput): Promise<Opened> {
    if (made) {
      const broker = scope.own(await MadeBroker.open(made));
      const last = (topic: string) => {
        const packet = broker.last(topic);
        return packet && { payload: packet.payload.toString(), qos: packet.qos, retain: packet.retain };
      };
      return { url: broker.url, port: Number(new URL(broker.url).port), last, made: broker };
    }
    // The first listener is the input's; the ear has one of its own, without limits.
    const [port, free] = [await freePort(), await freePort()];
    const files = folder();
    scope.own({ [Symbol.asyncDispose]: async () => files[Symbol.dispose]() });
    chmodSync(files.path, 0o755);
    const rules = join(files.path, 'access');
    if (access) writeFileSync(rules, `${access.join('\n')}\n`);
    const { ca, lines } = tls ? certificate(files.path) : { ca: '', lines: [] };
    const closed = mosquitto.includes('allow_anonymous false');
    const limited = [`listener ${port}`, ...mosquitto, ...(access ? [`acl_file ${rules}`] : []), ...lines];
    scope.own(await Broker.open(closed ? ['per_listener_settings true', 'allow_anonymous true', ...limited] : limited, free));
    const ear = scope.own(await Ear.open(free, ['-q', '2']));
    return { url: `mqtt://127.0.0.1:${port}`, port, last: (topic) => heardBy(ear, topic), ca: tls === 'known' ? ca : '' };
  }

  function certificate(path: string): { readonly ca: string; readonly lines: readonly string[] } {
    const [key, ca] = [join(path, 'key.pem'), join(path, 'cert.pem')];
    const request = [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '2',
      '-subj',
      '/CN=broker',
    ];
    execFileSync('openssl', [...request, '-keyout', key, '-out', ca, '-addext', 'subjectAltName=IP:127.0.0.1'], { stdio: 'ignore' });
    return { ca, lines: [`certfile ${ca}`, `keyfile ${key}`] };
  }

  const heardBy = (ear: Ear, topic: string): Message | undefined => {
    const heard = ear.heard.findLast((each) => each.topic === topic);
    return heard && { payload: heard.payload, qos: heard.qos, retain: undefined };
  };

  function open(config: MqttConfig, log: FakeLog): MqttPublisher {
    const shrink = async (_: Uint8Array, most: number) => (SMALL.length <= most ? SMALL : undefined);
    const publisher = scope.own(MqttPublisher.open(config, { clock: systemClock, log, version: '1', has: EVERYTHING, shrink }));
    publisher.publish(happyReport);
    publisher.illustrate(COVER);
    return publisher;
  }

  const warnings = (log: FakeLog) => log.lines.filter(({ level }) => level !== 'info' && level !== 'debug').map(({ event }) => event);

  test.each(BROKERS.map((input) => [input.name, input] as const))('%s', async (_, input) => {
    const { expected, settings, url } = input;
    const broker = await opened(input);
    const log = new FakeLog();
    const config = mqttConfig({ ...settings, url: url?.(broker.port) ?? broker.url, ca: broker.ca ?? '' });
    const publisher = open(config, log);
    if (expected.state === 'connected') await tellsAll(input, broker, publisher);
    else await expect.poll(() => publisher.state, SOON).toMatchObject({ kind: 'lost', why: expect.stringMatching(expected.state) });
    expect(warnings(log)).toEqual(expected.warnings ?? []);
    if (expected.doctor) expect((await examined(config)).finding).toMatch(expected.doctor);
    await publisher[Symbol.asyncDispose]();
  });

  async function tellsAll({ expected, settings }: BrokerInput, { last, made }: Opened, publisher: MqttPublisher): Promise<void> {
    const { cover = 'whole', qos = 1, retain = true, without = [] } = expected;
    const missing = [...without, ...(cover === 'none' ? ['cover'] : [])];
    const wanted = everything.filter((topic) => !missing.some((name) => topic.endsWith(`/${name}`)));
    await expect.poll(() => wanted.filter((topic) => last(topic) === undefined), SOON).toEqual([]);
    await expect.poll(() => last(topics.state.cover)?.payload, SOON).toBe((cover === 'whole' ? COVER : SMALL).toString('base64'));
    expect(publisher.state.kind).toBe('connected');
    expect(last(topics.state.mood)).toMatchObject({ payload: 'happy', qos });
    if (!made) return;
    expect([...new Set(made.published.filter(({ payload }) => payload.length > 0).map((packet) => packet.retain))]).toEqual([retain]);
    expect(made.mostOpen).toBeLessThanOrEqual(1);
    expect(settings?.version).toBeUndefined();
  }

  const examined = ({ url, ...mqtt }: MqttConfig) => {
    const overrides = { 'mqtt.url': url, 'mqtt.version': mqtt.version, 'mqtt.qos': mqtt.qos };
    return doctor(loadConfig({ env: {}, overrides }), { env: process.env, root: '/', signal: AbortSignal.timeout(8000) });
  };

  test('every input has a name of its own, and there are enough of them', () => {
    expect(new Set(BROKERS.map(({ name }) => name)).size).toBe(BROKERS.length);
    expect(BROKERS.length).toBeGreaterThanOrEqual(25);
    for (const { met } of BROKERS) expect(met).not.toBe('');
  });
});
