import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/shared/async/clock.ts';
import { Scope } from '../../src/shared/async/scope.ts';
import type { WebServer } from '../../src/web/open.ts';
import { openWeb } from '../../src/web/open.ts';
import { FakeBox } from '../fakes/box.ts';
import { FakeLog } from '../fakes/log.ts';
import { stateFolder, webConfig } from '../fakes/web-config.ts';
import type { Answer } from './ask.ts';
import { ask } from './ask.ts';

const OWNER = '483920';
const HOUSEHOLD = 'sunny kitchen';
const ANDROID = 'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36';
const JSON_BODY = { 'content-type': 'application/json' };

describe('the Box part of the page, over HTTP', () => {
  let scope: Scope;
  let web: WebServer;

  const open = async (change: Parameters<typeof webConfig>[0]): Promise<void> => {
    web = scope.own(await openWeb(webConfig(change), new FakeBox(), { clock: systemClock, log: new FakeLog(), stateDir: stateFolder() }));
  };
  beforeEach(() => {
    scope = new Scope();
  });
  afterEach(() => scope[Symbol.asyncDispose]());

  const post = (path: string, body: object, headers: Readonly<Record<string, string>> = {}): Promise<Answer> =>
    ask(web.url + path, { method: 'POST', headers: { ...JSON_BODY, ...headers }, body: JSON.stringify(body) });
  const cookieOf = ({ headers }: Answer): string => String(headers['set-cookie']?.[0]).split(';')[0] ?? '';
  /** The cookies of an owner and of somebody of the household. */
  const setUp = async (): Promise<{ readonly owner: string; readonly household: string }> => {
    const owner = cookieOf(await post('/api/access/pins', { code: web.setupCode, owner: OWNER, household: HOUSEHOLD }));
    const household = cookieOf(await post('/api/access/login', { pin: HOUSEHOLD }, { 'user-agent': ANDROID }));
    return { owner, household };
  };

  describe('devices that are logged in', () => {
    it('are told to owners alone, in plain words, with the one that asks', async () => {
      await open({ proxies: ['127.0.0.1'] });
      const { household, owner } = await setUp();
      const { status, body } = await ask(`${web.url}/api/access/sessions`, { headers: { cookie: owner } });
      expect(status).toBe(200);
      const { sessions } = JSON.parse(body);
      expect(sessions.map(({ level, mine }: { level: string; mine: boolean }) => [level, mine]).sort()).toEqual([
        ['household', false],
        ['owner', true],
      ]);
      expect(body).toContain('"device":{"browser":"Chrome","system":"Android"}');
      expect(body).not.toContain(owner.split('=')[1]);
      expect((await ask(`${web.url}/api/access/sessions`, { headers: { cookie: household } })).status).toBe(403);
      expect((await ask(`${web.url}/api/access/sessions`)).status).toBe(401);
    });

    it('can be logged out one by one', async () => {
      await open({ proxies: ['127.0.0.1'] });
      const { household, owner } = await setUp();
      const { sessions } = JSON.parse((await ask(`${web.url}/api/access/sessions`, { headers: { cookie: owner } })).body);
      const { id } = sessions.find(({ level }: { level: string }) => level === 'household');
      const out = await ask(`${web.url}/api/access/sessions?id=${id}`, { method: 'DELETE', headers: { cookie: owner } });
      expect(JSON.parse(out.body).sessions.length).toBe(1);
      expect((await ask(`${web.url}/api/report`, { headers: { cookie: household } })).status).toBe(401);
      expect((await ask(`${web.url}/api/report`, { headers: { cookie: owner } })).status).toBe(200);
    });
  });

  describe('metrics', () => {
    it('are not there unless they are turned on', async () => {
      await open({});
      const { status, body } = await ask(`${web.url}/metrics`);
      expect(status).toBe(404);
      expect(body).toContain('web.metrics');
    });

    it('tell a stranger how the box is doing, and nothing of the room', async () => {
      await open({ proxies: ['127.0.0.1'], metrics: true });
      const { owner } = await setUp();
      const { headers, status, body } = await ask(`${web.url}/metrics`);
      expect(status).toBe(200);
      expect(headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
      expect(body).toMatch(/^moodbox_camera_watching 1$/m);
      expect(body).toMatch(/^moodbox_temperature_celsius 48$/m);
      expect(body).not.toMatch(/mood_|moodbox_mood|faces|present|playing|volume|Morning|frames_per_second|tracks_total/);
      const room = await ask(`${web.url}/metrics`, { headers: { cookie: owner } });
      expect(room.body).toMatch(/^moodbox_mood\{mood="happy"\} 1$/m);
      expect(room.body).toMatch(/^moodbox_faces 1$/m);
      expect(room.body).toMatch(/^moodbox_frames_per_second 10$/m);
    });
  });

  it('metrics that a stranger reads for ever leave the household its view of the machine', async () => {
    await open({ proxies: ['127.0.0.1'], metrics: true });
    const { household } = await setUp();
    const scrapes = await Promise.all(Array.from({ length: 70 }, () => ask(`${web.url}/metrics`)));
    expect(scrapes.every(({ status }) => status === 200)).toBe(true);
    expect((await ask(`${web.url}/api/machine`, { headers: { cookie: household } })).status).toBe(200);
  });

  /** Debian's package prometheus has it. */
  const promtool = process.env.PROMTOOL ?? '/usr/bin/promtool';
  it.skipIf(!existsSync(promtool))(`metrics are as promtool wants them (${promtool})`, async () => {
    await open({ metrics: true });
    const { body } = await ask(`${web.url}/metrics`);
    const { status, stderr, stdout } = spawnSync(promtool, ['check', 'metrics'], { input: body, encoding: 'utf8' });
    expect(`${stdout}${stderr}`).toBe('');
    expect(status).toBe(0);
  });

  it('a support bundle is a file for owners alone', async () => {
    await open({ proxies: ['127.0.0.1'] });
    const { household, owner } = await setUp();
    const { headers, status } = await ask(`${web.url}/api/support`, { headers: { cookie: owner } });
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'application/gzip',
      'content-disposition': expect.stringMatching(/moodbox-support-.*\.tar\.gz/),
    });
    for (const path of ['/api/support', '/api/backup', '/api/log'])
      expect((await ask(web.url + path, { headers: { cookie: household } })).status).toBe(403);
  });

  it.each([
    [{ of: 5_000_000, at: 0, data: 'AAAA' }, /4 MB/],
    [{ of: 3, at: 0, data: '../etc/passwd!' }, /base64/],
    [{ of: 3, at: -1, data: 'AAAA' }, /at/],
    [{ at: 0, data: 'AAAA' }, /of/],
  ])('a piece of a backup such as %j is refused with a sentence', async (body, why) => {
    await open({});
    const answer = await post('/api/restore', body);
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.body).error).toMatch(why);
  });

  it('a piece of 32 kB gets through to the daemon', async () => {
    await open({});
    const answer = await post('/api/restore', { of: 65_536, at: 0, data: Buffer.alloc(32_768, 1).toString('base64') });
    expect(JSON.parse(answer.body)).toEqual({ received: 32_768 });
  });
});
