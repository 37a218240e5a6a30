import { describe, expect, test } from 'vitest';
import { noRemarks } from '../../../../src/appliance/card/remarks.ts';
import { systemIn } from '../../../../src/appliance/card/system/system-settings.ts';

const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAswVXqfxOkOM1h9osfsETZbgKXK7xQ5XoOozfIXPGGG tom@laptop';

test('everything that can be said', () =>
  expect(
    systemIn({
      hostname: 'Kitchen.local',
      timezone: 'europe/berlin',
      wifi: [
        { ssid: 'Home', password: '01234567', country: 'de' },
        { ssid: 'Café “Post”', hidden: 'yes' },
      ],
      ssh: { authorized_keys: [KEY] },
      airplay: 'On',
    }),
  ).toEqual({
    settings: {
      hostname: 'kitchen',
      timezone: 'Europe/Berlin',
      country: 'DE',
      networks: [
        { ssid: 'Home', password: '01234567', hidden: false },
        { ssid: 'Café “Post”', hidden: true },
      ],
      sshKeys: [KEY],
      airplay: true,
    },
    ...noRemarks(),
  }));

test.each([undefined, '', {}, { hostname: '', wifi: '', ssh: '' }])('%j says nothing', (section) =>
  expect(systemIn(section)).toEqual({ settings: {}, ...noRemarks() }),
);

test('one network needs no list', () =>
  expect(systemIn({ wifi: { ssid: 'Home', password: 'f'.repeat(64) } }).settings.networks).toEqual([
    { ssid: 'Home', password: 'f'.repeat(64), hidden: false },
  ]));

test.each([
  ['utc', 'UTC'],
  ['EUROPE/berlin', 'Europe/Berlin'],
  ['asia/kolkata', 'Asia/Kolkata'],
  ['America/Argentina/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
])('the time zone %s is %s', (written, zone) => expect(systemIn({ timezone: written }).settings).toEqual({ timezone: zone }));

test('one mistake leaves the rest in force', () => {
  const { settings, problems, leftOut } = systemIn({
    hostname: 'my box',
    timezone: 'Berlin',
    wifi: [{ ssid: 'Home', password: 'short' }, { password: 'long enough' }, { ssid: 'Guest' }],
  });
  expect(settings).toEqual({ networks: [{ ssid: 'Guest', hidden: false }] });
  expect([...problems, ...leftOut].map((each) => each.split(':')[0])).toEqual([
    'system.hostname',
    'system.timezone',
    "Wi-Fi 'Home'",
    'Wi-Fi, network 2',
  ]);
  expect([...problems, ...leftOut].join()).not.toContain('short');
});

describe('what is wrong is named', () => {
  test.each([
    [{ hostnam: 'a' }, 'system.hostnam: unknown key; did you mean system.hostname?'],
    ['kitchen', "system: must be a section with keys, such as 'hostname: kitchen'"],
    [{ country: 'Germany' }, 'system.country: must be the two letters of a country, such as DE'],
    [{ ssh: 'yes' }, "system.ssh: must be a section with the key 'authorized_keys'"],
  ])('%j', (section, problem) => expect(systemIn(section)).toEqual({ settings: expect.anything(), ...noRemarks(), problems: [problem] }));

  test('a password with an accented letter, which iwd would refuse', () =>
    expect(systemIn({ wifi: { ssid: 'Home', password: 'pässword' } }).leftOut).toHaveLength(1));

  test('a private key, which is not taken', () => {
    const { settings, problems } = systemIn({ ssh: { authorized_keys: ['-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNz', KEY] } });
    expect(settings).toEqual({ sshKeys: [KEY] });
    expect(problems).toEqual([expect.stringContaining('holds a private key')]);
  });
});

test.each([
  ['on', { airplay: true }],
  [' Yes', { airplay: true }],
  ['off', { airplay: false }],
  ['', {}],
])('airplay: %j', (airplay, settings) => expect(systemIn({ airplay })).toEqual({ settings, ...noRemarks() }));

test('a switch that is neither on nor off is told', () =>
  expect(systemIn({ airplay: 'perhaps' })).toEqual({ settings: {}, ...noRemarks(), problems: ['system.airplay: must be on or off'] }));
