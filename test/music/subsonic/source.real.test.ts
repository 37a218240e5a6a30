import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Mood } from '../../../src/domain/emotion.ts';
import type { Found, MusicChoice } from '../../../src/domain/music.ts';
import { ms } from '../../../src/domain/units.ts';
import { loadMapping } from '../../../src/music/choose/mapping.ts';
import { SubsonicSource } from '../../../src/music/subsonic/source.ts';
import { systemClock } from '../../../src/shared/async/clock.ts';
import { musicSourceContract } from '../../contracts/music.ts';
import { FakeLog } from '../../fakes/log.ts';
import type { Manner, Served } from '../../fixtures/music-server.ts';
import { PASSWORD, SONGS, StubMusicServer } from '../../fixtures/music-server.ts';

const MANNERS: readonly Manner[] = ['navidrome', 'gonic', 'supysonic', 'maneki'];
const mapping = loadMapping('', 'gentle');
const never = new AbortController().signal;
const wish = (mood: Mood, change: Partial<MusicChoice> = {}): MusicChoice => ({ mood, query: '', why: 'asked', avoid: [], ...change });

/** A clock that shows another time than the machine's, and waits as long as that. */
class ShiftedClock {
  #shift = 0;
  now = () => ms(systemClock.now() + this.#shift) as unknown as ReturnType<typeof systemClock.now>;
  sleep = systemClock.sleep;
  shift(span: number): void {
    this.#shift += span;
  }
}

/** A server and the source on it. */
async function opened(change: Partial<Served> = {}, config: Partial<StubMusicServer['config']> = {}) {
  const server = await StubMusicServer.open(change);
  const log = new FakeLog();
  const clock = new ShiftedClock();
  const source = new SubsonicSource({ config: { ...server.config, ...config }, mapping, clock, log, random: () => 0.5 });
  const close = async (): Promise<void> => {
    await source[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  };
  return { server, log, clock, source, wish: wish('happy'), hopeless: wish('away'), [Symbol.asyncDispose]: close };
}

/** The same, when the server's music has been read to its end. */
async function filled(...how: Parameters<typeof opened>) {
  const at = await opened(...how);
  await at.source.find(at.wish, never);
  await expect.poll(() => at.log.events).toContain('subsonic.read');
  return at;
}

const titleOf = (found: Found): string => (found.ok ? found.value.title : found.why);

/** The titles that come one after the other, until one comes again. */
async function playlist(source: SubsonicSource, mood: Mood): Promise<readonly string[]> {
  const played: string[] = [];
  const titles: string[] = [];
  for (;;) {
    const found = await source.find(wish(mood, { avoid: played }), never);
    if (!found.ok || played.includes(found.value.id)) return titles;
    played.push(found.value.id);
    titles.push(found.value.title);
  }
}

for (const manner of MANNERS) musicSourceContract(`SubsonicSource on a server like ${manner}`, () => opened({ manner }));

describe('what fits a mood', () => {
  test.each(MANNERS)('is known by the genre, in the spelling of a server like %s', async (manner) => {
    await using at = await filled({ manner });
    const titles = new Set(await playlist(at.source, 'happy'));
    expect([...titles]).toEqual(expect.arrayContaining(['The Suns – Bright Morning', 'The Suns – Bright Noon']));
    expect(titles.has('Clouds – Slow Rain')).toBe(false);
    expect(titles.has('Anybody – Listed')).toBe(false);
  });

  test.each(MANNERS)('is what a playlist of its name holds, if there is one, on a server like %s', async (manner) => {
    await using at = await filled({ manner, playlists: [{ name: 'moodbox Happy', songs: [6], songCount: 0 }] });
    expect(await playlist(at.source, 'happy')).toEqual(['Anybody – Listed']);
    expect(await playlist(at.source, 'sad')).toEqual(expect.arrayContaining(['Clouds – Slow Rain', 'Clouds – Slow Snow']));
  });

  test('is not what an empty playlist says', async () => {
    await using at = await filled({
      manner: 'gonic',
      playlists: [
        { name: 'happy', songs: [] },
        { name: 'Holidays', songs: [6] },
      ],
    });
    const titles = await playlist(at.source, 'happy');
    expect(titles).toContain('The Suns – Bright Noon');
    expect(titles).not.toContain('Anybody – Listed');
  });

  test('is what the songs themselves say of moods, where the server tells it', async () => {
    await using at = await filled({ manner: 'navidrome' });
    expect(await playlist(at.source, 'happy')).toContain('Clouds – Named For It');
    await using other = await filled({ manner: 'gonic' });
    expect(await playlist(other.source, 'happy')).not.toContain('Clouds – Named For It');
    expect(other.server.count('search3')).toBe(1);
  });

  test('begins with what is starred', async () => {
    for (const manner of MANNERS) {
      await using at = await filled({ manner });
      expect(titleOf(await at.source.find(wish('sad'), never))).toBe('Clouds – Slow Rain');
    }
  });

  test('and comes last where it was played lately or was not liked', async () => {
    await using at = await filled();
    const found = await at.source.find(wish('sad'), never);
    const id = found.ok ? found.value.id : '';
    expect(titleOf(await at.source.find(wish('sad', { taste: new Map([[id, -1]]) }), never))).toBe('Clouds – Slow Snow');
    expect(titleOf(await at.source.find(wish('sad', { unplayable: new Set([id]) }), never))).toBe('Clouds – Slow Snow');
  });
});

describe('a large library', () => {
  test('is read page by page', async () => {
    const songs = Array.from({ length: 1201 }, (_, number) => ({ title: `Song ${number}`, artist: 'Many', genre: 'Pop' }));
    await using at = await opened({ manner: 'gonic', songs });
    await at.source.find(at.wish, never);
    await expect.poll(() => at.log.events).toContain('subsonic.read');
    expect(at.source.size).toBe(1201);
    expect(at.source.shelf('happy', { from: 1000, most: 5 })).toMatchObject({ total: 1201, tracks: { length: 5 } });
    const offsets = at.server.asked.flatMap(({ endpoint, settings }) => (endpoint === 'getSongsByGenre' ? [settings.get('offset')] : []));
    expect(offsets).toEqual(['0', '500', '1000', '1201']);
  });

  test('is not read again before the server says that it has changed', async () => {
    for (const manner of ['navidrome', 'gonic', 'supysonic'] as const) {
      await using at = await opened({ manner });
      const { clock, server, source } = at;
      await source.find(at.wish, never);
      await expect.poll(() => at.log.events.filter((event) => event === 'subsonic.read')).toHaveLength(1);
      const looks = server.count('getPlaylists');
      clock.shift(6 * 60_000);
      await source.find(at.wish, never);
      await expect.poll(() => server.count('getPlaylists')).toBe(looks + 1);
      server.served.songs = [...SONGS, { title: 'New', artist: 'The Suns', genre: 'Pop' }];
      server.served.scanned = '2026-11-02T00:00:00Z';
      clock.shift(6 * 60_000);
      await source.find(at.wish, never);
      await expect.poll(() => at.log.events.filter((event) => event === 'subsonic.read')).toHaveLength(2);
      expect(await playlist(source, 'happy')).toContain('The Suns – New');
    }
  });
});

describe('ids that are given anew', () => {
  test('play the song that was meant, or none', async () => {
    await using at = await filled({ manner: 'gonic', songs: SONGS.slice(0, 5) });
    const before = await at.source.find(at.wish, never);
    if (!before.ok) throw new Error(before.why);
    at.server.served.renumbered = 1;
    const again = await at.source.recall(before.value, never);
    expect(again).toMatchObject({ ok: true, value: { id: before.value.id, title: before.value.title } });
    const last = at.server.asked.filter(({ endpoint }) => endpoint === 'getSong').length;
    expect(last).toBeGreaterThan(1);
    const found = await at.source.find(wish('happy', { avoid: [before.value.id] }), never);
    if (found.ok) expect((await fetch(found.value.url ?? '')).status).toBe(200);
    await expect.poll(async () => titleOf(await at.source.find(at.wish, never))).toMatch(/^The Suns – Bright/);
  });

  test('do not lose what people thought of a song', async () => {
    await using at = await opened();
    await using other = await opened({ renumbered: 4000 });
    const [one, two] = [await at.source.find(wish('sad'), never), await other.source.find(wish('sad'), never)];
    expect(one.ok && two.ok && one.value.id === two.value.id).toBe(true);
  });
});

describe('a server that refuses', () => {
  test('a wrong password is said in our own words, and nothing of the request is repeated', async () => {
    await using at = await opened({ password: 'another' });
    expect(await at.source.find(at.wish, never)).toEqual({ ok: false, why: 'blocked' });
    expect(at.source.state).toMatchObject({ kind: 'resting', why: 'forbidden' });
    expect(at.log.lines).toContainEqual({
      level: 'warn',
      event: 'subsonic.lost',
      fields: { server: at.server.url, why: 'it does not know this user name with this password' },
    });
    const requests = at.server.asked.length;
    await at.source.find(at.wish, never);
    expect(at.server.asked).toHaveLength(requests);
  });

  test('a password that was put right in its file is taken without a restart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'moodbox-password-'));
    const file = join(folder, 'password');
    writeFileSync(file, 'an old one');
    await using at = await opened({}, { password: '', password_file: file });
    expect(await at.source.find(at.wish, never)).toEqual({ ok: false, why: 'blocked' });
    writeFileSync(file, `${PASSWORD}\n`);
    at.clock.shift(120_000);
    expect((await at.source.find(at.wish, never)).ok).toBe(true);
    rmSync(folder, { recursive: true });
  });

  test.each(['/', '//', '/rest', '/rest/'])('an address with %s at its end is the same server', async (end) => {
    const server = await StubMusicServer.open();
    await using _server = server;
    const config = { ...server.config, url: `${server.url}${end}` };
    await using source = new SubsonicSource({ config, mapping, clock: systemClock, log: new FakeLog() });
    expect((await source.find(wish('happy'), never)).ok).toBe(true);
  });

  test('a server that takes no tokens gets the password only where nobody can listen', async () => {
    await using at = await opened({ manner: 'supysonic' });
    expect(titleOf(await at.source.find(wish('sad'), never))).toBe('Clouds – Slow Rain');
    expect(at.server.asked.filter(({ settings }) => settings.has('t'))).toHaveLength(1);
  });

  test('each start has a salt of its own', async () => {
    await using at = await filled();
    await using other = new SubsonicSourceAt(at.server.url, at);
    await other.source.find(at.wish, never);
    const salts = new Set(at.server.asked.map(({ settings }) => settings.get('s')));
    expect(salts.size).toBe(2);
    expect(at.server.asked.every(({ settings }) => settings.get('p') === null)).toBe(true);
  });

  test('something else at that address is no music server', async () => {
    await using at = await opened({}, { url: 'http://127.0.0.1:1' });
    await using other = await opened();
    await using lost = new SubsonicSourceAt(`${other.server.url}/somewhere`, other);
    expect(await lost.source.find(at.wish, never)).toEqual({ ok: false, why: 'broken' });
    expect(lost.source.state).toMatchObject({ kind: 'resting', why: 'foreign' });
    expect(await at.source.find(at.wish, never)).toEqual({ ok: false, why: 'offline' });
  });

  test('without an address it is off', async () => {
    await using at = await opened({}, { url: '' });
    expect(at.source.state).toEqual({ kind: 'off', lacks: 'server' });
    expect(await at.source.find(at.wish, never)).toEqual({ ok: false, why: 'off' });
    expect(at.server.asked).toEqual([]);
  });
});

/** A source with another address of the same server. */
class SubsonicSourceAt implements AsyncDisposable {
  readonly source: SubsonicSource;

  constructor(url: string, { clock, log, server }: Pick<Awaited<ReturnType<typeof opened>>, 'clock' | 'log' | 'server'>) {
    this.source = new SubsonicSource({ config: { ...server.config, url }, mapping, clock, log });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.source[Symbol.asyncDispose]();
  }
}

describe('a server that goes away', () => {
  test('is left alone, asked again within a minute, and plays when it is back after an hour', async () => {
    await using at = await opened();
    const { clock, server, source } = at;
    expect((await source.find(at.wish, never)).ok).toBe(true);
    await server.fall();
    expect(await source.find(at.wish, never)).toEqual({ ok: false, why: 'offline' });
    for (let minutes = 0; minutes < 60; minutes += 3) {
      clock.shift(3 * 60_000);
      expect(await source.find(at.wish, never)).toEqual({ ok: false, why: 'offline' });
    }
    await server.rise();
    clock.shift(61_000);
    expect((await source.find(at.wish, never)).ok).toBe(true);
    expect(at.log.events.filter((event) => /lost|back/.test(event))).toEqual(['subsonic.lost', 'subsonic.back']);
  });

  test('and one that stops in the middle holds nobody up for long', async () => {
    await using at = await opened();
    expect((await at.source.find(at.wish, never)).ok).toBe(true);
    at.server.served.stalls = true;
    expect(await at.source.find(at.wish, never)).toEqual({ ok: false, why: 'timeout' });
    const before = at.server.asked.length;
    expect(await at.source.find(at.wish, never)).toEqual({ ok: false, why: 'timeout' });
    expect(at.server.asked).toHaveLength(before);
    at.server.served.stalls = false;
    at.clock.shift(61_000);
    expect((await at.source.find(at.wish, never)).ok).toBe(true);
  });
});

describe('what the server is told', () => {
  const heard = async (give_back: 'off' | 'plays' | 'stars') => {
    await using at = await opened({}, { give_back });
    const found = await at.source.find(at.wish, never);
    if (!found.ok) throw new Error(found.why);
    at.source.heard(found.value);
    at.source.liked(found.value);
    await at.source.search('x', { mood: 'sad', most: 1 }, never);
    const wanted = give_back === 'off' ? 0 : give_back === 'plays' ? 1 : 2;
    await expect.poll(() => at.server.count('scrobble') + at.server.count('star')).toBe(wanted);
    return [at.server.count('scrobble'), at.server.count('star')];
  };

  test.each([
    ['off', [0, 0]],
    ['plays', [1, 0]],
    ['stars', [1, 1]],
  ] as const)('%s: plays and stars are %j', async (give_back, told) => expect(await heard(give_back)).toEqual(told));
});

test('a search finds what fits no mood, and it can be played', async () => {
  await using at = await opened();
  const found = await at.source.search('no genre', { mood: 'sad', most: 5 }, never);
  expect(found).toMatchObject({ ok: true, value: [{ title: 'No Genre', source: 'subsonic', mood: 'sad' }] });
  const [track] = found.ok ? found.value : [];
  if (!track) throw new Error('nothing was found');
  expect(await at.source.recall(track, never)).toMatchObject({ ok: true, value: { title: 'No Genre' } });
  expect(JSON.stringify(found)).not.toContain(PASSWORD);
});
