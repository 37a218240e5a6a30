import { execFileSync } from 'node:child_process';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { broker as doctor } from '../../src/cli/doctor/broker.ts';
import { loadConfig } from '../../src/config/load.ts';
import { MqttPublisher } from '../../src/mqtt/publisher.ts';
import { topicsOf } from '../../src/mqtt/topics.ts';
import { systemClock } from '../../src/shared/async/clock.ts';
import { Scope } from '../../src/shared/async/scope.ts';
import { happyReport } from '../fakes/box.ts';
import { FakeLog } from '../fakes/log.ts';
import { Broker, Ear, EVERYTHING, folder, freePort, hasMosquitto, mqttConfig, SOON } from './setting.ts';

const topics = topicsOf(mqttConfig());
/** An interface with a link-local address, where this machine has one. */
const local = Object.entries(networkInterfaces()).flatMap(([name, all = []]) =>
  all.flatMap(({ address }) => (/^fe80:/.test(address) ? [{ name, address }] : [])),
)[0];
const hasLoopback = Object.values(networkInterfaces()).some((all = []) => all.some(({ address }) => address === '::1'));

describe.skipIf(!hasMosquitto || !hasLoopback)('a broker with an IPv6 address', () => {
  let scope: Scope;
  let files: ReturnType<typeof folder>;
  beforeEach(() => {
    scope = new Scope();
    files = folder();
  });
  afterEach(async () => {
    await scope[Symbol.asyncDispose]();
    files[Symbol.dispose]();
  });

  /** Certificates of an authority of its own, for ::1 and the link-local address. */
  const certificates = () => {
    const [key, cert] = [join(files.path, 'key.pem'), join(files.path, 'cert.pem')];
    const names = ['IP:::1', ...(local ? [`IP:${local.address}`] : [])].join(',');
    const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
    execFileSync('openssl', [...request, '-keyout', key, '-out', cert, '-subj', '/CN=broker', '-addext', `subjectAltName=${names}`], {
      stdio: 'ignore',
    });
    return { key, cert };
  };

  const listening = async (scheme: string, host: string) => {
    const [port, free] = [await freePort(), await freePort()];
    const { key, cert } = certificates();
    const lines = [
      `listener ${port} ${host}`,
      ...(scheme.startsWith('ws') ? ['protocol websockets'] : []),
      ...(scheme.endsWith('s') && scheme !== 'ws' ? [`certfile ${cert}`, `keyfile ${key}`] : []),
      'allow_anonymous true',
    ];
    scope.own(await Broker.open(lines, free));
    return { ca: cert, ear: scope.own(await Ear.open(free)), port };
  };

  const SCHEMES = ['mqtt', 'mqtts', 'ws', 'wss'] as const;

  test.each(SCHEMES)('%s connects to it, and doctor signs in', async (scheme) => {
    const { ca, ear, port } = await listening(scheme, '::1');
    const url = `${scheme}://[::1]:${port}`;
    const log = new FakeLog();
    const publisher = scope.own(MqttPublisher.open(mqttConfig({ url, ca }), { clock: systemClock, log, version: '1', has: EVERYTHING }));
    publisher.publish(happyReport);
    await expect.poll(() => ear.last(topics.state.mood), SOON).toBe('happy');
    expect([publisher.state, log.events]).toEqual([{ kind: 'connected', url }, ['mqtt.connected']]);
    const overrides = { 'mqtt.url': url, 'mqtt.ca': ca };
    const machine = { env: process.env, root: '/', signal: AbortSignal.timeout(8000) };
    expect(await doctor(loadConfig({ env: {}, overrides }), machine)).toEqual({ status: 'ok', finding: `signed in at ${url}` });
  });

  test.skipIf(!local).each(SCHEMES)('%s connects to a link-local one by its zone', async (scheme) => {
    const { address, name } = local ?? { address: '', name: '' };
    const { ca, ear, port } = await listening(scheme, '::');
    const url = `${scheme}://[${address}%${name}]:${port}`;
    const log = new FakeLog();
    const publisher = scope.own(MqttPublisher.open(mqttConfig({ url, ca }), { clock: systemClock, log, version: '1', has: EVERYTHING }));
    publisher.publish(happyReport);
    await expect
      .poll(() => [ear.last(topics.state.mood), log.lines], SOON)
      .toEqual(['happy', [expect.objectContaining({ event: 'mqtt.connected' })]]);
    expect(publisher.state).toEqual({ kind: 'connected', url });
  });

  test('a zone that this machine does not have is named', async () => {
    const publisher = scope.own(
      MqttPublisher.open(mqttConfig({ url: 'mqtt://[fe80::1%25nowhere0]' }), {
        clock: systemClock,
        log: new FakeLog(),
        version: '1',
        has: EVERYTHING,
      }),
    );
    await expect
      .poll(() => publisher.state, SOON)
      .toMatchObject({
        url: 'mqtt://[fe80::1%25nowhere0]',
        why: expect.stringMatching(/^mqtt\.url: this machine has no network interface 'nowhere0'/),
      });
  });
});
