import { expect, test } from 'vitest';
import { leadsHere } from '../../src/shared/leads-here.ts';

const around = () => ['192.168.1.20', 'fe80::1%eth0', '2001:db8::20'];

test.each([
  ...['127.0.0.1', '127.255.0.9', '::1', '::', '0.0.0.0', '0.1.2.3', '::ffff:127.0.0.1', '::ffff:7f00:1'],
  ...['169.254.169.254', 'fe80::9', 'fe80::9%eth0', '224.0.0.251', '255.255.255.255', 'ff02::fb', '240.0.0.1'],
  ...['192.168.1.20', '::ffff:192.168.1.20', '2001:db8::20', '2001:0db8:0:0::20'],
])('%s leads to this machine, or means nothing elsewhere', (address) => {
  expect(leadsHere(address, around)).toBe(true);
});

test.each(['192.168.1.5', '10.0.0.1', '172.16.0.1', '100.64.0.1', 'fd00::5', '93.184.216.34', '2001:db8::21', 'nas.local', ''])(
  '%s does not',
  (address) => {
    expect(leadsHere(address, around)).toBe(false);
  },
);

test('the addresses of this very machine are known', () => {
  expect(leadsHere('127.0.0.1')).toBe(true);
  expect(leadsHere('203.0.113.9')).toBe(false);
});
