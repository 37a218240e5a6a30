import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { jpegSize } from '../../src/shared/jpeg-size.ts';
import { root } from '../assets.ts';
import { Broker, Ear, hasMosquitto } from '../mqtt/setting.ts';
import type { LibraryBox } from './library-box.ts';
import { boxWith, isBuilt, PATIENCE, report } from './library-box.ts';

const ffmpeg = (...args: string[]): Buffer => execFileSync('ffmpeg', ['-v', 'error', '-y', ...args]);
const tone = (file: string, seconds = 60): Buffer => ffmpeg('-f', 'lavfi', '-i', `sine=frequency=440:duration=${seconds}`, file);
/** The pictures of the moods. */
const bundled = readdirSync(join(root, 'music/covers')).map((name) => readFileSync(join(root, 'music/covers', name)));

/** A PNG picture of 16,000 x 13,000 pixels in less than a megabyte. ffmpeg makes 863 MB of it. */
function pngBomb(): Buffer {
  const rows = Buffer.alloc((16_000 * 4 + 1) * 13_000);
  const head = Buffer.from('89504e470d0a1a0a', 'hex');
  const size = Buffer.from([0, 0, 0x3e, 0x80, 0, 0, 0x32, 0xc8, 8, 6, 0, 0, 0]);
  return Buffer.concat([head, chunk('IHDR', size), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(name: string, data: Buffer): Buffer {
  const words = [Buffer.alloc(4), Buffer.alloc(4)] as const;
  const body = Buffer.concat([Buffer.from(name), data]);
  words[0].writeUInt32BE(data.length);
  words[1].writeUInt32BE(crc32(body));
  return Buffer.concat([words[0], body, words[1]]);
}

/** The checksum of PNG and zip. */
function crc32(bytes: Buffer): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}

/** The title of what plays. */
const titleOn = async (box: LibraryBox): Promise<string | undefined> => (await report(box)).playback.track?.title;

describe.runIf(isBuilt && hasMosquitto)('a cover that is something else', () => {
  // Before: a frame of the video stood on MQTT, retained. Now: the picture of the mood does.
  test.each([
    ['a playlist of ffmpeg', () => 'ffconcat version 1.0\nfile secret.mkv\n'],
    [
      'a playlist of HLS',
      (folder: string) => `#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n${join(folder, 'secret.mkv')}\n#EXT-X-ENDLIST\n`,
    ],
    // Before: 863 MB for a moment, and a black picture. Now: 52 MB, and that of the mood.
    ['a PNG picture of 208 megapixels', () => pngBomb()],
  ])('%s is not shown', { timeout: 60_000 }, async (_, cover) => {
    await using broker = await Broker.open();
    await using ear = await Ear.open(broker.port);
    await using box = await boxWith({
      mqtt: { url: broker.url, id: 'box' },
      fill: (folder) => {
        tone(join(folder, 'song.wav'));
        ffmpeg('-f', 'lavfi', '-i', 'testsrc=size=100x80', '-frames:v', '1', join(folder, 'art.png'));
        const both = ['-i', join(folder, 'song.wav'), '-i', join(folder, 'art.png'), '-map', '0', '-map', '1', '-c:v', 'copy'];
        ffmpeg(...both, '-disposition:v', 'attached_pic', join(folder, 'song.mp3'));
        rmSync(join(folder, 'song.wav'));
        ffmpeg('-f', 'lavfi', '-i', 'testsrc=size=320x240:duration=1', '-c:v', 'mpeg4', join(folder, 'secret.mkv'));
        writeFileSync(join(folder, 'cover.jpg'), cover(folder));
      },
    });
    await expect.poll(() => titleOn(box), PATIENCE).toBe('song');
    const sizes = (): readonly unknown[] =>
      ear
        .on('moodbox/box/cover')
        .map((payload) => Buffer.from(payload, 'base64'))
        .filter((picture) => !bundled.some((each) => picture.equals(each)))
        .map(jpegSize);
    // The picture that the song itself carries shows that the one beside it has been looked at.
    await expect.poll(() => sizes().length, PATIENCE).toBeGreaterThan(0);
    expect(sizes()).toEqual([{ width: 100, height: 80 }]);
  });
});

describe.runIf(isBuilt)('a song that is a playlist', () => {
  // Before: it played the file outside the library, and asked the address. Now: neither is touched.
  test('plays nothing outside the library and asks no address', { timeout: 90_000 }, async () => {
    const asked: string[] = [];
    const server = createServer(({ url = '' }, response) => {
      asked.push(url);
      response.end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const songs = (outside: string): Readonly<Record<string, string>> => ({
      'hls.mp3': `#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n${outside}\n#EXTINF:9,\n${url}/hls\n#EXT-X-ENDLIST\n`,
      'concat.mp3': `ffconcat version 1.0\nfile '${outside}'\nfile '${url}/concat'\n`,
      'list.mp3': `#EXTM3U\n#EXTINF:9,a\n${outside}\n${url}/list\n`,
      'list.flac': `[playlist]\nFile1=${url}/pls\nFile2=${outside}\n`,
      'edl.mp3': `# mpv EDL v0\n${outside}\n${url}/edl\n`,
      'cue.wav': `FILE "${outside}" WAVE\n  TRACK 01 AUDIO\n    INDEX 01 00:00:00\n`,
      'sdp.mp3': `v=0\no=- 0 0 IN IP4 127.0.0.1\ns=a\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 5004 RTP/AVP 0\n`,
    });
    await using box = await boxWith({
      fill: (folder) => {
        const outside = join(folder, '../../outside.mp3');
        tone(outside);
        for (const [name, text] of Object.entries(songs(outside))) writeFileSync(join(folder, name), text);
      },
    });
    const failed = (): ReadonlySet<unknown> => new Set(box.events('player.failed').map(({ id }) => id));
    await expect.poll(() => failed().size, PATIENCE).toBe(Object.keys(songs('')).length);
    expect(box.events('track.started')).toEqual([]);
    expect(asked).toEqual([]);
    server.close();
  });
});
