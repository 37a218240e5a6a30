import { describe, expect, test } from 'vitest';
import { brokerAddressIn } from '../../src/config/broker-address.ts';
import { shownAddress } from '../../src/shared/address.ts';

const read = (text: string) => {
  const address = brokerAddressIn(text);
  if (!address.ok) return address.why;
  const { scheme, host, port, path } = address.value;
  return [scheme, host, port, path];
};

describe('an address', () => {
  test.each([
    ['mqtt://broker.local', ['mqtt', 'broker.local', undefined, '/']],
    ['mqtts://10.0.0.7:8884', ['mqtts', '10.0.0.7', 8884, '/']],
    ['ws://[::1]:9001', ['ws', '::1', 9001, '/']],
    ['wss://[2001:db8::1]/mqtt?token=s3cret', ['wss', '2001:db8::1', undefined, '/mqtt?token=s3cret']],
    ['mqtt://[fe80::1%eth0]:1883', ['mqtt', 'fe80::1%eth0', 1883, '/']],
    ['mqtt://[fe80::1%25eth0]:1883', ['mqtt', 'fe80::1%eth0', 1883, '/']],
    ['wss://anna:geheim@[fe80::1%wlan0.5]:9001/mqtt', ['wss', 'fe80::1%wlan0.5', 9001, '/mqtt']],
    ['mqtt://fd00::2', ['mqtt', 'fd00::2', undefined, '/']],
    ['mqtt://anna:geheim@fd00::2', ['mqtt', 'fd00::2', undefined, '/']],
    ['mqtt://fe80::1%eth0', ['mqtt', 'fe80::1%eth0', undefined, '/']],
    ['ws://2001:db8:0:0:0:0:0:1:9001/mqtt', ['ws', '2001:db8::1', 9001, '/mqtt']],
    ['mqtt://küche.local', ['mqtt', 'xn--kche-0ra.local', undefined, '/']],
    ['ws://küche.local', ['ws', 'xn--kche-0ra.local', undefined, '/']],
    [' mqtt://broker.local ', ['mqtt', 'broker.local', undefined, '/']],
  ])('%s is read for what it is', (text, parts) => expect(read(text)).toEqual(parts));

  test('with two readings is refused with both', () =>
    expect(read('mqtt://anna:geheim@::1:1883')).toBe(
      'put the IPv6 address in square brackets: [::1]:1883 if 1883 is the port, otherwise [::1:1883]',
    ));

  test.each([
    '',
    'broker.local',
    'http://a',
    'mqtt://',
    'mqtt://:1883',
    'mqtt://[::1',
    'mqtt://[fe80::1%]',
    'mqtt://a:b:c',
    'mqtt://anna:geheim@[::z]',
  ])('%j is none, and nothing of it is repeated', (text) => expect(read(text)).toMatch(/^must be an address such as mqtt:\/\/host, /));

  test.each([
    ['mqtt://anna:geheim@[fe80::1%25eth0]:1883', 'mqtt://[fe80::1%25eth0]:1883'],
    ['wss://anna:geheim@host/mqtt/?token=s3cret', 'wss://host'],
    ['mqtts://[fd00::2]', 'mqtts://[fd00::2]'],
  ])('%s is shown as %s', (text, shown) => {
    expect(brokerAddressIn(text).ok).toBe(true);
    expect(shownAddress(text)).toBe(shown);
  });
});
