import { describe, expect, test } from 'vitest';
import { textsOf } from '../../../src/music/playlist/decode.ts';
import { isStream, parsePlaylist } from '../../../src/music/playlist/parse.ts';

const parsed = (text: string) => parsePlaylist(text).entries;
const decoded = (bytes: Uint8Array) => parsed(textsOf(bytes)[0] ?? '');
const targets = (text: string) => parsed(text).map(({ target }) => target);

describe('a playlist', () => {
  test('has files and streams, with the titles of #EXTINF; other comments count for nothing', () => {
    const text = '#EXTM3U\n#EXTINF:123,Satie - Gymnopédie\nsatie.mp3\n\n# mine\n#EXTALB:x\nhttp://one.example/live\n#EXTINF:-1,\nb.mp3\n';
    expect(parsed(text)).toEqual([
      { target: 'satie.mp3', title: 'Satie - Gymnopédie', duration: 123_000 },
      { target: 'http://one.example/live' },
      { target: 'b.mp3' },
    ]);
  });

  test('gives a title to the next entry only', () => {
    expect(parsed('#EXTINF:1,A\na.mp3\nb.mp3')).toEqual([{ target: 'a.mp3', title: 'A', duration: 1000 }, { target: 'b.mp3' }]);
  });

  test.each([
    ['UTF-8', Buffer.from('é/ñ.mp3')],
    ['UTF-8 with a mark', Buffer.from('\ufeffé/ñ.mp3')],
    ['Latin-1', Buffer.from('é/ñ.mp3', 'latin1')],
    ['UTF-16', Buffer.from('\ufeffé/ñ.mp3\r\n', 'utf16le')],
    ['UTF-16 of the other order', Buffer.from('\ufeffé/ñ.mp3\r\n', 'utf16le').swap16()],
    ['UTF-16 without a mark', Buffer.from('é/ñ.mp3\r\n', 'utf16le')],
  ])('is read as %s', (_, bytes) => expect(decoded(bytes)).toEqual([{ target: 'é/ñ.mp3' }]));

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
    expect(Array.isArray(decoded(bytes))).toBe(true);
    expect(decoded(new Uint8Array())).toEqual([]);
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

describe('what a playlist says of its entries', () => {
  test('a length is a number of seconds above 0; the rest is none', () => {
    const lines = ['22', '22.5', '0', '-1', '', 'x', '-1 tvg-id="a,b" group="x"'].map((length) => `#EXTINF:${length},T\na.mp3`);
    expect(lines.map((text) => parsed(text)[0]?.duration)).toEqual([22_000, 22_500, ...Array(5).fill(undefined)]);
    expect(parsed('#EXTINF:5 tvg-name="a, b",Title, with a comma\na.mp3')).toEqual([
      { target: 'a.mp3', title: 'Title, with a comma', duration: 5000 },
    ]);
    expect(parsed('[playlist]\nFile1=a.mp3\nLength1=12\nfile2 = b.mp3\nTITLE2 = B\n')).toEqual([
      { target: 'a.mp3', duration: 12_000 },
      { target: 'b.mp3', title: 'B' },
    ]);
  });

  test('XSPF: location, creator, title and milliseconds, with the entities of XML', () => {
    const xml = `<?xml version="1.0"?><playlist version="1" xmlns="http://xspf.org/ns/0/"><title>Mine</title><trackList>
      <!-- <track><location>no.mp3</location></track> -->
      <track><location>file:///m/a%20b.mp3</location><title>Rock &amp; Roll &#233;&#xe9;</title><creator>Me</creator><duration>22000</duration></track>
      <track><title>without a place</title></track><track><location>http://one.example/?a=1&amp;b=2</location></track></trackList></playlist>`;
    expect(parsed(xml)).toEqual([
      { target: 'file:///m/a%20b.mp3', title: 'Me – Rock & Roll éé', duration: 22_000 },
      { target: 'a <track> without a <location>', title: 'without a place' },
      { target: 'http://one.example/?a=1&b=2' },
    ]);
  });

  test('a comment that names a sound file may be one', () => {
    expect(parsed('# a comment\n#1 Crush.mp3\n#EXTINF:1,x.mp3\na.mp3')).toEqual([
      { target: '#1 Crush.mp3', isComment: true },
      { target: 'a.mp3', title: 'x.mp3', duration: 1000 },
    ]);
  });

  test('what is beyond the limits is counted', () => {
    expect(parsePlaylist(`${'a.mp3\n'.repeat(2500)}${'x'.repeat(5000)}`).beyond).toBe(501);
  });
});
