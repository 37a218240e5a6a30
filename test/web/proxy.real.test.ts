import { mkdtempSync, rmSync } from 'node:fs';
import { request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WebConfig } from '../../src/config/schema.ts';
import { systemClock } from '../../src/shared/async/clock.ts';
import { Scope } from '../../src/shared/async/scope.ts';
import type { WebServer } from '../../src/web/open.ts';
import { openWeb } from '../../src/web/open.ts';
import { FakeBox } from '../fakes/box.ts';
import { FakeLog } from '../fakes/log.ts';
import { stateFolder, webConfig } from '../fakes/web-config.ts';
import { certificate } from './certificate.ts';
import { hasNginx, startNginx } from './nginx.ts';

const PIN = '483920';
/** The lines of docs/page.md. */
const DOCUMENTED = `proxy_set_header Host $host;
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_set_header X-Forwarded-Proto $scheme;
      proxy_set_header X-Forwarded-Host $http_host;
      proxy_http_version 1.1;
      proxy_buffering off;
      proxy_read_timeout 60s;`;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe.skipIf(!hasNginx)('behind a real nginx (skipped without /usr/sbin/nginx)', () => {
  let scope: Scope;
  let folder: string;
  let web: WebServer;
  let port: number;

  beforeEach(() => {
    scope = new Scope();
    folder = mkdtempSync(join(tmpdir(), 'moodbox-nginx-'));
  });
  afterEach(async () => {
    await scope[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  async function behind(lines: string, config: Partial<WebConfig>): Promise<void> {
    const stateDir = stateFolder();
    web = scope.own(await openWeb(webConfig(config), new FakeBox(), { clock: systemClock, log: new FakeLog(), stateDir }));
    const { cert, key } = certificate(folder, 'proxy');
    port = await freePort();
    const server = `server { listen 127.0.0.1:${port} ssl; ssl_certificate ${cert}; ssl_certificate_key ${key};
      location / { proxy_pass ${web.url};
      ${lines} } }`;
    scope.own(await startNginx(folder, server, port));
  }
  const call = (path: string, said?: object, headers: Record<string, string> = {}) =>
    new Promise<{ status: number; cookies: readonly string[]; body: string; res: import('node:http').IncomingMessage }>(
      (resolve, reject) => {
        const sent = said && JSON.stringify(said);
        const all = { host: `music.example.org:${port}`, ...(sent && { 'content-type': 'application/json' }), ...headers };
        const options = {
          host: '127.0.0.1',
          port,
          path,
          method: sent ? 'POST' : 'GET',
          headers: all,
          rejectUnauthorized: false,
          agent: false,
        };
        secureRequest(options, async (res) => {
          const body = res.headers['content-type']?.startsWith('text/event-stream') ? '' : await text(res);
          resolve({ status: res.statusCode ?? 0, cookies: res.headers['set-cookie'] ?? [], body, res });
        })
          .once('error', reject)
          .end(sent);
      },
    );

  it('a visitor comes under the name of the proxy, logs in over https, commands, and sees live events', async () => {
    await behind(DOCUMENTED, { proxies: ['127.0.0.1'] });
    expect((await call('/api/report')).status).toBe(401);
    const origin = { origin: `https://music.example.org:${port}`, 'sec-fetch-site': 'same-origin' };
    const first = await call('/api/access/pins', { code: web.setupCode, owner: PIN }, origin);
    expect(first.status).toBe(200);
    expect(first.cookies[0]).toMatch(/^__Host-moodbox=.*; Secure/);
    const cookie = first.cookies[0]?.split(';')[0] ?? '';
    expect((await call('/api/commands', { type: 'next' }, { ...origin, cookie })).status).toBe(202);
    const made = await call('/api/access/guest-link', {}, { ...origin, cookie });
    expect(JSON.parse(made.body).link).toContain(`https://music.example.org:${port}/g/`);
    const { res } = await call('/api/events', undefined, { cookie });
    const [chunk] = await new Promise<Buffer[]>((resolve) => res.once('data', (data: Buffer) => resolve([data])));
    expect(String(chunk)).toContain('"mood":"happy"');
    res.destroy();
  });

  it('a visitor cannot make up an address', async () => {
    await behind(DOCUMENTED, { proxies: ['127.0.0.1'] });
    for (const list of ['127.0.0.1', '::1']) expect((await call('/api/report', undefined, { 'x-forwarded-for': list })).status).toBe(401);
  });

  it.each([
    ['says nothing of its visitors', ''],
    ['was not named to the box', DOCUMENTED],
  ])('nginx that %s makes nobody local', async (_what, lines) => {
    await behind(lines, {});
    const { status } = await call('/api/commands', { type: 'next' }, { host: 'localhost' });
    expect(status).toBe(401);
    const direct = await new Promise<number>((resolve) =>
      plainRequest(`${web.url}/api/report`, (res) => resolve(res.statusCode ?? 0)).end(),
    );
    expect(direct).toBe(200);
  });
});
