import { mkdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withStoredPasswords } from '../../src/appliance/stored-passwords.ts';
import { boxWithMemory, KEY, testBox } from './box.ts';

const reportOn = async (text: string | Uint8Array): Promise<string> => {
  const box = testBox();
  box.write(text);
  expect(await box.boot()).toMatchObject({ status: 0 });
  return box.report();
};
const networks = (...lines: readonly string[]): string => `system:\n  wifi:\n${lines.map((line) => `    ${line}\n`).join('')}`;

test.each([
  ['no byte', ''],
  ['blank lines', ' \n\n\t\n'],
  ['a mark and nothing else', '\ufeff\r\n'],
  ['zeros', '\0\0\0\0'],
])('a file with %s takes nothing away, and is told', async (_, text) => {
  const box = await boxWithMemory();
  const before = box.memory();
  box.write(text);
  expect(await box.boot()).toMatchObject({ status: 0, err: ['moodbox.yaml is empty'] });
  expect(box.memory()).toEqual(before);
  expect(box.report()).toContain('moodbox.yaml is empty. The box keeps the settings that it has.');
});

test.each([
  ['comments alone', '# system:\n#   hostname: kitchen\n', 'before\n'],
  [
    'the file of the image',
    '# The settings of this box.\n\nsystem:\n  # http://moodbox.local\n  hostname: moodbox\n  # wifi:\n',
    'moodbox\n',
  ],
  ['empty sections', 'system:\nmqtt:\n', 'before\n'],
])('%s takes nothing away, and is told', async (_, text, hostname) => {
  const box = await boxWithMemory();
  const before = box.memory();
  box.write(text);
  expect(await box.boot()).toMatchObject({ status: 0, err: [] });
  expect(box.memory()).toEqual({ ...before, 'system/hostname': hostname });
  expect(box.report()).toContain('the box keeps everything that it has');
});

test('an empty file does not stand in the way of an older one', async () => {
  const box = testBox();
  box.write('system:\n  hostname: kitchen\n');
  utimesSync(join(box.card, 'moodbox.yaml'), 1, 1);
  box.write('', 'moodbox.yaml.txt');
  await box.boot();
  expect(box.kept('system/hostname')).toBe('kitchen\n');
  expect(box.report()).toContain('moodbox.yaml.txt is empty, and not read.');
});

test('settings that are too large are told, and nothing is taken away by an older file', async () => {
  const box = await boxWithMemory();
  box.write('system:\n  hostname: kitchen\n');
  box.write(`system:\n  hostname: attic\n${'# more\n'.repeat(50_000)}`, 'moodbox.yaml.txt');
  await box.boot();
  expect(box.report()).toContain('Not read: moodbox.yaml.txt is too large: settings have 256 kB at most.');
  expect(box.kept('iwd/OldNet.psk')).toContain('old password');
});

test('a folder in the place of the settings is told', async () => {
  const box = testBox();
  mkdirSync(join(box.card, 'moodbox.yaml'));
  await box.boot();
  expect(box.report()).toContain('Not read: moodbox.yaml is a folder.');
});

test.each([
  ['a word processor', Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(40, 7), Buffer.from('word/document.xml')])],
  ['rich text', '{\\rtf1\\ansi\\deff0{\\fonttbl}\\f0\\fs24 system:\\par hostname: kitchen}'],
  ['a page of the web', '<html><body>system:</body></html>'],
  ['anything', Buffer.from(Array.from({ length: 900 }, (_, i) => (i * 193 + 7) % 256))],
  ['colours of a terminal', 'system:\n  hostname: \x1b[31mkitchen\n'],
])('a file of %s is no text, and nothing of it is repeated', async (_, bytes) => {
  const report = await reportOn(bytes as string | Uint8Array);
  expect(report).toContain('this is not a text file: save the settings as plain text');
  expect(report.split('\n').length).toBeLessThan(14);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
  expect(report).not.toMatch(/[\0-\x08\x0b-\x1f\x7f-\x9f]/);
});

test('a password that is cut at # is told, and the whole line goes once it is stored', async () => {
  const text = networks('- ssid: Home #2', '  password: sunshine #2024', '- ssid: "Cellar #2"', '  password: "sunshine #2024" # ours');
  const report = await reportOn(text);
  expect(report).toContain('line 3: what stands behind # is a comment, and not part of the name of the network; if it belongs to it');
  expect(report).toContain('line 4: what stands behind # is a comment, and not part of the password');
  expect(report).not.toContain('line 6');
  const stored = Buffer.from(withStoredPasswords(Buffer.from(text), ['Home', 'Cellar #2'])).toString();
  expect(stored).toBe(networks('- ssid: Home #2', '  password: (stored)', '- ssid: "Cellar #2"', '  password: (stored) # ours'));
});

test.each([
  ['UTF-16 of Notepad', (text: string) => Buffer.from(`\ufeff${text.replaceAll('\n', '\r\n')}`, 'utf16le')],
  ['a tab before the comment', (text: string) => Buffer.from(text.replace(' #', '\t#'))],
])('what is left of a password behind # goes, in %s', (_, written) => {
  const bytes = written(networks('- ssid: Home', '  password: sunshine #2024'));
  expect(Buffer.from(withStoredPasswords(bytes, ['Home'])).toString(bytes[0] === 0xff ? 'utf16le' : 'utf8')).not.toMatch(/2024|sunshine/);
});

test('a password that stands in a comment beside its network is told', async () => {
  for (const text of [
    'system:\n  wifi:\n    - ssid: Home\n  #     password: "its password"\n  #     country: DE\n',
    'system:\n  wifi:\n    # password: letmein123\n    - ssid: Home\n',
    'system:\n  wifi:\n    - ssid: Home\n      country: DE\n    # Passwort: letmein123\n',
  ]) {
    const report = await reportOn(text);
    expect(report, text).toMatch(/line \d: a password stands behind #, so 'Home' is read as a Wi-Fi without one/);
    expect(report).toContain('Wi-Fi: Home (open: no password)');
  }
});

test('a comment about another network is no warning', async () => {
  const report = await reportOn(networks('- ssid: Guest', '# - ssid: Home', '#   password: letmein123'));
  expect(report).not.toContain('behind #');
});

test.each([
  ['under system', 'system:\n  wifi:\n    - ssid: Home\n  password: letmein123\n', /a password belongs under its network, indented/],
  ['behind a dash of its own', networks('- ssid: Home', '- password: letmein123'), /its password stands behind a dash of its own/],
  ['under another name', networks('- ssid: Home', '  Passwort: letmein123'), /has the key 'Passwort': write 'password' in its place/],
])('a password %s makes no open network of its own', async (_, text, told) => {
  const box = testBox();
  box.write(text);
  await box.boot();
  expect(box.report()).toMatch(told);
  expect(box.report()).not.toContain('letmein123');
  expect([box.kept('iwd/Home.open'), box.kept('iwd/Home.psk')]).toEqual([undefined, undefined]);
});

test('a network that has lost its password by a mistake keeps the one that the box has', async () => {
  const box = await boxWithMemory();
  box.write('system:\n  hostname: my box\n  wifi:\n    - ssid: OldNet\n');
  await box.boot();
  expect([box.kept('iwd/OldNet.open'), box.kept('iwd/OldNet.psk')]).toEqual([undefined, expect.stringContaining('old password')]);
  expect(box.report()).toContain("Wi-Fi 'OldNet': stands here without a password, and the box keeps the one that it has");
});

test('of the same network twice the one with a password wins', async () => {
  const box = testBox();
  box.write(networks('- ssid: Home', '  password: letmein123', '- ssid: Home'));
  await box.boot();
  expect([box.kept('iwd/Home.open'), box.kept('iwd/Home.psk')]).toEqual([undefined, expect.stringContaining('letmein123')]);
  expect(box.report()).toContain("Wi-Fi 'Home' stands twice");
});

test.each([
  [
    'a name that is too long',
    networks(`- ssid: ${'ü'.repeat(17)}`, '  password: letmein123'),
    `Wi-Fi '${'ü'.repeat(17)}': its name is too long: 32 bytes`,
  ],
  ['the capital key', networks('- SSID: Home', '  password: letmein123'), "has the key 'SSID': write 'ssid' in its place"],
  [
    'a user name',
    networks('- ssid: eduroam', '  identity: me@uni.example', '  password: letmein123'),
    "Wi-Fi 'eduroam': a Wi-Fi with a user name cannot",
  ],
  [
    'the example',
    networks('- ssid: "name of the network"', '  password: "its password"'),
    'this is the example from the file of the image',
  ],
  ['a password in braces', networks('- ssid: Home', '  password: {letmein123}'), "Wi-Fi 'Home': name and password must be texts"],
  ['two letters that no country has', 'system:\n  country: EU\n', 'system.country: must be the two letters of a country, such as DE'],
  ['the name of every computer', 'system:\n  hostname: localhost\n', 'system.hostname: localhost is what every computer calls itself'],
  ['a name with an umlaut', 'system:\n  hostname: küche\n', 'system.hostname: a to z, digits and hyphens, 63 at most, neither'],
  ['a key at the wrong place', 'hostname: kitchen\n', "line 1: hostname belongs under 'system:', indented by two blanks"],
  [
    'all of it without indentation',
    'system:\nhostname: kitchen\nwifi:\n- ssid: Home\n',
    "line 3: wifi belongs under 'system:', indented by two blanks",
  ],
  ['a network at the top', 'ssid: Home\npassword: letmein123\n', "line 2: 'password' belongs under 'system:' and 'wifi:'"],
  ['a section twice', 'mqtt:\n  url: mqtt://a\nmqtt:\n  username: b\n', "line 3: 'mqtt' stands twice: keep one of the two"],
  ['a section that is a word', 'mqtt: homeassistant\n', 'mqtt: its keys belong on lines of their own below it'],
  ['a word and nothing else', 'kitchen\n', 'line 1: write a key, a colon, a blank and the value'],
  [
    'an SSH key with a break, indented',
    `system:\n  ssh:\n    authorized_keys:\n      - ${KEY.slice(0, 50)}\n        ${KEY.slice(50)}\n`,
    'line 4: the next line counts as part of it',
  ],
  [
    'an SSH key with a break',
    `system:\n  ssh:\n    authorized_keys:\n      - ${KEY.slice(0, 50)}\n${KEY.slice(50)}\n`,
    'the first key is cut off',
  ],
  ['a user of Imager', 'system:\n  usre: me\n', 'system: has a key that is not known: there are hostname'],
])('%s is told in plain words, without what may be a password', async (_, text, told) => {
  const report = await reportOn(text);
  expect(report).toContain(told);
  expect(report).not.toMatch(/letmein123|its password|MXGGG/);
});

test('a piece of a password as a key is not repeated', async () => {
  const report = await reportOn('mqtt:\n  url: mqtt://a\n  password: "x\nletmein123: y"z\nletmein456:\n  letmein789: 1\n');
  expect(report).not.toMatch(/letmein/);
});

test.each(['127.0.0.1', '127.0.1.1', '"::1"', 'localhost'])('with web.host: %s the report names no address', async (host) => {
  expect(await reportOn(`web:\n  host: ${host}\n`)).not.toContain('http://');
});

test('UK is read as GB, and said', async () => {
  const box = testBox();
  box.write('system:\n  country: uk\n');
  await box.boot();
  expect(box.kept('system/iwd.conf')).toBe('[General]\nCountry=GB\n');
  expect(box.report()).toContain('the country UK was read as GB');
});

test('Imager’s password and commands are worth a word, and no mistake', async () => {
  const box = testBox();
  box.write('#cloud-config\nhostname: cafe\nuser: pi\npassword: secret\nchpasswd: {expire: false}\nruncmd:\n- [true]\n', 'user-data');
  expect(await box.boot()).toMatchObject({ err: [] });
  expect(box.report()).toContain('a password has no meaning here');
  expect(box.report()).not.toMatch(/Wrong|secret/);
});
