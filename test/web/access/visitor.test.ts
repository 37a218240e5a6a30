import { describe, expect, test } from 'vitest';
import { anyOf } from '../../../src/shared/address-list.ts';
import { visitorOf } from '../../../src/web/access/visitor.ts';

const asked = (peer: string, headers: Record<string, string> = {}, httpVersion = '1.1') => ({
  ...{ peer, headers: { host: 'box.local', ...headers }, httpVersion, encrypted: false },
});
const nobody = anyOf([]);
const proxy = anyOf(['127.0.0.1', '192.168.1.0/24', 'fd00::/8']);

describe('without a named proxy', () => {
  test.each(['127.0.0.1', '127.0.0.2', '::1', '::ffff:127.0.0.1'])('%s is local', (peer) =>
    expect(visitorOf(asked(peer), nobody).local).toBe(true),
  );
  test.each(['192.168.1.7', '::ffff:192.168.1.7', 'fe80::1', ''])('%j is not', (peer) =>
    expect(visitorOf(asked(peer), nobody).local).toBe(false),
  );

  test.each([
    { 'x-forwarded-for': '127.0.0.1' },
    { 'x-forwarded-proto': 'https' },
    { forwarded: 'for=127.0.0.1' },
    { via: '1.1 proxy' },
    { 'x-real-ip': '127.0.0.1' },
    { 'cf-connecting-ip': '127.0.0.1' },
  ])('%o makes a request of this machine one from outside, and tells nothing', (headers) =>
    expect(visitorOf(asked('127.0.0.1', headers), nobody)).toEqual({
      ...{ address: '127.0.0.1', local: false, proxied: false, secure: false, host: 'box.local' },
    }),
  );
  test("so does HTTP/1.0, nginx's own way", () => expect(visitorOf(asked('127.0.0.1', {}, '1.0'), nobody).local).toBe(false));
  test('a stranger cannot say to be this machine', () =>
    expect(visitorOf(asked('192.168.1.7', { 'x-forwarded-for': '127.0.0.1' }), nobody)).toMatchObject({
      address: '192.168.1.7',
      local: false,
    }));
});

describe('through a named proxy', () => {
  const told = (list: string) => visitorOf(asked('127.0.0.1', { 'x-forwarded-for': list }), proxy).address;
  test('the visitor is the last who is no proxy', () => {
    expect(told('10.0.0.9')).toBe('10.0.0.9');
    expect(told('1.2.3.4, 10.0.0.9')).toBe('10.0.0.9');
    expect(told('1.2.3.4, 10.0.0.9, 192.168.1.3')).toBe('10.0.0.9');
    expect(told('::ffff:10.0.0.9')).toBe('10.0.0.9');
  });
  test.each(['', 'nonsense\u001b[2J', '10.0.0.9:80', "'; DROP"])('what is no address is the proxy: %j', (list) =>
    expect(told(list)).toBe('127.0.0.1'),
  );
  test('nobody is local, whatever is told', () => {
    for (const list of ['127.0.0.1', '::1', ''])
      expect(visitorOf(asked('127.0.0.1', { 'x-forwarded-for': list }), proxy).local).toBe(false);
    expect(visitorOf(asked('127.0.0.1'), proxy).local).toBe(false);
  });
  test('scheme and host are told', () =>
    expect(visitorOf(asked('192.168.1.3', { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'music.example.org' }), proxy)).toMatchObject(
      {
        ...{ secure: true, host: 'music.example.org', proxied: true },
      },
    ));
});
