import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { defaultConfiguration, ownerSettings } from '../../../src/appliance/card/owner-settings.ts';

const NAME = 'moodbox.yaml';

test('without settings the page is open to the house, and the state is kept', () =>
  expect(parse(defaultConfiguration())).toEqual({
    ...{ 'web.host': '0.0.0.0', 'web.port': 80 },
    ...{ 'guests.dismiss': '/usr/lib/moodbox-image/end-guest', 'player.voice': 'en', 'state.dir': '/var/lib/moodbox' },
  }));

test('the section system is for the machine, the rest for moodbox, with its comments and on its lines', () => {
  const { system, configuration, keys, problems } = ownerSettings(
    'web:\n  port: 8080 # as ever\nsystem:\n  hostname: kitchen\n  wifi: {ssid: Home, password: 01234567}\nmood:\n  hold: 2m\n',
    NAME,
  );
  expect(problems).toEqual([]);
  expect(system.settings).toEqual({ hostname: 'kitchen', networks: [{ ssid: 'Home', password: '01234567', hidden: false }] });
  expect(keys).toEqual(['web.port', 'mood.hold']);
  expect(configuration?.split('\n').slice(0, 7)).toEqual(['web:', '  port: 8080 # as ever', '', '', '', 'mood:', '  hold: 2m']);
  expect(parse(configuration ?? '')).toEqual({
    ...{ web: { port: 8080 }, mood: { hold: '2m' } },
    ...{
      'web.host': '0.0.0.0',
      'guests.dismiss': '/usr/lib/moodbox-image/end-guest',
      'player.voice': 'en',
      'state.dir': '/var/lib/moodbox',
    },
  });
});

test('a key that is written with its section counts as set', () =>
  expect(parse(ownerSettings('web.host: 127.0.0.1\n', NAME).configuration ?? '')).toMatchObject({ 'web.host': '127.0.0.1' }));

test.each(['', '# nothing\n', 'system:\n  hostname: a\n', 'mood:\n', '{}', '---\nmood:\n  hold: 2m\n...\n'])('%j is taken', (text) => {
  const { configuration, problems } = ownerSettings(text, NAME);
  expect(problems).toEqual([]);
  expect(parse(configuration ?? '')).toMatchObject({ 'web.port': 80 });
});

test('a mistake in the settings of moodbox is named in the loader’s words, and the machine gets its own all the same', () => {
  const { system, configuration, problems } = ownerSettings('system:\n  hostname: kitchen\nmood:\n  hold: soon\n  hodl: 2m\n', NAME);
  expect(system.settings).toEqual({ hostname: 'kitchen' });
  expect(configuration).toBeUndefined();
  expect(problems).toEqual([expect.stringMatching(/^mood\.hodl: unknown key/), expect.stringMatching(/^mood\.hold: /)]);
});

test('a mistake of YAML keeps its line, and what stands before it is taken for the machine', () => {
  const { system, configuration, problems } = ownerSettings('system:\n  hostname: kitchen\n\nmqtt:\n  password: [x\n', NAME);
  expect(system.settings).toEqual({ hostname: 'kitchen' });
  expect(configuration).toBeUndefined();
  expect(problems.join()).toMatch(/^line 5: a bracket is not closed; if it belongs to the password/);
});

test('a mistake of YAML within the section system takes nothing of it', () =>
  expect(ownerSettings('system:\n  hostname: kitchen\n  wifi: [\n', NAME).system.settings).toEqual({}));

test('another folder for the state would be lost at the next start', () =>
  expect(ownerSettings('state:\n  dir: /srv\n', NAME).problems).toEqual([
    expect.stringContaining('state.dir: is always /var/lib/moodbox'),
  ]));

test('braces around all of it are refused with a sentence', () => {
  const { configuration, problems } = ownerSettings('{web: {port: 80}}', NAME);
  expect(configuration).toBeUndefined();
  expect(problems).toEqual([expect.stringContaining('a line of its own')]);
});
