import { describe, expect, it, test } from 'vitest';
import { isSecretSetting, valueWithoutSecrets, withoutSecrets } from '../../src/shared/secrets.ts';

describe('withoutSecrets', () => {
  it.each([
    ['no address here: a/b, user@host', 'no address here: a/b, user@host'],
    ['rtsp://user:p@ss@cam/stream', 'rtsp://cam'],
    ['first http://a:b@c/d?e=f, then mqtts://g:h@[::1]:8883', 'first http://c, then mqtts://[::1]:8883'],
  ])('%s', (said, shown) => expect(withoutSecrets(said)).toBe(shown));

  it.each([
    ['method DESCRIBE failed: user=admin&password=s3cret', 'method DESCRIBE failed: user=…&password=…'],
    ['authorization: Basic dTpw', 'authorization: …'],
    ['an http:// or rtsp:// address', 'an http:// or rtsp:// address'],
    ['at file:///opt/moodbox/dist/a.js:3:1', 'at file:///opt/moodbox/dist/a.js:3:1'],
    ["source 'rtsp://u:it's@cam/live' ended", "source 'rtsp://cam' ended"],
    ['open rtsp://user:secret', 'open rtsp://…'],
    ['no file admin:pa/ss@192.168.1.20/video', 'no file …@192.168.1.20/video'],
    ['no file admin:p@ss/w@192.168.1.20/video', 'no file …@192.168.1.20/video'],
    ["open 'rtsp://admin:pass word@cam/live' failed", "open 'rtsp://cam' failed"],
    ['http://cam:8080 is off, says me@home', 'http://cam:8080 is off, says me@home'],
    ['/video?pw=s3cret&passphrase=s3cret', '/video?pw=…&passphrase=…'],
    ['as in //user:password@192.168.1.20/…', 'as in //user:password@192.168.1.20/…'],
    ['in /opt/node_modules/@u4/a.js:3', 'in /opt/node_modules/@u4/a.js:3'],
  ])('%s', (said, shown) => expect(withoutSecrets(said)).toBe(shown));

  it('reads a long text in one go', () => expect(withoutSecrets('y'.repeat(2_000_000))).toHaveLength(2_000_000));
});

it.each(['a://b:c ', 'a://b:', 'a:b@', 'a:b/'])('reads a text of many %j in one go', (piece) => {
  expect(withoutSecrets(piece.repeat(50_000)).length).toBeGreaterThan(0);
});

it('reads a text of many addresses in one go', () => {
  expect(withoutSecrets("a://'".repeat(200_000))).toHaveLength(1_000_000);
});

test('a colon after an address belongs to the sentence', () =>
  expect(withoutSecrets('http://nas:4533: it is away; mqtt://me:pw@nas:1883: it refuses')).toBe(
    'http://nas:4533: it is away; mqtt://nas:1883: it refuses',
  ));

test('a log tells errors with their causes, and no address in them', () => {
  const err = Object.assign(new TypeError('GET http://u:p@cam/x', { cause: new Error('http://cam/?token=abc') }), { code: 'E' });
  expect(valueWithoutSecrets({ err, list: ['ws://h/p'], count: 3, none: undefined })).toEqual({
    err: {
      ...{ type: 'TypeError', code: 'E', message: 'GET http://cam', stack: expect.stringContaining('GET http://cam\n') },
      cause: { type: 'Error', message: 'http://cam', stack: expect.stringContaining('http://cam\n') },
    },
    ...{ list: ['ws://h'], count: 3, none: undefined },
  });
});

test.each(['password', 'pwd', 'apikey', 'listen_key', 'access_token', 'SIG'])('%s is a secret setting', (name) =>
  expect(isSecretSetting(name)).toBe(true),
);
test.each(['channel', 'monkeys', 'format', 'mp'])('%s is none', (name) => expect(isSecretSetting(name)).toBe(false));

test('an error that is its own cause is logged all the same', () => {
  const err = new Error('again');
  err.cause = err;
  expect(JSON.stringify(valueWithoutSecrets(err))).toContain('"cause":"…"');
});
