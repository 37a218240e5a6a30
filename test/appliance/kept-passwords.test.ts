import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { takeCard } from '../../src/appliance/boot-settings.ts';
import { movePasswords } from '../../src/appliance/kept-passwords.ts';
import { replaceText } from '../../src/shared/write-atomic.ts';
import { call } from '../cli/call.ts';

let card: string;
let data: string;
beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'moodbox-kept-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  card = mkdtempSync(join(folder, 'card-'));
  data = mkdtempSync(join(folder, 'data-'));
});

const TEXT =
  '# ours\nsystem:\n  hostname: kitchen\n  wifi:\n    - {ssid: Home, password: let me in}\n    - {ssid: Attic, password: and me too}\nmood:\n  hold: 2m\n';
const file = (): string => join(card, 'moodbox.yaml');
const onCard = (): string => readFileSync(file(), 'utf8');
const profile = (name = 'Home'): string => readFileSync(join(data, `iwd/${name}.psk`), 'utf8');
const boot = () => call(['boot-settings', '--card', card, '--data', data, '--news', join(data, '../news')]);
const move = (...connected: readonly string[]) => movePasswords({ card, data }, connected);

test('the password of the network that has connected leaves the card, and only that', async () => {
  writeFileSync(file(), TEXT);
  await boot();
  expect(await move('Home')).toEqual({ moved: ['Home'], left: [] });
  expect(onCard()).toBe(TEXT.replace('let me in', '(stored)'));
  expect(profile()).toContain('Passphrase=let me in\n');
  expect(readdirSync(card).sort()).toEqual(['moodbox-report.txt', 'moodbox.yaml']);
});

test('what the box wrote is no new card, and a card that is new keeps what is stored', async () => {
  writeFileSync(file(), TEXT);
  await boot();
  await move('Home');
  expect((await boot()).out).toEqual(['moodbox.yaml has not changed']);
  writeFileSync(file(), onCard().replace('kitchen', 'attic').replace('ssid: Home,', 'ssid: Home, hidden: true,'));
  expect(await boot()).toMatchObject({ out: ['moodbox.yaml is read'], err: [] });
  expect(profile()).toBe('[Security]\nPassphrase=let me in\n[Settings]\nAutoConnect=true\nHidden=true\n');
  expect(readFileSync(join(card, 'moodbox-report.txt'), 'utf8')).toContain('Wi-Fi: Home (password stored on the box, hidden)\r\n');
});

test('a key that iwd has added to the profile is kept as well', async () => {
  writeFileSync(file(), TEXT);
  await boot();
  const key = `PreSharedKey=${'ab'.repeat(32)}`;
  writeFileSync(join(data, 'iwd/Home.psk'), `[Security]\n${key}\nPassphrase=let me in\n[Settings]\nAutoConnect=true\n`);
  await move('Home');
  writeFileSync(file(), onCard().replace('kitchen', 'attic'));
  await boot();
  expect(profile()).toBe(`[Security]\n${key}\nPassphrase=let me in\n[Settings]\nAutoConnect=true\n`);
});

test('a stored password that this box does not have is said, and nothing is taken away for it', async () => {
  writeFileSync(file(), TEXT.replace('let me in', '(stored)'));
  const { err } = await boot();
  expect(err).toEqual(["moodbox.yaml: Wi-Fi 'Home': this box has no stored password for 'Home': write the password itself"]);
  expect(readdirSync(join(data, 'iwd'))).toEqual(['Attic.psk']);
});

test('nothing moves for a network that has not connected, a profile that says something else, or a card that has changed', async () => {
  writeFileSync(file(), TEXT);
  await boot();
  expect(await move('Cellar')).toEqual({ moved: [], left: [] });
  writeFileSync(join(data, 'iwd/Home.psk'), '[Security]\nPassphrase=another one\n');
  expect(await move('Home')).toEqual({ moved: [], left: [] });
  writeFileSync(file(), `${TEXT}# more\n`);
  expect(await move('Attic')).toEqual({ moved: [], left: [] });
  expect(onCard()).toBe(`${TEXT}# more\n`);
});

test('a password that cannot be found for certain stays, and is named', async () => {
  const text = 'system:\n  wifi:\n    ssid: Home\n    password: >-\n      let me in\n';
  writeFileSync(file(), text);
  await boot();
  expect(await move('Home')).toEqual({ moved: [], left: ['Home'] });
  expect(onCard()).toBe(text);
});

test('the file stays the newest of several: its time is not that of a box whose clock is wrong', async () => {
  writeFileSync(file(), TEXT);
  writeFileSync(join(card, 'MOODBOX.YML'), 'system:\n  hostname: old\n');
  const time = new Date('2030-05-05T10:00:00Z');
  utimesSync(file(), time, time);
  await boot();
  await move('Home');
  expect(statSync(file()).mtime).toEqual(time);
  expect((await takeCard({ card, data })).card.system.hostname).toBe('kitchen');
});

const PULLS: Readonly<Record<string, typeof replaceText>> = {
  'before the draft': async () => Promise.reject(new Error('the plug')),
  'in the middle of the draft': async (path, pieces) => {
    writeFileSync(join(card, 'draft-moodbox.yaml-1'), Buffer.concat([...pieces].map((each) => Buffer.from(each))).subarray(0, 20));
    throw new Error(`the plug: ${path}`);
  },
  'after the draft, before it has its name': async (_, pieces) => {
    writeFileSync(join(card, 'draft-moodbox.yaml-1'), Buffer.concat([...pieces].map((each) => Buffer.from(each))));
    throw new Error('the plug');
  },
  'before the fingerprint': async (...args) => {
    await replaceText(...args);
    throw new Error('the plug');
  },
};

test.each(Object.keys(PULLS))('a plug pulled %s loses neither the password nor a setting', async (moment) => {
  writeFileSync(file(), TEXT);
  await boot();
  await expect(movePasswords({ card, data }, ['Home'], PULLS[moment])).rejects.toThrow('the plug');
  expect([TEXT, TEXT.replace('let me in', '(stored)')]).toContain(onCard());
  expect(await boot()).toMatchObject({ status: 0, err: [] });
  expect(profile()).toBe('[Security]\nPassphrase=let me in\n[Settings]\nAutoConnect=true\n');
  expect(profile('Attic')).toContain('and me too');
  expect(readFileSync(join(data, 'config/moodbox.yaml'), 'utf8')).toContain('hold: 2m');
  await move('Home');
  expect(onCard()).toBe(TEXT.replace('let me in', '(stored)'));
});
