import { once } from 'node:events';
import { connect } from 'node:net';
import { hostname } from 'node:os';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { after, refusal, waitOf } from '../../src/domain/refusal.ts';
import { ms } from '../../src/domain/units.ts';
import { systemClock } from '../../src/shared/async/clock.ts';
import { Scope } from '../../src/shared/async/scope.ts';
import { LIMITS } from '../../src/web/limits/numbers.ts';
import type { WebServer } from '../../src/web/open.ts';
import { openWeb } from '../../src/web/open.ts';
import { FakeBox } from '../fakes/box.ts';
import { FakeLog } from '../fakes/log.ts';
import { stateFolder, webConfig } from '../fakes/web-config.ts';
import { ask, command, listen, reportIn } from './ask.ts';

const LOOPBACK = webConfig();

describe('the page over HTTP', () => {
  let scope: Scope;
  let box: FakeBox;
  let log: FakeLog;
  let web: WebServer;

  beforeEach(async () => {
    scope = new Scope();
    box = new FakeBox();
    log = new FakeLog();
    web = scope.own(await openWeb(LOOPBACK, box, { clock: systemClock, log, stateDir: stateFolder() }));
  });
  afterEach(() => scope[Symbol.asyncDispose]());

  it('serves a page whose every part is there, compressed, kept for ever where its name says so, and allowed by its own policy', async () => {
    const page = await ask(web.url);
    expect(page.headers['content-type']).toMatch('text/html');
    expect(page.body).not.toMatch(/<style|style=|<script(?![^>]*(?:src=|type="application\/json"))|\son\w+=/);
    expect(page.headers['cache-control']).toBe('private, no-cache');
    const parts = [...page.body.matchAll(/(?:href|src)="\.?\/([^"]+)"/g)].map(([, path]) => path);
    expect(parts).toHaveLength(7); // two icons, manifest, style, script, words, and the word for browsers that are too old
    for (const path of parts) {
      for (const encoding of ['br', 'gzip', 'identity']) {
        const { status, headers } = await ask(`${web.url}/${path}`, { headers: { 'accept-encoding': encoding } });
        const packed = encoding === 'identity' || /\.(?:svg|png)$/.test(path ?? '') ? undefined : encoding;
        expect([path, status, headers['content-encoding']]).toEqual([path, 200, packed]);
        expect(headers['content-type']).toMatch(/javascript|css|svg|png|manifest/);
        expect(headers['cache-control']).toMatch(path?.startsWith('assets/') ? /immutable/ : /^no-cache$/);
      }
    }
    for (const path of ['assets/none.js', 'index.html.br', '.vite/manifest.json'])
      expect((await ask(`${web.url}/${path}`)).status).toBe(404);
  });

  it('writes the newest report and who is looking into the page, and nothing that could end its data', async () => {
    const title = '</script><script>alert(1)</script>';
    const { playback } = box.report();
    if (playback.kind === 'playing') box.show({ playback: { ...playback, track: { ...playback.track, title } } });
    const { body } = await ask(web.url);
    const [, json = ''] = /<script type="application\/json" id="first">(.*?)<\/script>/.exec(body) ?? [];
    expect(JSON.parse(json)).toMatchObject({ report: { mood: 'happy', playback: { track: { title } } }, visitor: { standing: 'owner' } });
    expect(body).not.toMatch(/media\.example|secret/);
    expect(body.match(/<script/g)).toHaveLength(3);
  });

  it.each([
    ['de-AT,de;q=0.9,en;q=0.5', '', 'de'],
    ['pl,es;q=0.3', '', 'es'],
    ['pl', '', 'en'],
    ['de', 'lang=fr', 'fr'],
    ['de', 'moodbox=x; lang=xx', 'de'],
  ])('speaks the language of %s with the cookie "%s": %s', async (wanted, cookie, language) => {
    const { body, headers } = await ask(web.url, { headers: { 'accept-language': wanted, cookie } });
    expect(headers['content-language']).toBe(language);
    expect(body).toContain(`<html lang="${language}"`);
    expect(body).toContain(`assets/words-${language}-first-`);
  });

  it('leads bookmarks of the page of PINs to its view', async () => {
    expect(await ask(`${web.url}/access.html`)).toMatchObject({ status: 301, headers: { location: '/#/access' } });
  });

  it('sends a strict policy, and nothing that plain http cannot keep', async () => {
    const { headers } = await ask(web.url);
    expect(headers['content-security-policy']).toMatch("default-src 'none'");
    expect(headers['content-security-policy']).not.toMatch(/unsafe|upgrade-insecure-requests/);
    expect(headers['strict-transport-security']).toBeUndefined();
    expect(headers['x-powered-by']).toBeUndefined();
    expect(headers['x-frame-options']).toBe('DENY');
    expect(headers['content-security-policy']).toMatch("frame-ancestors 'none'");
  });

  it('may be framed by the origins that are named, and by no others', async () => {
    const config = webConfig({ frame_ancestors: ['http://ha.local:8123/', 'https://HOME.example.org'] });
    const framed = scope.own(await openWeb(config, box, { clock: systemClock, log, stateDir: stateFolder() }));
    for (const path of ['', '/api/report', '/nothing']) {
      const { headers } = await ask(framed.url + path);
      expect(headers['content-security-policy']).toMatch(/frame-ancestors http:\/\/ha\.local:8123 https:\/\/home\.example\.org;/);
      expect(headers['x-frame-options']).toBeUndefined();
    }
  });

  it('leads a screen on the wall to its page', async () => {
    expect(await ask(`${web.url}/kiosk`)).toMatchObject({ status: 302, headers: { location: '/#/kiosk' } });
    expect(await ask(`${web.url}/kiosk/locked/`)).toMatchObject({ status: 302, headers: { location: '/#/kiosk/locked' } });
  });

  it('tells how the box is', async () => {
    expect(await ask(`${web.url}/healthz`)).toMatchObject({ status: 200, body: JSON.stringify(box.condition) });
    box.condition = { ok: false, rooms: { camera: 'lost' } };
    expect(await ask(`${web.url}/healthz`)).toMatchObject({ status: 503, body: '{"ok":false,"rooms":{"camera":"lost"}}' });
  });

  it('reports without the addresses behind the music, in both ways', async () => {
    const { body } = await ask(`${web.url}/api/report`);
    expect(JSON.parse(body)).toMatchObject({ mood: 'happy', playback: { kind: 'playing', track: { title: 'Morning in the sun' } } });
    await using stream = await listen(web.url);
    const event = await stream.next();
    expect(reportIn(event)).toEqual(JSON.parse(body));
    expect(body + event).not.toMatch(/media\.example|secret|url":"http/);
  });

  it.each([
    { type: 'override', mood: 'happy' },
    { type: 'override', mood: 'auto' },
    { type: 'play' },
    { type: 'pause' },
    { type: 'next' },
    { type: 'stop' },
    { type: 'like' },
    { type: 'volume', value: 40 },
    { type: 'camera', on: false },
  ])('takes $type and answers with the report', async (said) => {
    const answer = await command(web.url, said, { origin: web.url, 'sec-fetch-site': 'same-origin' });
    expect(answer.status).toBe(202);
    expect(JSON.parse(answer.body)).toMatchObject({ id: 'cafe', mood: 'happy' });
    expect(box.commands).toEqual([said]);
  });

  it.each([
    [{ type: 'dance' }, 'unknown command type'],
    [{ type: 'volume', value: 'loud' }, 'from 0 to 100'],
    [{ type: 'override', mood: 'glad' }, 'one of the seven emotions'],
    [[], 'unknown command type'],
  ])('refuses %o with a sentence', async (said, sentence) => {
    const answer = await command(web.url, said);
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.body).error).toContain(sentence);
    expect(box.commands).toEqual([]);
  });

  const NEXT = '{"type":"next"}';
  const json = { 'content-type': 'application/json' };
  it.each([
    ['broken JSON', 400, { headers: json, body: '{"type":' }],
    ['no body', 400, { headers: json }],
    ['a bare word', 400, { headers: json, body: '"next"' }],
    ['more than 2 kB', 413, { headers: json, body: JSON.stringify({ type: 'next', more: 'x'.repeat(2048) }) }],
    ['a form', 415, { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'type=next' }],
    ['plain text', 415, { headers: { 'content-type': 'text/plain' }, body: NEXT }],
    ['no type at all', 415, { body: NEXT }],
    ['compressed JSON', 415, { headers: { ...json, 'content-encoding': 'gzip' }, body: NEXT }],
    ['another origin', 403, { headers: { ...json, origin: 'http://evil.example' }, body: NEXT }],
    ['a sandboxed frame', 403, { headers: { ...json, origin: 'null' }, body: NEXT }],
    ['another site', 403, { headers: { ...json, 'sec-fetch-site': 'cross-site' }, body: NEXT }],
    ['a name that was pointed here', 403, { headers: { ...json, host: 'evil.example' }, body: NEXT }],
  ])('refuses a command as %s', async (_what, status, question) => {
    const answer = await ask(`${web.url}/api/commands`, { method: 'POST', ...question });
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body).error).toMatch(/\w+ \w+/);
    expect(box.commands).toEqual([]);
  });

  it.each(['/', '/healthz', '/api/report', '/api/events'])('shows nothing at %s to a name that was pointed here', async (path) => {
    const answer = await ask(web.url + path, { headers: { host: 'evil.example' } });
    expect(answer.status).toBe(403);
    expect(answer.body).not.toContain('happy');
  });

  it.each([hostname(), 'moodbox.local', 'localhost', '192.168.1.20'])('answers to %s', async (host) => {
    expect((await ask(web.url, { headers: { host: `${host}:8080` } })).status).toBe(200);
  });

  it('slows down whoever sends too many commands', async () => {
    const forty = () => Promise.all(Array.from({ length: 40 }, () => command(web.url, { type: 'next' })));
    const answers = [...(await forty()), ...(await forty()), ...(await forty())]; // an address has 64 sockets
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(20);
    expect(box.commands).toHaveLength(100);
    expect(Number(refused[0]?.headers['retry-after'])).toBeGreaterThan(0);
    expect(JSON.parse(refused[0]?.body ?? '').error).toContain('too many commands');
    expect((await ask(`${web.url}/api/report`)).status).toBe(200);
  });

  it('says 404 as JSON under /api and as a page elsewhere', async () => {
    for (const path of ['/api/none', '/api', '/api?x']) {
      expect(JSON.parse((await ask(web.url + path)).body).error).toContain('no such page');
    }
    for (const path of ['/none', '/apinone', '/..%2f..%2fpackage.json', '/../package.json', '/%2e%2e/package.json']) {
      const { status, headers, body } = await ask(web.url + path);
      expect([path, status]).toEqual([path, 404]);
      expect(headers['content-type']).toMatch('text/html');
      expect(body).not.toContain('moodbox"');
    }
  });

  it('has a bounded number of live streams', async () => {
    const { all, each } = LIMITS.streams;
    const from = (i: number) => `127.0.0.${1 + (i % (all / each))}`;
    const streams = await Promise.all(Array.from({ length: all }, async (_, i) => scope.own(await listen(web.url, '', from(i)))));
    expect(streams.every(({ status }) => status === 200)).toBe(true);
    const { status, headers, body } = await ask(`${web.url}/api/events`);
    expect([status, headers['retry-after'], JSON.parse(body).error]).toEqual([503, '15', 'too many pages are watching; try again soon']);
  });

  it('says when a command that is refused can be sent again', async () => {
    box.refusal = { sentence: 'not now', wait: ms(90_500) };
    const { status, headers, body } = await command(web.url, { type: 'update' });
    expect([status, headers['retry-after'], JSON.parse(body)]).toEqual([429, '91', { error: 'not now' }]);
  });

  it('says a refusal in English, and with a code and values for other languages', async () => {
    box.refusal = after(ms(90_500), refusal('update_wait', waitOf(ms(90_500))));
    const { status, body } = await command(web.url, { type: 'update' });
    const error = 'yt-dlp was updated a short time ago; try again in 2 minutes';
    expect([status, JSON.parse(body)]).toEqual([429, { error, code: 'update_wait', values: { count: 2, unit: 'minutes' } }]);
  });

  it('says which methods an address takes, in whatever capitals it is asked for', async () => {
    for (const path of ['/api/report', '/API/Report/'])
      expect(await ask(web.url + path, { method: 'DELETE' })).toMatchObject({
        status: 405,
        headers: { allow: 'HEAD, GET' },
        body: '{"error":"this address takes HEAD, GET only"}',
      });
    expect(await ask(`${web.url}/api/commands`)).toMatchObject({ status: 405, headers: { allow: 'POST' } });
    expect((await ask(`${web.url}/API/report`)).headers['content-type']).toMatch('application/json');
    expect(await ask(`${web.url}/api/none`, { method: 'DELETE' })).toMatchObject({ status: 404 });
  });

  it('opens no stream for HEAD', async () => {
    expect(await ask(`${web.url}/api/events`, { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
  });

  it('keeps its log to itself and quiet, whatever is asked', async () => {
    await command(web.url, { type: 'next' });
    await ask(web.url);
    expect(log.lines.filter(({ level }) => level !== 'debug').map(({ event }) => event)).toEqual(['web.opened']);
    box.command = () => {
      throw new Error('s3cret');
    };
    const { status, body } = await command(web.url, { type: 'next' });
    expect(status).toBe(500);
    expect(body).not.toContain('s3cret');
    expect(log.events).toContain('web.failed');
  });
});

describe('openWeb', () => {
  const io = () => ({ clock: systemClock, log: new FakeLog(), stateDir: stateFolder() });

  it('says what to do when the port is taken', async () => {
    await using first = await openWeb(LOOPBACK, new FakeBox(), io());
    const port = Number(new URL(first.url).port);
    await expect(openWeb(webConfig({ port }), new FakeBox(), io())).rejects.toThrow(
      `port ${port} of 127.0.0.1 is in use; stop the other program, or set web.port`,
    );
  });

  it("says what to do when the address is not this machine's", async () => {
    await expect(openWeb(webConfig({ host: '192.0.2.1' }), new FakeBox(), io())).rejects.toThrow(
      '192.0.2.1 is not an address of this machine',
    );
  });

  it('tells an address that works when it listens everywhere', async () => {
    await using web = await openWeb(webConfig({ host: '0.0.0.0' }), new FakeBox(), io());
    expect(web.url).not.toContain('0.0.0.0');
    expect((await ask(`${web.url}/healthz`)).status).toBe(200);
  });

  it('answers to the name it was given', async () => {
    await using web = await openWeb(webConfig({ host: 'localhost' }), new FakeBox(), io());
    expect((await ask(`${web.url}/healthz`)).status).toBe(200);
  });

  it('ends streams, idle and half-said requests when it closes, and frees the port', async () => {
    const box = new FakeBox();
    const web = await openWeb(LOOPBACK, box, io());
    await using stream = await listen(web.url);
    await stream.next();
    const port = Number(new URL(web.url).port);
    const stalled = connect(port, '127.0.0.1').on('error', () => undefined);
    await once(stalled, 'connect');
    stalled.write('GET / HTTP/1.1\r\n');
    await (await fetch(`${web.url}/api/report`)).json(); // the server has taken both connections then
    const ended = once(stalled, 'close');
    await Promise.all([web[Symbol.asyncDispose](), web[Symbol.asyncDispose]()]);
    expect(await stream.next()).toBeUndefined();
    await ended;
    expect(box.watched).toBe(0);
    await using again = await openWeb(webConfig({ port }), box, io());
    expect(new URL(again.url).port).toBe(String(port));
  });
});
