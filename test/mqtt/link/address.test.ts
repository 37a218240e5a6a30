import { describe, expect, test } from 'vitest';
import { hostAndPort, zoneMistake } from '../../../src/mqtt/link/address.ts';

describe('a link-local address', () => {
  test.each([
    ['fe80::1', 'mqtt.url: fe80::1 is an address of one network only: add the interface that leads there, such as [fe80::1%wlan0]'],
    ['fe80::1%eth9', "mqtt.url: this machine has no network interface 'eth9'; it has wlan0"],
    ['fe80::1%wlan0', undefined],
    ['fe80::1%2', undefined],
    ['fd00::1', undefined],
    ['febooks.example', undefined],
    ['10.0.0.7', undefined],
  ])('%s', (host, mistake) => expect(zoneMistake(host, ['lo', 'wlan0'])).toBe(mistake));
});

test.each([
  ['::1', 1883, '[::1]:1883'],
  ['::1', undefined, '[::1]'],
  ['host', 'a free port', 'host:a free port'],
])('%s and %s are written %s', (host, port, written) => expect(hostAndPort(host, port)).toBe(written));
