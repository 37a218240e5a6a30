import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readConfig } from '../../src/config/load.ts';
import { safeConfigOf } from '../../src/config/safe.ts';

const folder = mkdtempSync(join(tmpdir(), 'moodbox-safe-'));
afterAll(() => rmSync(folder, { recursive: true }));

const safe = (yaml: string, env: NodeJS.ProcessEnv = {}, page?: string) => {
  const file = join(folder, 'moodbox.yaml');
  writeFileSync(file, yaml, { mode: 0o600 });
  const reading = readConfig({ file, env, ...(page !== undefined && { page: () => ({ text: page }) }) });
  expect(reading.problems).not.toEqual([]);
  return safeConfigOf(reading);
};
const OPEN = 'web: { host: 0.0.0.0, port: 9000, guests: open, camera_on: household }\n';

test('a mistake elsewhere leaves the page as it is configured', () =>
  expect(safe(`${OPEN}camera: { fps: fast }\nstate: { dir: /srv/state }\n`)).toMatchObject({
    web: { host: '0.0.0.0', port: 9000, guests: 'open', camera_on: 'household', proxies: [] },
    state: { dir: '/srv/state' },
  }));

test.each([
  ['web: { host: "not a host!", port: 9000 }', { host: '127.0.0.1', port: 9000 }],
  ['web: { host: 0.0.0.0, guests: everybody }', { host: '0.0.0.0', guests: 'off' }],
  ['web: { host: 0.0.0.0, guest: off }', { host: '0.0.0.0', guests: 'off' }],
  ['web: { host: 0.0.0.0, hots: 127.0.0.1 }', { host: '127.0.0.1' }],
  ['web: { host: 0.0.0.0, camera_on: anybody }', { camera_on: 'owner' }],
  ['web: { host: 0.0.0.0, proxies: [nginx] }', { host: '127.0.0.1', proxies: ['192.0.2.1'] }],
  ['wbe: { guests: off, host: 127.0.0.1 }\nweb: { host: 0.0.0.0 }', { host: '127.0.0.1', guests: 'off' }],
  ['web: 0.0.0.0', { host: '127.0.0.1', guests: 'off' }],
])('where %s is not certain, the page is closed', (yaml, web) => expect(safe(yaml)?.web).toMatchObject(web));

test('a file that cannot be read opens the page to this machine alone, which then needs the PIN too', () =>
  expect(safe('camera: [\n')?.web).toMatchObject({ host: '127.0.0.1', port: 8080, guests: 'off', proxies: ['192.0.2.1'] }));

test('sections before the mistake are read, and those that go on behind it are not', () => {
  expect(safe(`${OPEN}camera:\n  fps: "5\n`)?.web).toMatchObject({ host: '0.0.0.0', port: 9000, guests: 'open' });
  expect(safe(`${OPEN}camera: {fps: [}\nweb.guests: off\n`)?.web).toMatchObject({ host: '127.0.0.1', guests: 'off' });
  expect(safe(`camera: {fps: [}\n${OPEN}`)?.web).toMatchObject({ host: '127.0.0.1', guests: 'off' });
});

test('what the environment says is certain', () => {
  const env = { MOODBOX_WEB_HOST: '0.0.0.0', MOODBOX_WEB_PORT: '9001', MOODBOX_WEB_PROXIES: '', MOODBOX_WEB_CERT: '', MOODBOX_WEB_KEY: '' };
  expect(safe('camera: [\n', env)?.web).toMatchObject({ host: '0.0.0.0', port: 9001, guests: 'off' });
  expect(safe('', { MOODBOX_WEB_HOST: 'not a host!' })?.web.host).toBe('127.0.0.1');
});

test.each([
  'web: 0.0.0.0\n',
  'web: [1]\n',
  'web: { port: nine }\n',
  'web: { port: { a: 1 } }\n',
  'web: { prt: 9002 }\n',
  'web: { port: 70000 }\nmood: { hold: soon }\n',
])('what the environment says holds, though the file says %j', (yaml) => {
  const env = { MOODBOX_WEB_PORT: '8099', MOODBOX_WEB_HOST: '0.0.0.0', MOODBOX_WEB_PROXIES: '', MOODBOX_WEB_CERT: '', MOODBOX_WEB_KEY: '' };
  expect(safe(`${yaml}camera: { fps: fast }\n`, env)?.web).toMatchObject({ host: '0.0.0.0', port: 8099 });
  expect(safe(`${yaml}camera: { fps: fast }\n`, { ...env, MOODBOX_WEB_PORT: 'nine' })?.web.port).toBe(8080);
});

test('a misspelt variable casts no doubt on one that is set as well', () => {
  const misspelt = { MOODBOX_WEB_PRT: '9002', MOODBOX_WEB_HOTS: '127.0.0.1' };
  expect(safe('', { ...misspelt, MOODBOX_WEB_PORT: '9001', MOODBOX_WEB_HOST: '0.0.0.0' })?.web).toMatchObject({
    host: '0.0.0.0',
    port: 9001,
  });
  expect(safe(OPEN, misspelt)?.web).toMatchObject({ host: '127.0.0.1', port: 8080 });
  expect(safe('web: { prt: 9002 }\n', { MOODBOX_WEB_PORT: '9001' })?.web.port).toBe(9001);
  expect(safe('', { MOODBOX_WEB_PRT: '9002', MOODBOX_WEB_PORT: 'nine' })?.web.port).toBe(8080);
});

test('what was set on the page counts, unless that cannot be read', () => {
  expect(safe('camera: { fps: fast }', {}, OPEN)?.web).toMatchObject({ host: '0.0.0.0', guests: 'open' });
  expect(safe('web: { host: 0.0.0.0 }', {}, 'web: [')?.web).toMatchObject({ host: '127.0.0.1', guests: 'off' });
});

test('with half a certificate there is no page rather than one without https', () => {
  expect(safe('web: { host: 0.0.0.0, cert: /tmp/cert.pem }')).toBeUndefined();
  expect(safe('camera: { fps: fast }\nweb: { host: 0.0.0.0, cert: /tmp/c.pem, key: /tmp/k.pem }')?.web).toMatchObject({
    cert: '/tmp/c.pem',
  });
});
