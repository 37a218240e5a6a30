import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MOODS } from '../../src/domain/emotion.ts';
import type { Track } from '../../src/domain/music.ts';
import { Covers } from '../../src/music/covers.ts';
import { systemClock } from '../../src/shared/async/clock.ts';
import { FakeLog } from '../fakes/log.ts';
import { track } from '../fakes/music.ts';

const covers = join(import.meta.dirname, '../../music/covers');
const bundled = (mood: string) => readFileSync(join(covers, `${mood}.jpg`));
const { signal } = new AbortController();
const world = { clock: systemClock, log: new FakeLog(), isThumbnailHost: ({ hostname }: URL) => hostname === '127.0.0.1' };
const of = (what: Track | undefined) => new Covers(world).of(what, 'sad', signal);

describe('the pictures that come with moodbox', () => {
  test.each(MOODS)('there is one for %s: a JPEG that Home Assistant and any broker take', (mood) => {
    const picture = bundled(mood);
    expect([...picture.subarray(0, 2)]).toEqual([0xff, 0xd8]);
    expect(picture.length).toBeLessThan(20_000);
  });

  test('stand for silence, and for music without a picture of its own', async () => {
    expect(await of(undefined)).toEqual(bundled('sad'));
    expect(await of(track('happy', 1, { source: 'loops' }))).toEqual(bundled('happy'));
    expect(await of(track('fear', 1, { source: 'streams' }))).toEqual(bundled('fear'));
  });
});

describe('a video', () => {
  const answers: Record<string, Buffer> = {};
  const asked: string[] = [];
  let server: Server;
  let url: string;
  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request.url ?? '');
      const picture = answers[request.url ?? ''];
      response.writeHead(picture ? 200 : 404).end(picture);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    answers['/vi/goodgoodgoo/hqdefault.jpg'] = bundled('angry');
    answers['/vi/pagepagepag/hqdefault.jpg'] = Buffer.from('<html>log in first</html>');
    answers['/vi/largelargel/hqdefault.jpg'] = Buffer.concat([bundled('angry'), Buffer.alloc(200_000)]);
  });
  afterAll(() => server.close());
  const video = (id: string, at: string) => track('happy', 1, { source: 'youtube', id, picture: `${at}/vi_webp/${id}/maxresdefault.webp` });

  test('is shown by its own picture', async () => expect(await of(video('goodgoodgoo', url))).toEqual(bundled('angry')));

  test.each(['pagepagepag', 'largelargel', 'nonenonenon'])('without one that can be used (%s) it is shown by its mood', async (id) =>
    expect(await of(video(id, url))).toEqual(bundled('happy')),
  );

  test('offline too, and where its site names no picture', async () => {
    expect(await of(video('goodgoodgoo', 'http://127.0.0.1:9'))).toEqual(bundled('happy'));
    expect(await of(track('happy', 1, { source: 'youtube', id: 'goodgoodgoo' }))).toEqual(bundled('happy'));
  });

  test('nothing but a video id is ever asked for', async () => {
    asked.length = 0;
    expect(await of(video('../../secret', url))).toEqual(bundled('happy'));
    expect(asked).toEqual([]);
  });
});

describe('a file of the library', () => {
  let folder: string;
  const ffmpeg = (...args: string[]) => execFileSync('ffmpeg', ['-v', 'error', '-y', ...args], { cwd: folder, stdio: 'ignore' });
  const file = (name: string) => track('happy', 1, { source: 'library', id: join(folder, name), url: join(folder, name) });
  const sizeOf = (picture: Uint8Array | undefined): string => {
    writeFileSync(join(folder, 'made.jpg'), picture ?? '');
    const args = ['-v', 'error', '-show_entries', 'stream=width,height', '-of', 'csv=p=0', join(folder, 'made.jpg')];
    return execFileSync('ffprobe', args, { encoding: 'utf8' }).trim();
  };
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'moodbox-covers-'));
    mkdirSync(join(folder, 'album'));
    ffmpeg('-f', 'lavfi', '-i', 'testsrc=size=1200x900', '-frames:v', '1', 'art.png');
    ffmpeg('-f', 'lavfi', '-i', 'sine=duration=1', 'plain.mp3');
    ffmpeg('-i', 'plain.mp3', '-i', 'art.png', '-map', '0', '-map', '1', '-c', 'copy', '-disposition:v', 'attached_pic', 'art.mp3');
    ffmpeg('-i', 'plain.mp3', join('album', 'song.mp3'));
    ffmpeg('-f', 'lavfi', '-i', 'testsrc=size=300x200', '-frames:v', '1', join('album', 'Cover.jpg'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('is shown by the picture that it carries, made small', async () => expect(sizeOf(await of(file('art.mp3')))).toBe('480,360'));

  test('is shown by the picture beside it', async () => expect(sizeOf(await of(file('album/song.mp3')))).toBe('300,200'));

  test('without either it is shown by its mood, and so is one that has gone', async () => {
    expect(await of(file('plain.mp3'))).toEqual(bundled('happy'));
    expect(await of(file('gone.mp3'))).toEqual(bundled('happy'));
  });
});
