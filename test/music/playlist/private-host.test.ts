import { expect, test } from 'vitest';
import { isPrivateHost } from '../../../src/music/playlist/private-host.ts';

test.each([
  ...['http://127.0.0.1/a', 'http://2130706433/a', 'http://0x7f.1/a', 'http://[::1]/a', 'http://[::ffff:10.0.0.1]/a', 'http://10.1.2.3/a'],
  ...['http://192.168.1.1/reboot', 'http://172.31.0.1/a', 'http://169.254.169.254/latest', 'http://[fe80::1]/a', 'http://[fd12::1]:8000/a'],
  ...['http://localhost:8080/api', 'http://nas/a', 'http://nas.local/a', 'http://fritz.box/a', 'http://0.0.0.0/a', 'http://100.64.0.1/a'],
])('%s is private', (address) => expect(isPrivateHost(address)).toBe(true));

test.each(['http://radio.example/a', 'https://8.8.8.8/a', 'http://172.32.0.1/a', 'http://[2001:db8::1]/a', 'http://10.example.org/a'])(
  '%s is not',
  (address) => expect(isPrivateHost(address)).toBe(false),
);
