import { describe, expect, it } from 'vitest';
import { addressKey } from '../../../src/web/limits/address.ts';

describe('addressKey', () => {
  it.each([
    ['192.168.1.20', '192.168.1.20'],
    ['::ffff:192.168.1.20', '192.168.1.20'],
    ['::FFFF:127.0.0.1', '127.0.0.1'],
    ['::1', '0:0:0:0::/64'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002::1', '2001:db8:1:2::/64'],
    ['2001:db8::', '2001:db8:0:0::/64'],
    ['2001:DB8::1:2:3:4:5', '2001:db8:0:1::/64'],
    ['fe80::1c2:3ff%eth0', 'fe80:0:0:0::/64'],
  ])('takes %s for %s', (address, key) => expect(addressKey(address)).toBe(key));

  it('counts all that say nothing as one', () => {
    expect(addressKey(undefined)).toBe('');
    expect(addressKey('')).toBe('');
  });
});
