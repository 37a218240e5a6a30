import { describe, expect, test } from 'vitest';
import { ms } from '../../../src/domain/units.ts';
import { faultOfCode, faultOfError, faultOfStatus } from '../../../src/music/subsonic/fault.ts';
import { ServerHealth } from '../../../src/music/subsonic/health.ts';
import { credentialsOf, mayTellPassword, takesNoToken } from '../../../src/music/subsonic/login.ts';
import { genresIn, listIn, playlistsIn, replyIn, scanMark, serverName } from '../../../src/music/subsonic/reply.ts';
import { songIn } from '../../../src/music/subsonic/song.ts';
import { FakeClock } from '../../fakes/clock.ts';
import { FakeLog } from '../../fakes/log.ts';

const inside = (reply: object): string => JSON.stringify({ 'subsonic-response': reply });
const CONFIG = {
  ...{ url: 'http://nas:4533', username: 'me', password: 'word', password_file: '', ca: '' },
  plain_password: false,
  give_back: 'off',
} as const;

describe('an answer', () => {
  test('counts by its status, whatever HTTP says', () => {
    expect(replyIn(inside({ status: 'ok', version: '1.16.1' }))).toMatchObject({ ok: true });
    expect(replyIn(inside({ status: 'failed', error: { code: 40, message: 'password=word' } }))).toMatchObject({
      why: { why: 'forbidden', code: 40 },
    });
    expect(JSON.stringify(replyIn(inside({ status: 'failed', error: { code: 40, message: 'password=word' } })))).not.toContain('word=');
    expect(replyIn(inside({ status: 'failed' }))).toMatchObject({ why: { why: 'refused', code: 0 } });
  });

  test.each(['<html>404 page not found</html>', '{"error": "not found"}', '', '[]', 'null', inside([]), inside({ status: 7 })])(
    'is none: %s',
    (text) => expect(replyIn(text)).toBeUndefined(),
  );

  test('may leave out whole lists, or hold one thing in place of a list', () => {
    expect(listIn({ starred2: {} }, 'starred2', 'song')).toEqual([]);
    expect(listIn({}, 'starred2', 'song')).toEqual([]);
    expect(listIn({ starred2: { song: { id: 1 } } }, 'starred2', 'song')).toEqual([{ id: 1 }]);
    expect(genresIn({ genres: { genre: [{ value: 'Pop' }, { songCount: 3 }, null] } })).toEqual(['Pop']);
    expect(playlistsIn({ playlists: { playlist: [{ id: 5, name: 'happy', songCount: 0 }, { name: 'no id' }] } })).toEqual([
      { id: '5', name: 'happy', mark: '/0' },
    ]);
    expect(scanMark({ scanStatus: { scanning: false, count: 9 } })).toBeUndefined();
  });

  test('names the program, unless that is no name', () => {
    expect(serverName({ type: 'navidrome', serverVersion: '0.58.0' })).toBe('navidrome 0.58.0');
    expect(serverName({ type: '<b>', version: '1.12.0' })).toBe('a server of protocol 1.12.0');
    expect(serverName({})).toBe('a server');
  });
});

describe('a song', () => {
  const entry = { id: 12, title: 'Rain', artist: 'Clouds', album: 'Grey', duration: 61, coverArt: 'al-1', starred: '2026', genre: 'Pop' };

  test('has what is needed to find, show and play it', () => {
    expect(songIn(entry)).toMatchObject({
      song: { id: '12', title: 'Clouds – Rain', duration: 61_000, coverArt: 'al-1', starred: true },
      genres: ['Pop'],
      moods: [],
      knowsMoods: false,
    });
    expect(songIn({ ...entry, genres: [{ name: 'Rock' }, {}], moods: ['Sad'] })).toMatchObject({
      genres: ['Rock'],
      moods: ['Sad'],
      knowsMoods: true,
    });
  });

  test('is the same one under another id and in other letters, and another one with another title', () => {
    const key = (change: object): string | undefined => songIn({ ...entry, ...change })?.song.key;
    expect(key({ id: 99, duration: 62, album: 'GREY ' })).toBe(key({}));
    expect(new Set([key({}), key({ title: 'Snow' }), key({ artist: 'Others' }), key({ album: 'Blue' })]).size).toBe(4);
  });

  test.each([{ id: 1, title: 'x', isDir: true }, { id: 1, title: 'x', isVideo: true }, { title: 'no id' }, null, 'x', { id: '' }])(
    'is not %j',
    (each) => expect(songIn(each)).toBeUndefined(),
  );

  test('without a title is called by its id, and control characters go', () => {
    expect(songIn({ id: 'a1' })?.song.title).toBe('a1');
    expect(songIn({ id: 'a1', title: 'One\nWATCHDOG=trigger\u001b[31m' })?.song.title).toBe('One WATCHDOG=trigger [31m');
  });
});

describe('the login', () => {
  test('is a token that changes with each start, and never the password', () => {
    const [one, two] = [credentialsOf(CONFIG), credentialsOf(CONFIG)];
    if (!one.ok || !two.ok) throw new Error('no credentials');
    const settings = one.value.login.settings('token');
    expect(Object.keys(settings).sort()).toEqual(['c', 'f', 's', 't', 'u', 'v']);
    expect(settings.s).not.toBe(two.value.login.settings('token').s);
    expect(JSON.stringify(one.value)).not.toContain('word');
    expect(one.value.login.settings('password').p).toBe(`enc:${Buffer.from('word').toString('hex')}`);
  });

  test('from a file that is missing says so', () =>
    expect(credentialsOf({ ...CONFIG, password_file: '/no/such/file' })).toMatchObject({
      why: expect.stringContaining('subsonic.password_file: /no/such/file does not exist'),
    }));

  test.each([
    ['http://nas:4533', false],
    ['https://nas:4533', true],
    ['http://127.0.0.1:4533', true],
    ['http://[::1]:4533', true],
    ['http://localhost', true],
    ['http://127.0.0.1.example.org', false],
    ['http://localhost.example.org', false],
  ])('may be sent as it is to %s: %s', (url, may) => {
    expect(mayTellPassword({ ...CONFIG, url })).toBe(may);
    expect(mayTellPassword({ ...CONFIG, url, plain_password: true })).toBe(true);
  });

  test('is asked for in another form by three errors alone', () =>
    expect([10, 40, 41, 42, 50, 70].filter((code) => takesNoToken(faultOfCode(code)))).toEqual([10, 41, 42]));
});

test.each([
  [302, 'foreign'],
  [401, 'forbidden'],
  [404, 'foreign'],
  [429, 'offline'],
  [502, 'offline'],
] as const)('HTTP %i means %s', (status, why) => expect(faultOfStatus(status).why).toBe(why));

test('an error of the network is told by its code alone', () => {
  const err = Object.assign(new Error('connect http://nas/rest/ping?u=me&t=abc'), { code: 'ECONNREFUSED' });
  expect(faultOfError(err)).toEqual({ why: 'offline', detail: 'it cannot be reached (ECONNREFUSED)' });
  expect(faultOfError(Object.assign(new Error('x'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }))).toMatchObject({ why: 'foreign' });
});

test('a server that is away is asked again after seconds, later after a minute at most, and is well once it answers', async () => {
  const [clock, log] = [new FakeClock(), new FakeLog()];
  const health = new ServerHealth({ clock, log, place: 'http://nas' });
  for (let times = 0; times < 12; times += 1) {
    health.failed({ why: 'offline', detail: 'gone' });
    expect(health.resting).toMatchObject({ why: 'offline' });
    await clock.advance(ms(60_000));
    expect(health.resting).toBeUndefined();
  }
  expect(log.events).toEqual(['subsonic.lost']);
  health.failed({ why: 'gone', detail: 'one song' });
  expect(health.resting).toBeUndefined();
  health.answered();
  expect([health.state, log.events.at(-1)]).toEqual([{ kind: 'ready' }, 'subsonic.back']);
});
