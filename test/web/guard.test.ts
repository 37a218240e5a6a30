import { describe, expect, it } from 'vitest';
import { isJson, isOwnHost, isSameOrigin } from '../../src/web/guard.ts';

const names = ['cafe.example', 'Kitchen'];

describe('isOwnHost', () => {
  it.each([
    '127.0.0.1',
    '127.0.0.1:8080',
    '192.168.1.20:80',
    '[::1]:8080',
    '[fe80::1]',
    'localhost:8080',
    'LOCALHOST',
    'moodbox.local',
    'moodbox.local.:8080',
    'box.lan',
    'box.home.arpa',
    'cafe.example:8080',
    'kitchen',
  ])('answers to %s', (host) => expect(isOwnHost(host, names)).toBe(true));

  it.each([
    undefined,
    '',
    'evil.example',
    'evil.example:8080',
    'local',
    'evillocalhost',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'kitchen.evil.example',
    'user@127.0.0.1',
    '127.0.0.1/evil.example',
    '0x7f.1',
    '[::1',
    '[evil]',
    'localhost:80:80',
  ])('does not answer to %s', (host) => expect(isOwnHost(host, names)).toBe(false));
});

describe('isSameOrigin', () => {
  const host = 'moodbox.local:8080';
  it.each([
    {},
    { origin: 'http://moodbox.local:8080' },
    { origin: 'http://MOODBOX.local:8080' },
    { 'sec-fetch-site': 'same-origin', origin: 'http://moodbox.local:8080' },
    { 'sec-fetch-site': 'none' },
  ] as const)('lets %o pass', (headers) => expect(isSameOrigin({ host, ...headers })).toBe(true));

  it.each([
    { origin: 'http://evil.example' },
    { origin: 'http://moodbox.local' },
    { origin: 'http://moodbox.local:8081' },
    { origin: 'null' },
    { origin: '' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site', origin: 'http://moodbox.local:8080' },
  ] as const)('stops %o', (headers) => expect(isSameOrigin({ host, ...headers })).toBe(false));
});

describe('isJson', () => {
  it.each(['application/json', 'Application/JSON; charset=utf-8', 'application/json;charset=utf-8'])('takes %s', (type) =>
    expect(isJson(type)).toBe(true),
  );
  it.each([undefined, '', 'text/plain', 'application/jsonp', 'application/x-www-form-urlencoded', 'text/plain; application/json'])(
    'refuses %s',
    (type) => expect(isJson(type)).toBe(false),
  );
});
