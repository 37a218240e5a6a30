import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { pipeline } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createWebSocketStream, WebSocketServer } from 'ws';
import type { MqttConfig } from '../../src/config/schema.ts';
import { MqttPublisher } from '../../src/mqtt/publisher.ts';
import { systemClock } from '../../src/shared/async/clock.ts';
import { Scope } from '../../src/shared/async/scope.ts';
import { FakeLog } from '../fakes/log.ts';
import { Broker, EVERYTHING, folder, hasMosquitto, mqttConfig, SOON } from './setting.ts';

describe.skipIf(!hasMosquitto)('TLS with a certificate authority of one’s own', () => {
  const own = folder();
  const scope = new Scope();
  const file = (name: string): string => join(own.path, name);
  const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'ignore', cwd: own.path });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const authority = (name: string) =>
    openssl('req', '-x509', ...key, '-days', '2', '-subj', `/CN=${name}`, '-keyout', `${name}.key`, '-out', `${name}.crt`);
  const signed = (name: string, by: string) =>
    openssl(
      ...['req', '-x509', ...key, '-days', '2', '-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1'],
      ...['-CA', `${by}.crt`, '-CAkey', `${by}.key`, '-keyout', `${name}.key`, '-out', `${name}.crt`],
    );
  let port = 0;

  beforeAll(async () => {
    authority('ca');
    authority('stranger');
    signed('server', 'ca');
    signed('client', 'ca');
    signed('intruder', 'stranger');
    chmodSync(own.path, 0o755);
    const tls = [`cafile ${file('ca.crt')}`, `certfile ${file('server.crt')}`, `keyfile ${file('server.key')}`, 'require_certificate true'];
    port = scope.own(await Broker.open([...tls, 'allow_anonymous true'])).port;
  });
  afterAll(async () => {
    await scope[Symbol.asyncDispose]();
    own[Symbol.dispose]();
  });

  const good = { ca: file('ca.crt'), cert: file('client.crt'), key: file('client.key') };
  const stateWith = async (changes: Partial<MqttConfig>) => {
    const config = mqttConfig({ url: `mqtts://127.0.0.1:${port}`, ...changes });
    await using publisher = MqttPublisher.open(config, { clock: systemClock, log: new FakeLog(), version: '1', has: EVERYTHING });
    await expect.poll(() => publisher.state.kind, SOON).not.toBe('connecting');
    return publisher.state;
  };

  test('connects with the authority and a client certificate', async () =>
    expect(await stateWith(good)).toMatchObject({ kind: 'connected' }));

  test('refuses a broker of an unknown authority', async () =>
    expect(await stateWith({ ...good, ca: '' })).toMatchObject({ kind: 'lost', why: expect.stringMatching(/self.signed|unable to/) }));

  test('does not advise to set mqtt.ca where it is set, to another authority', async () => {
    const { why } = (await stateWith({ ...good, ca: file('stranger.crt') })) as { why: string };
    expect(why).toContain(`issued by another authority than that of mqtt.ca (${file('stranger.crt')})`);
    expect(why).not.toContain('set mqtt.ca');
  });

  test('accepts a broker of an authority that the machine trusts', async () => {
    vi.stubEnv('SSL_CERT_FILE', file('ca.crt'));
    expect(await stateWith({ ...good, ca: '' })).toMatchObject({ kind: 'connected' });
    vi.stubEnv('SSL_CERT_FILE', file('stranger.crt'));
    expect(await stateWith({ ...good, ca: '' })).toMatchObject({ kind: 'lost' });
    vi.unstubAllEnvs();
  });

  test('accepts any broker with verify off', async () =>
    expect(await stateWith({ ...good, ca: '', verify: false })).toMatchObject({ kind: 'connected' }));

  test.each([
    ['none', { cert: '', key: '' }],
    ['one of a stranger', { cert: file('intruder.crt'), key: file('intruder.key') }],
  ])('is refused with a client certificate like this: %s', async (_, changes) =>
    expect(await stateWith({ ...good, ...changes })).toMatchObject({ kind: 'lost', why: expect.stringMatching(/\S/) }),
  );

  test.each(['ca', 'cert', 'key'] as const)('says which file is missing: %s', async (name) =>
    expect(await stateWith({ ...good, [name]: '/nowhere.pem' })).toMatchObject({
      why: `mqtt.${name}: /nowhere.pem does not exist: correct the path, or create the file`,
    }),
  );

  test.each([
    ['ca', 'client.key', 'holds no certificate in PEM format'],
    ['cert', 'client.key', 'holds no certificate in PEM format'],
    ['key', 'client.crt', 'holds no key in PEM format'],
  ] as const)('says so if mqtt.%s does not hold what it should', async (name, wrong, words) =>
    expect(await stateWith({ ...good, [name]: file(wrong) })).toMatchObject({
      kind: 'lost',
      why: expect.stringContaining(`mqtt.${name}: ${file(wrong)} ${words}`),
    }),
  );
});

describe.skipIf(!hasMosquitto)('websockets', () => {
  test('are spoken where the address says ws', async () => {
    await using broker = await Broker.open();
    // Not every build of mosquitto speaks them, so a bridge does.
    const bridge = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => 'mqtt' });
    bridge.on('connection', (socket) => {
      const far = connect(broker.port, '127.0.0.1');
      // The broker is killed at the end, which resets whatever is still open.
      pipeline(far, createWebSocketStream(socket), far, () => undefined);
    });
    await once(bridge, 'listening');
    const url = `ws://127.0.0.1:${(bridge.address() as { port: number }).port}/mqtt`;
    const publisher = MqttPublisher.open(mqttConfig({ url }), { clock: systemClock, log: new FakeLog(), version: '1', has: EVERYTHING });
    try {
      await expect.poll(() => publisher.state, SOON).toEqual({ kind: 'connected', url: new URL(url).origin });
    } finally {
      await publisher[Symbol.asyncDispose]();
      bridge.close();
    }
  });
});
