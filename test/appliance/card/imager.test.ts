import { expect, test } from 'vitest';
import { networkConfigIn, userDataIn } from '../../../src/appliance/card/imager.ts';
import { noRemarks } from '../../../src/appliance/card/remarks.ts';

const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAswVXqfxOkOM1h9osfsETZbgKXK7xQ5XoOozfIXPGGG pi';

test('user-data: name, time zone and keys are taken; users have no meaning here, and nothing is run', () =>
  expect(
    userDataIn(
      `#cloud-config\nhostname: kitchen\nmanage_etc_hosts: true\ntimezone: Europe/London\nusers:\n- name: pi\n  passwd: $5$x\n  ssh_authorized_keys:\n    - ${KEY}\nruncmd:\n- [rm, -rf, /]\n`,
    ),
  ).toEqual({
    settings: { hostname: 'kitchen', timezone: 'Europe/London', sshKeys: [KEY] },
    ...noRemarks(),
    notes: ['not used here: runcmd', expect.stringContaining('a password has no meaning here')],
  }));

test('network-config: the networks and the country', () =>
  expect(
    networkConfigIn(
      `network:\n  version: 2\n  wifis:\n    wlan0:\n      dhcp4: true\n      regulatory-domain: "GB"\n      access-points:\n        "Home":\n          password: "00112233"\n        "Cellar":\n          hidden: true\n          auth: {key-management: psk, password: long enough}\n        Open: {}\n`,
    ),
  ).toEqual({
    settings: {
      country: 'GB',
      networks: [
        { ssid: 'Home', password: '00112233', hidden: false },
        { ssid: 'Cellar', password: 'long enough', hidden: true },
        { ssid: 'Open', hidden: false },
      ],
    },
    ...noRemarks(),
  }));

test('network-config without the outer section, for a cable alone', () =>
  expect(networkConfigIn('version: 2\nethernets:\n  eth0:\n    dhcp4: true\n')).toEqual({ settings: {}, ...noRemarks() }));

test.each(['', '# nothing\n', '[1, 2]', 'text'])('%j says nothing', (text) => {
  expect(userDataIn(text)).toEqual({ settings: {}, ...noRemarks() });
  expect(networkConfigIn(text)).toEqual({ settings: {}, ...noRemarks() });
});

test.each(['a: [', 'hostname: *nobody'])('%j is not used', (text) => {
  expect(userDataIn(text).problems).toHaveLength(1);
  expect(networkConfigIn(text).problems).toHaveLength(1);
});
