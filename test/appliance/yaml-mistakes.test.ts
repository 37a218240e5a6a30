import { expect, test } from 'vitest';
import { ownerSettings } from '../../src/appliance/card/owner-settings.ts';
import { boxWithMemory, OTHER_KEY } from './box.ts';

const wifi = (password: string, ssid = 'Home'): string =>
  `system:\n  hostname: kitchen\n  wifi:\n    - ssid: ${ssid}\n      password: ${password}\n      country: DE\nmood:\n  hold: 2m\n`;
const QUOTE = /line 5: put the password in quotes/;

/** What people write, where it goes wrong, and what they are told. */
const MISTAKES: readonly (readonly [string, string, RegExp])[] = [
  ['a password with @', wifi('@home2024'), QUOTE],
  ['a password with *', wifi('*letmein123'), QUOTE],
  ['a password with &', wifi('&letmein123'), QUOTE],
  ['a password with !', wifi('!letmein123'), QUOTE],
  ['a password with %', wifi('%letmein123'), QUOTE],
  ['a password with a backtick', wifi('`letmein123'), QUOTE],
  ['a password with a comma', wifi(',letmein123'), QUOTE],
  ['a password with |', wifi('|letmein123'), QUOTE],
  ['a password with >', wifi('>letmein123'), QUOTE],
  ['a password with a bracket', wifi('[let]mein123'), QUOTE],
  ['a password with a brace', wifi('{letmein123'), /line 5: a bracket is not closed; if it belongs to the password/],
  ['a password with a dash', wifi('- letmein123'), QUOTE],
  ['letters behind the quotes', wifi('"abc"def123'), QUOTE],
  ['a colon in a password', wifi('abc: def 123'), QUOTE],
  ['an open quotation mark', wifi('letmein123', '"Home'), /line 4: the quotation mark around the name of the network is not closed/],
  ['an open quotation mark before a quoted password', wifi('"letmein123"', '"Home'), /line 4: the quotation mark around the name/],
  ['an apostrophe in single quotes', wifi('letmein123', "'Tom's'"), /line 4: put the name of the network in quotes/],
  ['a backslash', wifi('letmein123', '"Home\\Guest"'), /line 4: a backslash .* write the name of the network in 'single quotes'/],
  ['a key that stands twice', 'system:\n  hostname: a\n  hostname: b\n', /line 3: 'hostname' stands twice/],
  ['the section twice', 'system:\n  hostname: a\nmood:\n  hold: 2m\nsystem:\n  country: DE\n', /line 5: 'system:' stands twice/],
  ['no blank behind the only colon', 'system:\n  hostname:kitchen\n', /line 2: put a blank behind the colon/],
  ['no blank behind any colon', 'system:\n  hostname:kitchen\n  timezone:Europe/Berlin\n  wifi:\n    - ssid:Home\n', /line 2: put a blank/],
  ['no blank behind one colon', 'system:\n  hostname: kitchen\n  timezone:Europe/Berlin\n  country: DE\n', /line 3: put a blank behind/],
  ['one blank too many', 'system:\n  hostname: kitchen\n   timezone: Europe/Berlin\n', /line 3: indent it by as many blanks .* too many/],
  [
    'one blank too many in all that follows',
    'system:\n  hostname: k\n   wifi:\n     - ssid: "n"\n       password: "letmein123"\n',
    /line 3: .*too many/,
  ],
  ['too few blanks', 'system:\n    hostname: kitchen\n  timezone: Europe/Berlin\n', /line 3: indent it by as many blanks/],
  [
    'a value over two lines',
    'system:\n  wifi:\n    - ssid: Home\n       password:letmein123\n',
    /line 3: the next line counts as part of it/,
  ],
  ['no colon behind the section', 'system\n  hostname: kitchen\n', /line 1: /],
  ['an equals sign', 'system:\n  hostname = kitchen\n', /system: must be a section with keys/],
];

test.each(MISTAKES)('%s is told with its line, and nothing is forgotten', async (_, text, told) => {
  const box = await boxWithMemory();
  const before = box.memory();
  box.write(text);
  const { status, err } = await box.boot();
  expect(status).toBe(0);
  expect(err.join('\n')).toMatch(told);
  const { 'config/moodbox.yaml': configuration, ...rest } = box.memory();
  const { 'config/moodbox.yaml': old, ...others } = before;
  for (const [path, kept] of Object.entries(others)) if (path !== 'system/hostname') expect([path, rest[path]]).toEqual([path, kept]);
  expect(configuration).toMatch(/hold: 2m|mqtt:\/\/old\.local/);
  expect(box.report()).toMatch(told);
  expect(box.report()).not.toMatch(/letmein|it sets nothing/);
  expect(old).toContain('player.voice: fr');
  expect(configuration).toContain('player.voice: fr');
});

test('what stands in the rest of the file holds all the same', async () => {
  const box = await boxWithMemory();
  box.write(wifi('@home2024'));
  await box.boot();
  expect(box.kept('config/moodbox.yaml')).toContain('hold: 2m');
  expect(box.kept('system/hostname')).toBe('before\n');
});

test('a mistake in the rest costs the section nothing, wherever it stands', () => {
  for (const text of [
    'system:\n  hostname: kitchen\n\nmqtt:\n  password: @home\n',
    'mqtt:\n  password: @home\nsystem:\n  hostname: kitchen\n',
    'mqtt:\n  url: "open\nsystem:\n  hostname: kitchen\n',
  ])
    expect(ownerSettings(text, 'moodbox.yaml').system.settings, text).toEqual({ hostname: 'kitchen' });
});

test('a key of SSH that cannot be read locks nobody out', async () => {
  const box = await boxWithMemory();
  box.write(`system:\n  ssh:\n    authorized_keys:\n      - ${OTHER_KEY}\n      - nonsense\n`);
  await box.boot();
  expect(box.kept('system/authorized_keys')?.split('\n')[0]).toContain('tom@laptop');
  box.write('system:\n  ssh:\n    authorized_keys:\n      - nonsense\n');
  await box.boot();
  expect(box.kept('system/authorized_keys')).toContain('tom@laptop');
});

test('AirPlay that is switched off is off, whatever else is wrong', async () => {
  const box = await boxWithMemory();
  expect(box.kept('system/airplay')).toBe('on\n');
  box.write('system:\n  airplay: off\n  hostname: my box\n');
  await box.boot();
  expect(box.kept('system/airplay')).toBeUndefined();
  expect(box.kept('iwd/OldNet.psk')).toContain('old password');
});

test.each([
  ['a password that begins with #', wifi('#letmein123'), QUOTE],
  ['a password that ends with a colon', wifi('letmein123:'), QUOTE],
  ['letters behind single quotes', wifi("'letmein's123'"), QUOTE],
  ['a name with * around it', wifi('letmein123', '*Home*'), /line 4: put the name of the network in quotes/],
  [
    'a curly quotation mark that is open',
    wifi('letmein123', '“Home'),
    /line 4: the quotation mark around the name of the network is not closed/,
  ],
  ['a dash without a blank', 'system:\n  wifi:\n    -ssid: Home\n      password: letmein123\n', /line 3: put a blank behind the dash/],
  [
    'a password that is indented too little',
    'system:\n  wifi:\n    - ssid: Home\n     password: letmein123\n',
    /line 4: indent it by as many blanks/,
  ],
  [
    'a blank too many behind comments',
    'system:\n  hostname: kitchen\n  # one\n  # two\n    wifi:\n    - ssid: Home\n',
    /line 5: indent it/,
  ],
  ['no password behind its key', wifi(''), /its password is empty: write it behind 'password:'/],
])('kept back: %s', async (_, text, told) => {
  const box = await boxWithMemory();
  box.write(text);
  const { err } = await box.boot();
  expect(err.join('\n')).toMatch(told);
  expect([box.kept('iwd/OldNet.psk'), box.kept('system/iwd.conf')]).toEqual([expect.stringContaining('old password'), expect.anything()]);
  expect(box.kept('iwd/Home.open')).toBeUndefined();
  expect(box.report()).not.toContain('letmein');
});

test.each(['(Stored)', 'stored', '"[stored]"', '( stored )', '"(STORED)"'])(
  '%s is the stored password, and not one of its own',
  async (word) => {
    const box = await boxWithMemory();
    box.write(`system:\n  wifi:\n    - ssid: OldNet\n      password: ${word}\n`);
    expect(await box.boot()).toMatchObject({ err: [] });
    expect(box.kept('iwd/OldNet.psk')).toContain('Passphrase=old password');
  },
);

test('a file that is indented as a whole is read as it is meant', () => {
  const { system, keys, problems } = ownerSettings('  # ours\n  system:\n    hostname: attic\n  mood:\n    hold: 2m\n', 'moodbox.yaml');
  expect([system.settings, keys, problems]).toEqual([{ hostname: 'attic' }, ['mood.hold'], []]);
});
