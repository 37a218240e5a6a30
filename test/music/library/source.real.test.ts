import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import type { Mood } from '../../../src/domain/emotion.ts';
import { ms } from '../../../src/domain/units.ts';
import type { LibraryParts } from '../../../src/music/library/source.ts';
import { LibrarySource } from '../../../src/music/library/source.ts';
import { readTags } from '../../../src/music/library/tags.ts';
import { systemClock } from '../../../src/shared/async/clock.ts';
import { musicSourceContract } from '../../contracts/music.ts';
import { FakeClock } from '../../fakes/clock.ts';
import { FakeLog } from '../../fakes/log.ts';
import { libraryIn, libraryOf, mapping, never, playlist, wish } from '../../fixtures/library.ts';
import { tagged } from '../../fixtures/tagged.ts';

/** Reads each file after a moment, as one for a sad mood; `promise` settles when the first is begun. */
const slowly = () => {
  let begun: (word: 'reading') => void = () => undefined;
  const promise = new Promise<'reading'>((resolve) => {
    begun = resolve;
  });
  const read: LibraryParts['read'] = async () => {
    begun('reading');
    await new Promise((resolve) => setTimeout(resolve, 50));
    return { moods: ['soothing'], genres: [] };
  };
  return { promise, read };
};

musicSourceContract('LibrarySource', async () => ({
  ...libraryIn(['sad/one.mp3', 'sad/two.flac'], { clock: systemClock }),
  wish: wish('sad'),
  hopeless: wish('happy'),
}));

describe('the library', () => {
  test("has a mood's folder in any case, by the mapping's names too, however deep", async () => {
    await using library = libraryOf('SAD/a.MP3', 'Calming/Satie/b.ogg', 'soothing/c.opus', 'sadness/d.mp3', 'happy/e.mp3', 'f.mp3');
    expect(await playlist(library, 'sad')).toEqual(['SAD/a.MP3', 'soothing/c.opus', 'Calming/Satie/b.ogg']);
  });

  test('plays what was liked first, and what was skipped last', async () => {
    await using library = libraryOf('sad/a.mp3', 'sad/b.mp3', 'sad/c.mp3');
    const path = (name: string): string => join(library.folder, 'sad', name);
    const taste = new Map([
      [path('a.mp3'), -1],
      [path('c.mp3'), 0.5],
    ]);
    const first = await library.source.find({ ...wish('sad'), taste }, never);
    expect(first).toMatchObject({ ok: true, value: { title: 'c' } });
    const last = await library.source.find({ ...wish('sad', [path('c.mp3')]), taste }, never);
    expect(last).toMatchObject({ ok: true, value: { title: 'b' } });
  });

  test('leaves out what could not be played, also where it is the only one', async () => {
    await using library = libraryIn(['sad/a.mp3', 'sad/b.mp3', 'happy/c.mp3'], { clock: systemClock });
    const unplayable = new Set(['sad/a.mp3', 'happy/c.mp3'].map((file) => join(library.folder, file)));
    expect(await library.source.find({ ...wish('sad'), unplayable }, never)).toMatchObject({ value: { title: 'b' } });
    expect(await library.source.find({ ...wish('happy'), unplayable }, never)).toEqual({ ok: false, why: 'no-match' });
  });

  test('is listed by mood, in parts, and found by words of its titles and folders', async () => {
    await using library = libraryOf('sad/Fauré/Élégie.mp3', 'sad/b.mp3', 'happy/c_d.mp3');
    expect(library.source.size).toBe(0); // it has only begun to look
    expect(library.source.state).toEqual({ kind: 'looking' });
    await library.looked(1);
    expect([library.source.state, library.source.size]).toEqual([{ kind: 'ready' }, 3]);
    const sad = library.source.shelf('sad', { from: 0, most: 10 });
    expect([sad.total, sad.tracks.map(({ title }) => title).sort()]).toEqual([2, ['b', 'Élégie']]);
    expect(library.source.shelf('sad', { from: 1, most: 10 })).toEqual({ total: 2, tracks: sad.tracks.slice(1) });
    const search = async (words: string, most = 10) => {
      const found = await library.source.search(words, { most }, never);
      return found.ok && found.value.map(({ title, mood }) => `${mood} ${title}`);
    };
    expect(await search('faure elegie')).toEqual(['sad Élégie']);
    expect(await search('c d')).toEqual(['happy c d']);
    expect(await search('moodbox library')).toEqual([]); // where the library lies is nobody's words
    expect(await search('b', 0)).toEqual([]);
    const [found] = sad.tracks;
    expect(found && (await library.source.recall(found, never))).toMatchObject({ ok: true, value: { id: found?.id } });
  });

  test('without a folder is off, lists nothing and finds nothing', async () => {
    const source = libraryIn([], { folder: '' }).source;
    expect([source.state, source.size]).toEqual([{ kind: 'off', lacks: 'folder' }, 0]);
    expect(await source.search('a', { most: 3 }, never)).toEqual({ ok: false, why: 'off' });
  });

  test('plays sounds only, and nothing that the system hides', async () => {
    await using library = libraryOf('sad/cover.jpg', 'sad/list.m3u', 'sad/._hidden.mp3', 'sad/.trash/a.mp3', 'sad/b.wav');
    expect(await playlist(library, 'sad')).toEqual(['sad/b.wav']);
  });

  test('calls a track by its file, and never says that it ends', async () => {
    await using library = libraryOf('sad/Gymnopédie_No._1.mp3');
    const file = join(library.folder, 'sad/Gymnopédie_No._1.mp3');
    const value = { id: file, title: 'Gymnopédie No. 1', url: file, source: 'library', mood: 'sad' };
    expect(await library.source.find(wish('sad'), never)).toEqual({ ok: true, value });
  });

  test('plays what was played the longest ago when all was played', async () => {
    await using library = libraryOf('sad/a.mp3', 'sad/b.mp3');
    const [a, b] = ['a', 'b'].map((name) => join(library.folder, `sad/${name}.mp3`)) as [string, string];
    expect(await library.source.find(wish('sad', [b, 'else', a]), never)).toMatchObject({ value: { id: b } });
  });

  test('sees new files after five minutes, and passes over vanished ones at once', async () => {
    await using library = libraryOf('sad/a.mp3', 'sad/b.mp3');
    expect(await playlist(library, 'sad')).toEqual(['sad/a.mp3', 'sad/b.mp3']);
    library.add('sad/c.mp3');
    rmSync(join(library.folder, 'sad/a.mp3'));
    expect(await playlist(library, 'sad')).toEqual(['sad/b.mp3']);
    await library.looked(1);
    await library.clock.advance(ms(5 * 60_000));
    expect(await playlist(library, 'sad')).toEqual(['sad/b.mp3', 'sad/c.mp3']);
  });

  test('is bounded in depth and does not walk in circles', async () => {
    await using library = libraryOf('sad/1/2/3/4/5/6/7/deep.mp3', 'sad/1/2/3/4/5/6/7/8/too-deep.mp3');
    symlinkSync(join(library.folder, 'sad'), join(library.folder, 'sad/circle'));
    expect(await playlist(library, 'sad')).toEqual(['sad/1/2/3/4/5/6/7/deep.mp3']);
  });

  test('that is not configured is off; one that is not there has nothing, and says so', async () => {
    const world = { mapping, stateDir: '/nonexistent', clock: new FakeClock(), log: new FakeLog(), read: readTags };
    expect(await new LibrarySource({ folder: '', ...world }).find(wish('sad'), never)).toEqual({ ok: false, why: 'off' });
    const missing = new LibrarySource({ folder: '/no/such/folder', ...world });
    expect(await missing.find(wish('sad'), never)).toEqual({ ok: false, why: 'no-match' });
    expect(world.log.events).toContain('library.unreadable');
  });

  test('appears when its disk is mounted later', async () => {
    await using library = libraryOf();
    rmSync(library.folder, { recursive: true });
    expect(await playlist(library, 'sad')).toEqual([]);
    library.add('sad/a.mp3');
    await library.looked(1);
    await library.clock.advance(ms(5 * 60_000));
    expect(await playlist(library, 'sad')).toEqual(['sad/a.mp3']);
  });
});

describe('tags in the library', () => {
  const scanned = (log: FakeLog): readonly object[] =>
    log.lines.filter(({ event }) => event === 'library.scanned').map(({ fields }) => fields);
  const id = async (library: ReturnType<typeof libraryIn>, mood: Mood): Promise<string> => {
    const found = await library.source.find(wish(mood), never);
    return found.ok ? found.value.id.slice(library.folder.length + 1) : found.why;
  };

  test('say which mood a file is for, wherever it lies, and what it is called', async () => {
    await using library = libraryIn([], { clock: systemClock });
    const said = { title: 'Gymnopédie No. 1', artist: 'Satie', MOOD: 'Soothing' };
    const satie = await tagged(join(library.folder, 'by composer/satie/1.flac'), said);
    await tagged(join(library.folder, 'loose.ogg'), { genre: 'Bossa Nova', title: 'Wave' });
    const value = { id: satie, url: satie, title: 'Satie – Gymnopédie No. 1', source: 'library', mood: 'sad', duration: 2000 };
    expect(await library.source.find(wish('sad'), never)).toEqual({ ok: true, value });
    expect(await library.source.find(wish('disgust'), never)).toMatchObject({ ok: true, value: { title: 'Wave' } });
    expect(await id(library, 'happy')).toBe('no-match');
  });

  test("never win over the name of a mood's folder", async () => {
    await using library = libraryIn([], { clock: systemClock });
    await tagged(join(library.folder, 'fear/a.flac'), { MOOD: 'Happy', genre: 'Pop' });
    expect([await id(library, 'fear'), await id(library, 'happy')]).toEqual(['fear/a.flac', 'no-match']);
  });

  test('of broken files count for nothing, in one line of the log; their folder still plays them', async () => {
    await using library = libraryIn(['sad/a.mp3', 'b.mp3', 'c.flac'], { clock: systemClock });
    for (const file of ['sad/a.mp3', 'b.mp3', 'c.flac']) writeFileSync(join(library.folder, file), 'no sound');
    expect([await id(library, 'happy'), await id(library, 'sad')]).toEqual(['no-match', 'sad/a.mp3']);
    await library.looked(1);
    expect(scanned(library.log)).toMatchObject([{ files: 3, read: 3, broken: 3 }]);
    expect(library.log.events).toEqual(['library.scanned']);
  });

  test('are read once: not at the next look, nor after a restart, unless the file has changed', async () => {
    await using library = libraryIn([]);
    const file = join(library.folder, 'x/a.flac');
    await tagged(file, { MOOD: 'Happy' });
    writeFileSync(join(library.folder, 'x/broken.mp3'), 'noise');
    const again = (): ReturnType<typeof libraryIn> => libraryIn([], { folder: library.folder, stateDir: library.state });
    const begin = async (each: ReturnType<typeof libraryIn>, looks: number): Promise<void> => {
      void each.source.find(wish('happy'), never);
      await each.looked(looks);
    };
    await begin(library, 1);
    await library.clock.advance(ms(61 * 60_000));
    await begin(library, 2);
    expect(scanned(library.log)).toMatchObject([
      { read: 2, broken: 1 },
      { files: 2, read: 0, broken: 1 },
    ]);
    await tagged(file, { MOOD: 'Soothing', title: 'longer than before' });
    await using restarted = again();
    await begin(restarted, 1);
    expect(scanned(restarted.log)).toMatchObject([{ files: 2, read: 1, broken: 1 }]);
    expect(await restarted.source.find(wish('sad'), never)).toMatchObject({ ok: true });
    expect(await restarted.source.find(wish('happy'), never)).toEqual({ ok: false, why: 'no-match' });
  });

  test('keep their title and their length over a restart', async () => {
    await using library = libraryIn([]);
    await tagged(join(library.folder, 'happy/a.flac'), { title: 'Tagged', artist: 'Someone' });
    void library.source.find(wish('happy'), never);
    await library.looked(1);
    const before = await library.source.find(wish('happy'), never);
    expect(before).toMatchObject({ ok: true, value: { title: 'Someone – Tagged', duration: expect.any(Number) } });
    await using restarted = libraryIn([], { folder: library.folder, stateDir: library.state });
    void restarted.source.find(wish('happy'), never);
    await restarted.looked(1);
    expect(scanned(restarted.log)).toMatchObject([{ read: 0 }]);
    expect(await restarted.source.find(wish('happy'), never)).toEqual(before);
  });

  test.each(['', 'not json\n', '{"version":2,"library":"/elsewhere"}\n{}\n', '\u0000'.repeat(100)])(
    'that were kept and are damaged, or are those of another library, are read anew: %j',
    async (kept) => {
      await using library = libraryIn([], { clock: systemClock });
      writeFileSync(join(library.state, 'library-tags.ndjson'), kept);
      await tagged(join(library.folder, 'a.flac'), { MOOD: 'Happy' });
      expect(await id(library, 'happy')).toBe('a.flac');
    },
  );

  test('that cannot be kept are said, and cost nothing else', async () => {
    await using library = libraryIn([], { clock: systemClock, stateDir: '/dev/null/state' });
    await tagged(join(library.folder, 'a.flac'), { MOOD: 'Happy' });
    expect(await id(library, 'happy')).toBe('a.flac');
    await library.looked(1);
    expect(library.log.events).toContain('library.cache_unwritable');
  });

  test('are waited for where all that is known already cannot be played', async () => {
    const { promise, read } = slowly();
    await using library = libraryIn(['sad/broken.mp3', 'x/song.mp3'], { clock: systemClock, read });
    const unplayable = new Set([join(library.folder, 'sad/broken.mp3')]);
    const finding = library.source.find({ ...wish('sad'), unplayable }, never);
    await expect(Promise.race([finding, promise])).resolves.toBe('reading');
    expect(await finding).toMatchObject({ value: { title: 'song' } });
  });

  test('on a share that hangs: what is known plays, and nobody waits for the rest twice, or asks for it again', async () => {
    let asked = 0;
    const hung: LibraryParts['read'] = (_path, _clock, signal) => {
      asked += 1;
      return new Promise((_, reject) => signal.addEventListener('abort', reject, { once: true }));
    };
    await using library = libraryIn(['sad/a.mp3', 'x/b.mp3', 'x/c.mp3', 'x/d.mp3'], { read: hung });
    const first = library.source.find(wish('happy'), never);
    await vi.waitFor(() => expect(asked).toBe(2), 30_000);
    await library.clock.advance(ms(20_000));
    expect(await first).toEqual({ ok: false, why: 'timeout' });
    expect(await id(library, 'sad')).toBe('sad/a.mp3');
    await library.clock.advance(ms(60 * 60_000));
    const second = library.source.find(wish('happy'), never);
    await library.clock.advance(ms(1));
    expect(await second).toEqual({ ok: false, why: 'timeout' });
    expect(asked).toBe(2);
  });
});

describe('playlists in the library', () => {
  test('list files of the library and streams, for the mood of their name or of their folder', async () => {
    await using library = libraryOf('albums/a.mp3', 'albums/b.mp3', 'sad/c.mp3');
    writeFileSync(join(library.folder, 'Happy.m3u'), '\ufeff#EXTM3U\r\n#EXTINF:1,x\r\nalbums/a.mp3\r\nalbums\\b.mp3\r\n');
    writeFileSync(join(library.folder, 'sad/radio.m3u8'), `#EXTINF:-1,Sad Radio\nhttps://me:secret@one.example/live\n../albums/a.mp3\n`);
    expect(await playlist(library, 'happy')).toEqual(['albums/a.mp3', 'albums/b.mp3']);
    const avoid = [join(library.folder, 'sad/c.mp3'), join(library.folder, 'albums/a.mp3')];
    expect(await library.source.find(wish('sad', avoid), never)).toEqual({
      ok: true,
      value: {
        ...{ id: 'https://one.example/live', url: 'https://me:secret@one.example/live', title: 'Sad Radio' },
        ...{ source: 'library', mood: 'sad', endless: true },
      },
    });
  });

  test.each([
    ['#EXTINF:22,Song', { duration: 22_000 }],
    ['#EXTINF:-1,Song', { endless: true }],
    ['#EXTINF:0,Song', { endless: true }],
  ])('an address with %s is a track with an end, or a station', async (info, more) => {
    await using library = libraryOf();
    const urls = { happy: 'http://one.example/song.mp3', sad: 'http://one.example/listen?id=7' };
    for (const [name, url] of Object.entries(urls)) writeFileSync(join(library.folder, `${name}.m3u`), `${info}\n${url}\n`);
    for (const mood of ['happy', 'sad'] as const) {
      const value = { id: urls[mood], url: urls[mood], title: 'Song', source: 'library', mood, ...more };
      expect(await library.source.find(wish(mood), never)).toEqual({ ok: true, value });
    }
  });

  test('reach nothing else: no file outside, no hidden one, no link, no other playlist, no other kind of address', async () => {
    await using library = libraryIn(['x/a.mp3', 'x/._hidden.mp3'], { clock: systemClock });
    const outside = mkdtempSync(join(tmpdir(), 'moodbox-outside-'));
    writeFileSync(join(outside, 'out.mp3'), 'sound');
    symlinkSync(join(outside, 'out.mp3'), join(library.folder, 'x/link.mp3'));
    const lines = [`${outside}/out.mp3`, `../${basename(outside)}/out.mp3`, `file://${outside}/out.mp3`, 'x/link.mp3', 'x/._hidden.mp3'];
    const others = ['other.m3u', 'ftp://one.example/a.mp3', 'ytdl://x', 'edl://x', 'http://one.example/list.pls', '/etc/passwd', '.', ''];
    writeFileSync(join(library.folder, 'other.m3u'), 'x/a.mp3');
    writeFileSync(join(library.folder, 'happy.m3u'), [...lines, ...others].join('\n'));
    expect(await playlist(library, 'happy')).toEqual([]);
    rmSync(outside, { recursive: true });
  });
});
