import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { hasGraphics, localPage } from '../../../src/cli/appliance/kiosk-address.ts';
import { call } from '../call.ts';

async function pageThatAnswers(): Promise<{ readonly folder: string; readonly port: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'moodbox-kiosk-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const server = createServer((_, res) => res.end('{}')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { folder, port: (server.address() as AddressInfo).port };
}

test('a browser on the box opens the page by loopback, wherever else it listens', () => {
  expect(localPage({ cert: '', host: '0.0.0.0', port: 80 })).toBe('http://127.0.0.1');
  expect(localPage({ cert: '', host: '::', port: 8080 })).toBe('http://127.0.0.1:8080');
  expect(localPage({ cert: '', host: '192.168.1.2', port: 80 })).toBe('http://192.168.1.2');
  expect(localPage({ cert: '/x.pem', host: '0.0.0.0', port: 443 })).toBe('https://127.0.0.1');
});

test('the address is told once the page answers, on the console or in a file', async () => {
  const { folder, port } = await pageThatAnswers();
  const env = { MOODBOX_WEB_PORT: String(port), MOODBOX_STATE_DIR: folder };
  const lines = [`MOODBOX_PAGE=http://127.0.0.1:${port}/kiosk`, `MOODBOX_DRAWING=${hasGraphics() ? '' : '--disable-gpu'}`];
  expect(await call(['kiosk-address'], env)).toEqual({ status: 0, out: lines, err: [] });
  const to = join(folder, 'address');
  expect(await call(['kiosk-address', '--to', to], env)).toEqual({ status: 0, out: [], err: [] });
  const [, token = ''] = /\/screen\/([\w-]{43})\n/.exec(readFileSync(to, 'utf8')) ?? [];
  expect([readFileSync(to, 'utf8'), statSync(to).mode & 0o777]).toEqual([
    `${lines.join('\n').replace('/kiosk', `/screen/${token}`)}\n`,
    0o600,
  ]);
  const kept = join(folder, 'screen-token');
  expect([readFileSync(kept, 'utf8'), statSync(kept).mode & 0o777]).toEqual([`${token}\n`, 0o600]);
  // The same one at the next start: the browser may be logged in by it for years.
  await call(['kiosk-address', '--to', to], env);
  expect(readFileSync(to, 'utf8')).toContain(`/screen/${token}\n`);
});

test('where no secret can be kept, the screen begins as any other does', async () => {
  const { folder, port } = await pageThatAnswers();
  const env = { MOODBOX_WEB_PORT: String(port), MOODBOX_STATE_DIR: join(folder, 'is/not/there') };
  const to = join(folder, 'address');
  expect((await call(['kiosk-address', '--to', to], env)).status).toBe(0);
  expect(readFileSync(to, 'utf8')).toContain(`MOODBOX_PAGE=http://127.0.0.1:${port}/kiosk\n`);
});

test.each([
  ['a PC by Intel', ['card1-HDMI-A-1', 'card1'], 'i915', true],
  ['a virtual machine', ['card0', 'renderD128'], 'virtio-pci', false],
  ['the screen of the firmware', ['card0'], 'simple-framebuffer', false],
])('whether something draws better than the processor: %s', (_, names, driver, expected) => {
  const folder = mkdtempSync(join(tmpdir(), 'moodbox-drm-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const name of names) mkdirSync(join(folder, name, 'device'), { recursive: true });
  for (const name of names) symlinkSync(`../../../bus/pci/drivers/${driver}`, join(folder, name, 'device/driver'));
  expect(hasGraphics(folder)).toBe(expected);
  expect(hasGraphics(join(folder, 'nothing'))).toBe(false);
});

test('a page that does not answer in time is said', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  expect(await call(['kiosk-address', '--wait', '1'], { MOODBOX_WEB_PORT: String(port), MOODBOX_STATE_DIR: tmpdir() })).toEqual({
    status: 1,
    out: [],
    err: [expect.stringContaining('does not answer')],
  });
});
