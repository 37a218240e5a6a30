import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { call } from '../cli/call.ts';

let card: string;
let data: string;
beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'moodbox-card-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  card = mkdtempSync(join(folder, 'card-'));
  data = mkdtempSync(join(folder, 'data-'));
});

const write = (text: string, name = 'moodbox.yaml'): void => writeFileSync(join(card, name), text);
const boot = () => call(['boot-settings', '--card', card, '--data', data, '--news', join(data, '../news')]);
const kept = (path: string): string => readFileSync(join(data, path), 'utf8');
const report = (): string => readFileSync(join(card, 'moodbox-report.txt'), 'utf8');
const HOME = 'system:\n  hostname: kitchen\n  timezone: Europe/Berlin\n  wifi: {ssid: Home, password: let me in}\n';

test('a first start with an empty card has a page for the whole house', async () => {
  expect(await boot()).toEqual({ status: 0, out: [], err: [] });
  expect(parse(kept('config/moodbox.yaml'))).toMatchObject({ 'web.host': '0.0.0.0' });
  expect(report()).toContain('There is no moodbox.yaml here');
});

test('a card becomes files, and is answered', async () => {
  write(`${HOME}mood:\n  hold: 2m\n`);
  expect(await boot()).toMatchObject({ status: 0, out: ['moodbox.yaml is read'], err: [] });
  expect(kept('system/hostname')).toBe('kitchen\n');
  expect(readlinkSync(join(data, 'system/localtime'))).toBe('/usr/share/zoneinfo/Europe/Berlin');
  expect(statSync(join(data, 'iwd/Home.psk')).mode & 0o777).toBe(0o600);
  expect(parse(kept('config/moodbox.yaml'))).toMatchObject({ mood: { hold: '2m' } });
  expect(report()).toContain('The page: http://kitchen.local\r\n');
  expect(report()).not.toContain('let me in');
});

test('a card that has not changed leaves alone what was changed on the box, and is not written again', async () => {
  write(HOME);
  await boot();
  writeFileSync(join(data, 'config/moodbox.yaml'), 'web:\n  port: 8080\n');
  expect((await boot()).out).toEqual(['moodbox.yaml has not changed']);
  expect(kept('config/moodbox.yaml')).toBe('web:\n  port: 8080\n');
  const { mtimeMs } = statSync(join(card, 'moodbox-report.txt'));
  await boot();
  expect(statSync(join(card, 'moodbox-report.txt')).mtimeMs).toBe(mtimeMs);
});

test('a mistake on a changed card keeps the settings that were good', async () => {
  write(`${HOME}mood:\n  hold: 2m\n`);
  await boot();
  const before = kept('config/moodbox.yaml');
  write('system:\n  hostname: my box\n  timezone: UTC\nmood:\n  hold: soon\n');
  const { status, err } = await boot();
  expect(status).toBe(0);
  expect(err).toEqual([expect.stringMatching(/^moodbox\.yaml: system\.hostname: /), expect.stringMatching(/^moodbox\.yaml: mood\.hold: /)]);
  expect([kept('config/moodbox.yaml'), kept('system/hostname'), kept('iwd/Home.psk')]).toEqual([
    before,
    'kitchen\n',
    expect.stringContaining('let me in'),
  ]);
  expect(readlinkSync(join(data, 'system/localtime'))).toBe('/usr/share/zoneinfo/UTC');
  expect(report()).toContain('Wrong, and not used');
});

test('what a changed card no longer says is taken away, what somebody else put there is not', async () => {
  write(HOME);
  await boot();
  writeFileSync(join(data, 'iwd/Neighbour.psk'), '');
  write('system:\n  wifi: {ssid: Attic, password: let me in}\n');
  await boot();
  expect(readdirSync(join(data, 'iwd')).sort()).toEqual(['Attic.psk', 'Neighbour.psk']);
  expect(existsSync(join(data, 'system/hostname'))).toBe(false);
  expect(existsSync(join(data, 'config/moodbox.yaml'))).toBe(true);
});

test('a card without its file, or that cannot be read, changes nothing', async () => {
  write(HOME);
  await boot();
  rmSync(join(card, 'moodbox.yaml'));
  await boot();
  rmSync(card, { recursive: true });
  const { status, err } = await boot();
  expect([kept('system/hostname'), existsSync(join(data, 'iwd/Home.psk'))]).toEqual(['kitchen\n', true]);
  expect(status).toBe(1);
  expect(err).toEqual([expect.stringContaining('cannot be written (ENOENT)')]);
});

test('Raspberry Pi Imager is heard, and moodbox.yaml goes before it', async () => {
  write('hostname: pi\ntimezone: Europe/London\n', 'user-data');
  write('network:\n  wifis:\n    wlan0:\n      access-points:\n        Home: {password: "00112233"}\n', 'network-config');
  write('system:\n  hostname: kitchen\n');
  await boot();
  expect(kept('system/hostname')).toBe('kitchen\n');
  expect(readlinkSync(join(data, 'system/localtime'))).toBe('/usr/share/zoneinfo/Europe/London');
  expect(kept('iwd/Home.psk')).toContain('Passphrase=00112233');
});
