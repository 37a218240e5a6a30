import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request as plainRequest } from 'node:http';
import type { Server } from 'node:https';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ms } from '../../src/domain/units.ts';
import { systemClock } from '../../src/shared/async/clock.ts';
import { openWeb } from '../../src/web/open.ts';
import { identityVersion, loadIdentity } from '../../src/web/tls/identity.ts';
import { followRenewal } from '../../src/web/tls/renewal.ts';
import { secureServer } from '../../src/web/tls/secure-server.ts';
import { FakeBox } from '../fakes/box.ts';
import { FakeClock } from '../fakes/clock.ts';
import { FakeLog } from '../fakes/log.ts';
import { stateFolder, webConfig } from '../fakes/web-config.ts';
import type { Certificate } from './certificate.ts';
import { certificate } from './certificate.ts';

const SOON = { timeout: 30_000, interval: 50 };

let folder: string;
let mine: Certificate;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'moodbox-tls-'));
  mine = certificate(folder, 'mine');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

type Got = { readonly status: number; readonly fingerprint: string; readonly headers: NodeJS.Dict<string | string[]> };
const get = (port: number, host = 'music.example.org'): Promise<Got> =>
  new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path: '/healthz', rejectUnauthorized: false, agent: false, headers: { host } }, (res) => {
      const { fingerprint256 } = (res.socket as TLSSocket).getPeerCertificate();
      resolve({ status: res.resume().statusCode ?? 0, fingerprint: fingerprint256, headers: res.headers });
    })
      .once('error', reject)
      .end();
  });
const getPlain = (port: number): Promise<{ status: number; location: string | undefined }> =>
  new Promise((resolve, reject) => {
    plainRequest({ host: '127.0.0.1', port, path: '/g/x', agent: false, headers: { host: 'box.local:8080' } }, (res) =>
      resolve({ status: res.resume().statusCode ?? 0, location: res.headers.location }),
    )
      .once('error', reject)
      .end();
  });

test('the page speaks https under the names of its certificate, without HSTS, and sends plain http on', async () => {
  await using web = await openWeb(webConfig(mine), new FakeBox(), { clock: systemClock, log: new FakeLog(), stateDir: stateFolder() });
  expect(web.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
  const port = Number(new URL(web.url).port);
  const { headers, status } = await get(port);
  expect(status).toBe(200);
  expect(headers['strict-transport-security']).toBeUndefined();
  expect((await get(port, 'evil.example')).status).toBe(403);
  expect(await getPlain(port)).toEqual({ status: 308, location: 'https://box.local:8080/g/x' });
});

test.each([
  ['a file that is not there', () => ({ ...mine, cert: join(folder, 'none.pem') }), /web\.cert: .*none\.pem does not exist/],
  ['a key that is none', () => ({ ...mine, key: mine.cert }), /web\.key .* is not a key in PEM without a password/],
  ['a certificate that is none', () => ({ ...mine, cert: mine.key }), /web\.cert .* is not a certificate in PEM/],
  ['a key of another certificate', () => ({ ...mine, key: certificate(folder, 'other').key }), /do not belong together/],
  ['a key with a password', () => ({ ...mine, key: locked() }), /without a password/],
  ['a chain that is cut off', () => ({ ...mine, cert: cutOff() }), /web\.cert .* chain is cut off/],
])('%s keeps the page closed, in a sentence, and nothing else', async (_what, files, sentence) => {
  const log = new FakeLog();
  await using web = await openWeb(webConfig(files()), new FakeBox(), { clock: systemClock, log, stateDir: stateFolder() });
  expect(web.problem).toMatch(sentence);
  expect(log.lines).toContainEqual(expect.objectContaining({ level: 'error', event: 'web.unavailable' }));
});

test('a page that was closed for its certificate opens as soon as the certificate is right', async () => {
  const log = new FakeLog();
  const other = certificate(folder, 'other');
  const files = { cert: mine.cert, key: other.key };
  await using web = await openWeb(webConfig(files), new FakeBox(), { clock: systemClock, log, stateDir: stateFolder() });
  expect(web.problem).toMatch(/do not belong together/);
  copyFileSync(mine.key, files.key);
  await vi.waitFor(() => expect(log.events).toContain('web.opened'), SOON);
  const opened = log.lines.find(({ event }) => event === 'web.opened');
  expect(opened?.fields).toHaveProperty('url', expect.stringMatching(/^https:/));
  const { url } = { url: '', ...opened?.fields };
  expect((await get(Number(new URL(url).port))).status).toBe(200);
}, 60_000);

function cutOff(): string {
  const file = join(folder, 'cut-off.pem');
  const whole = readFileSync(mine.cert, 'utf8');
  writeFileSync(file, whole + whole.slice(0, 200));
  return file;
}

function locked(): string {
  const file = join(folder, 'locked.key');
  execFileSync('openssl', ['pkey', '-in', mine.key, '-aes256', '-passout', 'pass:secret', '-out', file], { stdio: 'ignore' });
  return file;
}

test('a certificate that has run out, is not valid yet, or whose key everybody may read, serves with a remark', async () => {
  const year = 365 * 86_400_000;
  expect((await loadIdentity(mine)).remarks).toEqual([]);
  expect((await loadIdentity(mine, () => Date.now() + year)).remarks).toEqual([expect.stringContaining('expired on')]);
  expect((await loadIdentity(mine, () => Date.now() - year)).remarks).toEqual([expect.stringContaining('not valid before')]);
  chmodSync(mine.key, 0o644);
  expect((await loadIdentity(mine)).remarks).toEqual([expect.stringContaining('read by everybody')]);
});

test('a renewed certificate is taken into use without a restart, and a wrong one is not', async () => {
  const [clock, log, stop] = [new FakeClock(), new FakeLog(), new AbortController()];
  const server: Server = secureServer(await loadIdentity(mine), {}).on('request', (_req, res) => res.end());
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = server.address() as { port: number };
  const following = followRenewal(server, webConfig(mine), { clock, log, version: await identityVersion(mine) }, stop.signal);
  const before = (await get(port)).fingerprint;
  writeFileSync(mine.cert, 'half a certifi');
  await clock.advance(ms(60_000));
  await vi.waitFor(() => expect(log.events).toContain('web.certificate_unusable'), SOON);
  expect((await get(port)).fingerprint).toBe(before);
  const next = certificate(folder, 'next');
  copyFileSync(next.cert, mine.cert);
  copyFileSync(next.key, mine.key);
  await vi.waitFor(async () => {
    await clock.advance(ms(60_000));
    expect(log.events).toContain('web.certificate_renewed');
  }, SOON);
  expect((await get(port)).fingerprint).not.toBe(before);
  stop.abort();
  await following;
  server.close();
});
