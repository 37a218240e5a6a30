import { expect, test } from 'vitest';
import { addressRefusal } from '../../../src/daemon/control/address-refusal.ts';
import { loggedCommand } from '../../../src/daemon/control/logged-command.ts';
import { percent } from '../../../src/domain/units.ts';

test.each([
  'http://127.0.0.1:8080/a',
  'http://localhost/a',
  'https://[::1]:8123/a',
  'http://2130706433/a',
  'http://0x7f.1/a',
  'http://box.localhost/',
])('%s is this machine, and is refused', (url) => {
  expect(addressRefusal(url, [])).toMatchObject({ code: 'address_own', values: { host: new URL(url).host } });
});

test('a place that the configuration names is not, on its port', () => {
  expect(addressRefusal('http://127.0.0.1:8123/a', ['127.0.0.1:8123'])).toBeUndefined();
  expect(addressRefusal('http://127.0.0.1:1883/a', ['127.0.0.1:8123'])).toBeDefined();
  expect(addressRefusal('https://[::1]/a', ['[::1]:443'])).toBeUndefined();
});

test.each(['http://192.168.1.5:8123/a', 'https://example.org/a', 'http://homeassistant.local:8123/a'])('%s is elsewhere', (url) =>
  expect(addressRefusal(url, [])).toBeUndefined(),
);

test('the log has no password, path or token of an address', () => {
  const url = 'https://me:secret@nas:8123/tts/a.mp3?token=abc';
  expect(loggedCommand({ type: 'announce', url, title: 'Bell', volume: percent(5) })).toEqual({
    ...{ type: 'announce', url: 'https://nas:8123', title: 'Bell', volume: 5 },
  });
  expect(loggedCommand({ type: 'next' })).toEqual({ type: 'next' });
});
