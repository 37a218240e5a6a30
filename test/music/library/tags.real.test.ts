import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readTags } from '../../../src/music/library/tags.ts';
import { systemClock } from '../../../src/shared/async/clock.ts';
import { tagged } from '../../fixtures/tagged.ts';

const folder = mkdtempSync(join(tmpdir(), 'moodbox-tags-'));
afterAll(() => rmSync(folder, { recursive: true }));
const never = new AbortController().signal;
const at = (name: string): string => join(folder, name);
const read = (path: string) => readTags(path, systemClock, never);
const song = { title: 'The Title', artist: 'The Artist', genre: 'Bossa Nova' };

describe('the tags of a file', () => {
  test.each([
    ['id3-24.mp3', { TMOO: 'Relaxed' }, []],
    ['id3-23.mp3', { MOOD: 'Relaxed' }, ['-id3v2_version', '3']],
    ['vorbis.flac', { MOOD: 'Relaxed' }, []],
    ['vorbis.ogg', { MOOD: 'Relaxed' }, ['-c:a', 'libvorbis']],
    ['opus.opus', { MOOD: 'Relaxed' }, []],
    ['itunes.m4a', { MOOD: 'Relaxed' }, []],
    ['matroska.mka', { MOOD: 'Relaxed' }, ['-c:a', 'libopus']],
    ['windows.wma', { 'WM/Mood': 'Relaxed' }, []],
  ])('%s: mood, genre, title, artist and length', async (name, mood, more) => {
    const { duration, ...said } = await read(await tagged(at(name), { ...song, ...mood }, ...more));
    expect(said).toEqual({ title: 'The Title', artist: 'The Artist', moods: ['Relaxed'], genres: ['Bossa Nova'] });
    expect(duration).toBeGreaterThan(1900);
    expect(duration).toBeLessThan(2300);
  });

  test('of a file that has none are empty', async () => {
    const { duration, ...said } = await read(await tagged(at('plain.wav'), {}));
    expect(said).toEqual({ moods: [], genres: [] });
    expect(duration).toBe(2000);
  });

  test('are one line each, and bounded', async () => {
    const { title, artist } = await read(await tagged(at('long.flac'), { title: `a\n\tb${'x'.repeat(500)}`, artist: ' \u0007 ' }));
    expect(title).toMatch(/^a bx+$/);
    expect(title).toHaveLength(200);
    expect(artist).toBeUndefined();
  });
});

describe('a file that cannot be read', () => {
  test('is cut off, is something else, or is not there: a rejection', async () => {
    const cut = await tagged(at('cut.flac'), song);
    truncateSync(cut, 30);
    writeFileSync(at('text.m4a'), 'no sound at all');
    writeFileSync(at('empty.mp3'), '');
    for (const path of [cut, at('text.m4a'), at('none.mp3')]) await expect(read(path), path).rejects.toThrow();
  });

  test('claims a tag of 256 MB: little memory is asked for', async () => {
    writeFileSync(at('huge.mp3'), Buffer.concat([Buffer.from('ID3\x04\0\0'), Buffer.from([0x7f, 0x7f, 0x7f, 0x7f]), Buffer.alloc(1000)]));
    const before = process.memoryUsage().arrayBuffers;
    await read(at('huge.mp3')).catch(() => undefined);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(32 * 1024 * 1024);
  });

  test('is a pipe that nobody writes to, or a folder: nobody waits for it', async () => {
    execFileSync('mkfifo', [at('pipe.mp3')]);
    mkdirSync(at('folder.mp3'));
    await expect(read(at('pipe.mp3'))).rejects.toThrow();
    await expect(read(at('folder.mp3'))).rejects.toThrow();
  });

  test('an abort ends the reading', async () => {
    const path = await tagged(at('abort.mp3'), song);
    await expect(readTags(path, systemClock, AbortSignal.abort())).rejects.toThrow();
  });
});
