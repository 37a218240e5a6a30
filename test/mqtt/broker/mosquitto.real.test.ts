import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { addressOn, isLoopback, mosquittoConfiguration, passwordLine } from '../../../src/mqtt/broker/mosquitto.ts';
import { folder, hasMosquitto } from '../setting.ts';

describe('isLoopback', () => {
  test.each(['127.0.0.1', '127.1.2.3', '::1', 'localhost'])('%s is', (host) => expect(isLoopback(host)).toBe(true));
  test.each(['0.0.0.0', '::', '', '192.168.1.2', '127.0.0.1.example.org', '::ffff:10.0.0.1', 'localhost.example.org'])(
    '%j is not',
    (host) => expect(isLoopback(host)).toBe(false),
  );
});

test.each([
  ['127.0.0.1', 'mqtt://127.0.0.1:1883'],
  ['0.0.0.0', 'mqtt://127.0.0.1:1883'],
  ['::', 'mqtt://[::1]:1883'],
  ['::1', 'mqtt://[::1]:1883'],
  ['box.local', 'mqtt://box.local:1883'],
])('a broker on %s is reached at %s', (host, url) => expect(addressOn(host, 1883)).toBe(url));

test('anonymous clients may sign in only if that is set', () => {
  const here = [{ host: '127.0.0.1', port: 1, tls: false }];
  expect(mosquittoConfiguration({ listeners: here, socket: false, anonymous: true })).toMatch(
    /^listener 1 127\.0\.0\.1\n(.*\n)*allow_anonymous true$/m,
  );
  const everywhere = [{ host: '0.0.0.0', port: 1, tls: false }];
  const closed = mosquittoConfiguration({ listeners: everywhere, socket: false, anonymous: false });
  expect(closed).toContain('allow_anonymous false\npassword_file passwords\nacl_file access');
  expect(closed).not.toContain('allow_anonymous true');
});

test.runIf(hasMosquitto)('hashes a password as mosquitto_passwd does', () => {
  using own = folder();
  const file = join(own.path, 'users');
  execFileSync('mosquitto_passwd', ['-b', '-c', file, 'box', 'geheim: ö']);
  const theirs = readFileSync(file, 'utf8');
  const salt = Buffer.from(theirs.split('$')[3] ?? '', 'base64');
  expect(passwordLine('box', 'geheim: ö', salt)).toBe(theirs);
});
