import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Mood } from '../../src/domain/emotion.ts';
import type { MusicChoice } from '../../src/domain/music.ts';
import { ms } from '../../src/domain/units.ts';
import { LibrarySource } from '../../src/music/library.ts';
import { loadMapping } from '../../src/music/mapping.ts';
import { musicSourceContract } from '../contracts/music.ts';
import { FakeClock } from '../fakes/clock.ts';
import { FakeLog } from '../fakes/log.ts';

const mapping = loadMapping('', 'gentle');
const never = new AbortController().signal;
const wish = (mood: Mood, avoid: readonly string[] = []): MusicChoice => ({ mood, query: 'anything', why: 'asked', avoid });

/** A library on disk with these files; gone when disposed of. */
const libraryOf = (...files: string[]) => {
  const folder = mkdtempSync(join(tmpdir(), 'moodbox-library-'));
  const add = (file: string): string => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), 'sound');
    return join(folder, file);
  };
  for (const file of files) add(file);
  const clock = new FakeClock();
  const log = new FakeLog();
  const source = new LibrarySource({ folder, mapping, clock, log, random: () => 0.999 });
  const gone = async (): Promise<void> => rmSync(folder, { recursive: true, force: true });
  return { folder, add, clock, log, source, [Symbol.asyncDispose]: gone };
};

/** Everything that the library has for a mood, in the order in which it would be played. */
const playlist = async ({ source, folder }: ReturnType<typeof libraryOf>, mood: Mood, most = 10): Promise<readonly string[]> => {
  const played: string[] = [];
  for (;;) {
    const found = await source.find(wish(mood, played), never);
    if (!found.ok || played.includes(found.value.id) || played.length === most) return played.map((id) => id.slice(folder.length + 1));
    played.push(found.value.id);
  }
};

musicSourceContract('LibrarySource', async () => ({
  ...libraryOf('sad/one.mp3', 'sad/two.flac'),
  wish: wish('sad'),
  hopeless: wish('happy'),
}));

describe('the library', () => {
  test("has a mood's folder in any case, by the mapping's names too, however deep", async () => {
    await using library = libraryOf('SAD/a.MP3', 'Calming/Satie/b.ogg', 'soothing/c.opus', 'sadness/d.mp3', 'happy/e.mp3', 'f.mp3');
    expect(await playlist(library, 'sad')).toEqual(['SAD/a.MP3', 'Calming/Satie/b.ogg', 'soothing/c.opus']);
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

  test('plays sounds only, and nothing hidden', async () => {
    await using library = libraryOf('sad/cover.jpg', 'sad/list.m3u', 'sad/.hidden.mp3', 'sad/.trash/a.mp3', 'sad/b.wav');
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
    await library.clock.advance(ms(5 * 60_000));
    expect(await playlist(library, 'sad')).toEqual(['sad/b.mp3', 'sad/c.mp3']);
  });

  test('is bounded in depth and does not walk in circles', async () => {
    await using library = libraryOf('sad/1/2/3/4/5/6/7/deep.mp3', 'sad/1/2/3/4/5/6/7/8/too-deep.mp3');
    symlinkSync(join(library.folder, 'sad'), join(library.folder, 'sad/circle'));
    expect(await playlist(library, 'sad')).toEqual(['sad/1/2/3/4/5/6/7/deep.mp3']);
  });

  test('that is not configured is off; one that is not there has nothing, and says so', async () => {
    const clock = new FakeClock();
    const log = new FakeLog();
    expect(await new LibrarySource({ folder: '', mapping, clock, log }).find(wish('sad'), never)).toEqual({ ok: false, why: 'off' });
    const missing = new LibrarySource({ folder: '/no/such/folder', mapping, clock, log });
    expect(await missing.find(wish('sad'), never)).toEqual({ ok: false, why: 'no-match' });
    expect(log.events).toContain('library.unreadable');
  });

  test('appears when its disk is mounted later', async () => {
    await using library = libraryOf();
    rmSync(library.folder, { recursive: true });
    expect(await playlist(library, 'sad')).toEqual([]);
    library.add('sad/a.mp3');
    await library.clock.advance(ms(5 * 60_000));
    expect(await playlist(library, 'sad')).toEqual(['sad/a.mp3']);
  });
});
