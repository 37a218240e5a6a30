import { describe, expect, test } from 'vitest';
import { isStream, parsePlaylist, pathsOf } from '../../../src/music/library/playlist.ts';

const parsed = (text: string, encoding: BufferEncoding = 'utf8') => parsePlaylist(Buffer.from(text, encoding));
const targets = (text: string) => parsed(text).map(({ target }) => target);

describe('a playlist', () => {
  test('has files and streams, with the titles of #EXTINF; other comments count for nothing', () => {
    const text = '#EXTM3U\n#EXTINF:123,Satie - Gymnopédie\nsatie.mp3\n\n# mine\n#EXTALB:x\nhttp://one.example/live\n#EXTINF:-1,\nb.mp3\n';
    expect(parsed(text)).toEqual([
      { target: 'satie.mp3', title: 'Satie - Gymnopédie' },
      { target: 'http://one.example/live' },
      { target: 'b.mp3' },
    ]);
  });

  test('gives a title to the next entry only', () => {
    expect(parsed('#EXTINF:1,A\na.mp3\nb.mp3')).toEqual([{ target: 'a.mp3', title: 'A' }, { target: 'b.mp3' }]);
  });

  test.each([
    ['UTF-8', Buffer.from('é/ñ.mp3')],
    ['UTF-8 with a mark', Buffer.from('\ufeffé/ñ.mp3')],
    ['Latin-1', Buffer.from('é/ñ.mp3', 'latin1')],
    ['UTF-16', Buffer.from('\ufeffé/ñ.mp3\r\n', 'utf16le')],
  ])('is read as %s', (_, bytes) => expect(parsePlaylist(bytes)).toEqual([{ target: 'é/ñ.mp3' }]));

  test('has lines of 4,096 characters at most; a longer one is left out', () => {
    const [longest, longer] = [`${'a'.repeat(4092)}.mp3`, `${'a'.repeat(4093)}.mp3`];
    expect(targets(`${longest}\n${longer}\nb.mp3`)).toEqual([longest, 'b.mp3']);
  });

  test.each(['\n', '\r\n', '\r'])('has lines that end in %j', (end) => {
    expect(targets(['#EXTM3U', ' a.mp3 ', 'b.mp3'].join(end))).toEqual(['a.mp3', 'b.mp3']);
  });

  test('may be a PLS', () => {
    const pls = '[playlist]\nNumberOfEntries=2\nFile1=http://one.example/live\nTitle1=One\nLength1=-1\nFile2=b.mp3\nFile3=\nVersion=2\n';
    expect(parsed(pls)).toEqual([{ target: 'http://one.example/live', title: 'One' }, { target: 'b.mp3' }]);
  });

  test('of pieces of one stream (HLS) is none', () => expect(parsed('#EXTM3U\n#EXT-X-VERSION:3\n#EXTINF:9.0,\npiece1.ts\n')).toEqual([]));

  test('is bounded, and any bytes are one', () => {
    expect(parsed('a.mp3\n'.repeat(5000))).toHaveLength(2000);
    expect(targets(`${'x'.repeat(10_000)}\na.mp3`)).toEqual(['a.mp3']);
    const bytes = Uint8Array.from({ length: 10_000 }, (_, i) => (i * 7919) % 256);
    expect(Array.isArray(parsePlaylist(bytes))).toBe(true);
    expect(parsePlaylist(new Uint8Array())).toEqual([]);
  });
});

test.each([
  ['http://one.example:8000/live', true],
  ['HTTPS://one.example/a.m3u8', true],
  ['https://one.example/list.m3u', false],
  ['https://one.example/list.PLS?x=1', false],
  ['http://', false],
  ['ftp://one.example/a.mp3', false],
  ['rtsp://one.example/a', false],
  ['file:///etc/passwd', false],
  ['ytdl://ytsearch:x', false],
  ['a.mp3', false],
])('%s is a stream: %s', (target, is) => expect(isStream(target)).toBe(is));

test.each([
  ['a.mp3', ['/m/lists/a.mp3']],
  ['../sad/a.mp3', ['/m/sad/a.mp3']],
  ['/m/sad/a.mp3', ['/m/sad/a.mp3']],
  ['sad\\a.mp3', ['/m/lists/sad\\a.mp3', '/m/lists/sad/a.mp3']],
  ['file:///m/sad/a%20b.mp3', ['/m/sad/a b.mp3', '/m/lists/file:/m/sad/a%20b.mp3']],
  ['file://elsewhere/a.mp3', ['/m/lists/file:/elsewhere/a.mp3']],
])('%s in /m/lists/x.m3u may be %j', (target, paths) => expect(pathsOf(target, '/m/lists/x.m3u')).toEqual(paths));
