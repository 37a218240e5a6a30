import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { root } from '../assets.ts';

const SOON = { timeout: 45_000, interval: 200 };
/** A box that sees nothing and plays to nowhere, with a broker of its own on any port. */
const QUIET = 'camera: { source: /dev/nothing }\nmqtt: { broker_port: 0 }\nmusic: { order: [loops] }\nplayer: { output: "null" }\n';

let folder: string;
let running: ReturnType<typeof start> | undefined;
const at = (name: string): string => join(folder, name);
const write = (yaml: string): void => writeFileSync(at('moodbox.yaml'), `${yaml}state: { dir: ${folder}/state }\n`, { mode: 0o600 });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'moodbox-safe-mode-'));
});
afterEach(async () => {
  await running?.stop();
  running = undefined;
  rmSync(folder, { recursive: true, force: true });
});

/** The built box, as the service runs it. */
function start() {
  const child = spawn(join(root, 'bin/moodbox'), ['run', '--config', at('moodbox.yaml')], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout.on('data', (data) => {
    out += data;
  });
  child.stderr.on('data', (data) => {
    err += data;
  });
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
  };
  return { ended, stop, out: () => out, err: () => err };
}

/** Waits for the page's address to be told `times` times, and returns the last one. */
const pageOf = (box: ReturnType<typeof start>, times = 1): Promise<string> =>
  vi.waitFor(() => {
    const told = [...box.out().matchAll(/^page {4}(http\S+)$/gm)].map(([, url]) => url);
    expect(told, `${box.out()}\n${box.err()}`).toHaveLength(times);
    return told[times - 1] ?? '';
  }, SOON);

async function call(method: string, url: string, body?: object): Promise<{ status: number; body: Record<string, unknown> }> {
  const sent = body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const answer = await fetch(url, { method, ...sent });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

test('a wrong file opens the page alone; what is mended there starts the box in place', { timeout: 120_000 }, async () => {
  write(`${QUIET}web: { port: 0 }\nmood: { hold: soon }\n`);
  running = start();
  const safe = await pageOf(running);
  expect(running.out()).toMatch(/^safe {4}one mistake in the configuration/m);
  expect(running.err()).toContain('"msg":"daemon.safe_mode"');
  expect(await call('GET', `${safe}/healthz`)).toMatchObject({ status: 503, body: { ok: false, rooms: { configuration: 'one mistake' } } });
  expect((await call('GET', `${safe}/api/report`)).body).toMatchObject({
    safeMode: true,
    camera: { kind: 'off' },
    playback: { kind: 'silent' },
  });
  expect(await call('POST', `${safe}/api/commands`, { type: 'camera', on: true })).toMatchObject({ status: 400 });
  expect(await call('GET', `${safe}/api/outputs`)).toMatchObject({ status: 409, body: { error: expect.stringMatching(/safe mode/) } });
  expect((await call('GET', `${safe}/api/config`)).body).toMatchObject({ safe: true, problems: [{ key: 'mood.hold' }] });
  expect((await call('PUT', `${safe}/api/config`, { changes: { 'mood.hold': '4s' } })).body).toMatchObject({ saved: true, problems: [] });
  expect((await call('POST', `${safe}/api/restart`, {})).body).toEqual({ restarting: true });
  const url = await pageOf(running, 2);
  expect((await call('GET', `${url}/api/config`)).body).toMatchObject({ safe: false, restart: false });
  expect((await call('GET', `${url}/api/report`)).body).not.toHaveProperty('safeMode');
});

test('settings with which the box cannot start are taken back', { timeout: 120_000 }, async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  write(`${QUIET}web: { port: 0 }\n`);
  running = start();
  const first = await pageOf(running);
  await vi.waitFor(() => expect(running?.err()).toContain('daemon.ready'), SOON);
  const { port } = taken.address() as AddressInfo;
  expect((await call('PUT', `${first}/api/config`, { changes: { 'web.port': port } })).body).toMatchObject({ saved: true, restart: true });
  await call('POST', `${first}/api/restart`, {});
  const second = await pageOf(running, 2);
  expect(second).not.toContain(`:${port}`);
  expect((await call('GET', `${second}/api/config`)).body).toMatchObject({
    takenBack: expect.stringContaining(`port ${port}`),
    restart: false,
  });
  expect(readFileSync(at('state/settings.yaml'), 'utf8')).not.toContain(String(port));
  taken.close();
});

test.each([
  [
    'the page cannot be opened',
    (port: number) => `web: { port: ${port} }\nmood: { hold: soon }\n`,
    /mood\.hold: .*\n.*port \d+ of 127\.0\.0\.1 is in use/,
  ],
  ['half of the certificate is missing', () => 'web: { port: 0, cert: /tmp/cert.pem }\n', /web\.cert and web\.key belong together/],
])(
  'where %s, the mistakes are said and the status is 78, after which systemd does not try again',
  { timeout: 60_000 },
  async (_, yaml, sentence) => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    write(`${QUIET}${yaml((taken.address() as AddressInfo).port)}`);
    running = start();
    expect(await running.ended).toBe(78);
    expect(running.err()).toMatch(sentence);
    taken.close();
  },
);
