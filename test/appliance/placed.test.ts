import { expect, test } from 'vitest';
import { placedFor, profileName, profileOf } from '../../src/appliance/placed.ts';

test.each([
  ['Home net-2_4', 'Home net-2_4.psk'],
  ['Tom’s', '=546f6de2809973.psk'],
  ['a/../b', '=612f2e2e2f62.psk'],
])('iwd looks for the network %s in %s', (ssid, name) => expect(profileName({ ssid, password: 'x'.repeat(8), hidden: false })).toBe(name));

test('an open network has no secret', () => {
  expect(profileName({ ssid: 'Guest', hidden: true })).toBe('Guest.open');
  expect(profileOf({ ssid: 'Guest', hidden: true })).toBe('[Settings]\nAutoConnect=true\nHidden=true\n');
});

test.each([
  [' let\\me in', 'Passphrase=\\slet\\\\me in'],
  ['AB'.repeat(32), `PreSharedKey=${'ab'.repeat(32)}`],
])('a password is written as iwd reads it: %s', (password, line) =>
  expect(profileOf({ ssid: 'Home', password, hidden: false })).toBe(`[Security]\n${line}\n[Settings]\nAutoConnect=true\n`),
);

test('what is not said places nothing', () => expect(placedFor({}, undefined)).toEqual([]));

test('passwords are for root alone, and the configuration for moodbox', () =>
  expect(
    placedFor(
      {
        hostname: 'kitchen',
        timezone: 'Europe/Berlin',
        country: 'DE',
        networks: [{ ssid: 'Home', password: 'let me in', hidden: false }],
        sshKeys: ['a', 'b'],
        airplay: true,
      },
      'x\n',
    ),
  ).toEqual([
    { path: 'config/moodbox.yaml', text: 'x\n', mode: 0o640 },
    { path: 'system/hostname', text: 'kitchen\n', mode: 0o644 },
    { path: 'system/localtime', target: '/usr/share/zoneinfo/Europe/Berlin' },
    { path: 'system/iwd.conf', text: '[General]\nCountry=DE\n', mode: 0o644 },
    { path: 'system/authorized_keys', text: 'a\nb\n', mode: 0o600 },
    { path: 'system/airplay', text: 'on\n', mode: 0o644 },
    { path: 'iwd/Home.psk', text: expect.stringContaining('Passphrase=let me in'), mode: 0o600 },
  ]));
