import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CameraLost } from '../../src/camera/errors.ts';
import { jpegDecoder } from '../../src/camera/jpeg.ts';
import { stillPicture } from '../../src/camera/still/picture.ts';
import { parts } from '../../src/camera/stream/multipart.ts';
import { NoPictures } from '../../src/camera/stream/no-pictures.ts';
import { pictureFrom, pictureIn } from '../../src/music/cover-picture.ts';
import type { FileIndex } from '../../src/music/library/file-index.ts';
import { fileIndex } from '../../src/music/library/file-index.ts';
import { NoSound } from '../../src/music/library/tag-port.ts';
import { TagProcess } from '../../src/music/library/tag-process.ts';
import { textsOf } from '../../src/music/playlist/decode.ts';
import { isStream, parsePlaylist } from '../../src/music/playlist/parse.ts';
import { readingsOf } from '../../src/music/playlist/readings.ts';
import { candidatesOf, resolvedOf } from '../../src/music/youtube/candidates.ts';
import { classify, errorLines } from '../../src/music/youtube/failure.ts';
import { systemClock } from '../../src/shared/async/clock.ts';
import { seeded } from '../../src/shared/random.ts';
import { root } from '../assets.ts';
import { FakeLog } from '../fakes/log.ts';
import { HOSTILE } from '../fixtures/hostile-sound.ts';
import { tagged } from '../fixtures/tagged.ts';
import { mutated } from './mutation.ts';

/**
 * What anybody may have written, changed at random: 12,500 inputs, the same ones for the same seed. MOODBOX_FUZZ_SEED begins elsewhere, and
 * MOODBOX_FUZZ_COUNT (a factor) goes on for longer.
 */
const SEED = Number(process.env.MOODBOX_FUZZ_SEED ?? 37);
const FACTOR = Number(process.env.MOODBOX_FUZZ_COUNT ?? 1);
const LIMIT = { timeout: 600_000 * Math.max(1, FACTOR) };
const MEGABYTE = 1024 * 1024;
const never = new AbortController().signal;

const folder = mkdtempSync(join(tmpdir(), 'moodbox-fuzz-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);
const ffmpeg = (...args: string[]): Buffer => execFileSync('ffmpeg', ['-v', 'error', '-y', ...args]);

/** So many inputs, each a real one that is changed, in turn. `feed` throws for what must not happen. */
async function fuzz(count: number, real: readonly Buffer[], feed: (input: Buffer, index: number) => Promise<void> | void): Promise<void> {
  const random = seeded(SEED);
  const whole = Math.round(count * FACTOR);
  const warm = Math.floor(whole / 4);
  let before = { memory: 0, handles: 0 };
  for (let index = 0; index < whole; index += 1) {
    const input = mutated(real[index % real.length] ?? Buffer.alloc(0), random);
    try {
      await feed(input, index);
    } catch (cause) {
      throw new Error(`seed ${SEED}, input ${index}: ${input.subarray(0, 400).toString('base64')}`, { cause });
    }
    if (index === warm) before = use();
  }
  const after = use();
  expect(after.memory - before.memory, 'memory, MB').toBeLessThan(80);
  expect(after.handles - before.handles, 'open files').toBeLessThan(10);
}

/** Resident memory in MB, and how many descriptors are open. */
const use = (): { readonly memory: number; readonly handles: number } => ({
  memory: process.memoryUsage().rss / MEGABYTE,
  handles: readdirSync('/proc/self/fd').length,
});

const sounds: string[] = [];
const pictures: string[] = [];

beforeAll(async () => {
  const song = { title: 'Title', artist: 'Artist', genre: 'Jazz', MOOD: 'Calm' };
  const made = [
    ['a.mp3'],
    ['a.flac'],
    ['a.opus'],
    ['a.m4a'],
    ['a.ogg', '-c:a', 'libvorbis'],
    ['a.wav'],
    ['a.wma'],
    ['a.aiff'],
    ['a.mka', '-c:a', 'libopus'],
  ];
  for (const [name = '', ...more] of made) sounds.push(await tagged(at(name), song, ...more));
  for (const name of ['a.jpg', 'a.png', 'a.webp', 'a.bmp']) {
    ffmpeg('-f', 'lavfi', '-i', 'testsrc=size=160x120', '-frames:v', '1', at(name));
    pictures.push(at(name));
  }
  ffmpeg('-i', at('a.mp3'), '-i', at('a.png'), '-map', '0', '-map', '1', '-c', 'copy', '-disposition:v', 'attached_pic', at('art.mp3'));
}, 60_000);

const contents = (paths: readonly string[]): readonly Buffer[] => paths.map((path) => readFileSync(path));

describe.runIf(existsSync(join(root, 'dist/music/library/tag-child.js')))('fuzzed files', () => {
  test('3,000 sound files: tags, or a reason', LIMIT, async () => {
    const log = new FakeLog();
    await using reader = new TagProcess({ clock: systemClock, log, stateDir: folder });
    await fuzz(3000, [...contents(sounds), readFileSync(at('art.mp3'))], async (input, index) => {
      const file = at(`fuzzed${sounds[index % sounds.length]?.replace(/.*(?=\.)/, '')}`);
      writeFileSync(file, input);
      const tags = await reader.read(file, systemClock, never).catch((err: unknown) => {
        if (!(err instanceof NoSound)) throw err;
      });
      for (const text of [tags?.title, tags?.artist, ...(tags?.moods ?? []), ...(tags?.genres ?? [])])
        expect(text ?? '').not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
    });
  });

  test('100 covers: a JPEG, or none', LIMIT, async () => {
    const by = { most: 200_000, clock: systemClock, signal: never };
    await fuzz(100, [...contents(pictures), readFileSync(at('art.mp3'))], async (input, index) => {
      writeFileSync(at('fuzzed-cover'), input);
      const cover = await (index % 5 === 4 ? pictureIn : pictureFrom)(at('fuzzed-cover'), by);
      if (cover) expect([...cover.subarray(0, 2)]).toEqual([0xff, 0xd8]);
    });
  });

  test.skipIf(spawnSync('strace', ['-f', '-o', '/dev/null', 'true']).status !== 0)(
    'a sample under strace: no file is opened and no address asked that was not named',
    LIMIT,
    () => {
      const [sample, canary] = [at('sample'), at('canary')];
      for (const each of [sample, canary]) mkdirSync(each);
      writeFileSync(join(canary, 'a.mp3'), readFileSync(at('a.mp3')));
      const random = seeded(SEED);
      for (const [index, bytes] of contents([...sounds, ...pictures, at('art.mp3')]).entries())
        for (let count = 0; count < 3; count += 1) writeFileSync(join(sample, `${index}-${count}`), mutated(bytes, random));
      const inner = [join(canary, 'a.mp3'), '../canary/a.mp3', 'http://127.0.0.1:9/a.mp3'];
      for (const [index, target] of inner.entries())
        for (const [name, text] of Object.entries(referring(target))) writeFileSync(join(sample, `${name}-${index}`), text);
      for (const [name, bytes] of Object.entries(HOSTILE)) writeFileSync(join(sample, name), bytes());
      writeFileSync(at('sample.mjs'), SAMPLE);
      const args = ['-f', '-qq', '-e', 'trace=open,openat,connect', '-o', at('trace'), process.execPath, at('sample.mjs')];
      const run = spawnSync('strace', [...args, join(root, 'dist'), sample, folder], { encoding: 'utf8' });
      expect(run.stdout.trim()).toBe(`${readdirSync(sample).length} read`);
      const lines = readFileSync(at('trace'), 'utf8').split('\n');
      expect(lines.filter((line) => line.includes(sample)).length).toBeGreaterThan(100);
      expect(lines.filter((line) => line.includes('canary') || (line.includes('connect(') && /AF_INET/.test(line)))).toEqual([]);
    },
  );
});

/** Files that refer to another, by what they are. */
const referring = (target: string): Readonly<Record<string, string>> => ({
  hls: `#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n${target}\n#EXT-X-ENDLIST\n`,
  concat: `ffconcat version 1.0\nfile '${target}'\n`,
  svg: `<svg xmlns="http://www.w3.org/2000/svg"><image href="${target}"/></svg>`,
  dash: `<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><Period><BaseURL>${target}</BaseURL></Period></MPD>`,
  sdp: `v=0\no=- 0 0 IN IP4 127.0.0.1\ns=a\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 9 RTP/AVP 0\n`,
});

/** Reads the tags and both kinds of cover of each file of a folder, with the built program. */
const SAMPLE = `
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
const [dist, sample, state] = process.argv.slice(2);
const { TagProcess } = await import(join(dist, 'music/library/tag-process.js'));
const { pictureFrom, pictureIn } = await import(join(dist, 'music/cover-picture.js'));
const { systemClock } = await import(join(dist, 'shared/async/clock.js'));
const log = { debug() {}, info() {}, warn() {}, error() {}, child: () => log };
const { signal } = new AbortController();
const reader = new TagProcess({ clock: systemClock, log, stateDir: state });
const by = { most: 200000, clock: systemClock, signal };
let count = 0;
for (const name of readdirSync(sample)) {
  const file = join(sample, name);
  await reader.read(file, systemClock, signal).catch(() => undefined);
  if (count % 3 === 0 || !/^\\d/.test(name)) for (const look of [pictureFrom, pictureIn]) await look(file, by);
  count += 1;
}
await reader[Symbol.asyncDispose]();
console.log(count + ' read');
`;

const LISTS = [
  '#EXTM3U\n#EXTINF:215 key="a, b",Artist - Title\nhappy/a.mp3\n#EXTINF:-1,Radio\nhttp://radio.example/stream\n../../etc/passwd\nC:\\Music\\a.mp3\n',
  '[playlist]\nFile1=happy/a.mp3\nTitle1=T\nLength1=12\nFile2=file:///home/me/a%20b.mp3\nNumberOfEntries=2\n',
  '<?xml version="1.0"?><playlist><trackList><track><location>file:///a/happy/a.mp3</location><title>A &amp; B</title><duration>1000</duration></track></trackList></playlist>',
  '<?wpl version="1.0"?><smil><body><seq><media src="..\\happy\\a.mp3"/></seq></body></smil>',
  '<asx version="3.0"><entry><ref href="http://radio.example/a"/></entry></asx>',
];

test('4,000 playlists: files of the library and addresses of the web, and nothing else', LIMIT, async () => {
  const index: FileIndex = await fileIndex('/library', ['/library/happy/a.mp3', '/library/etc/passwd']);
  const real = LISTS.flatMap((text) => [Buffer.from(text), Buffer.from(`\ufeff${text}`, 'utf16le')]);
  await fuzz(4000, real, (input) => {
    for (const text of textsOf(input).slice(0, 3))
      for (const { target } of parsePlaylist(text).entries) {
        if (isStream(target)) expect(new URL(target).protocol).toMatch(/^https?:$/);
        else expect(index.find(readingsOf(target), '/library/happy.m3u') ?? '/library/').toMatch(/^\/library\//);
      }
  });
});

test('2,500 streams of a camera: pictures of at most 4 MB, or a sentence', LIMIT, async () => {
  const jpeg = readFileSync(at('a.jpg'));
  const part = Buffer.concat([
    Buffer.from(`--b\r\nContent-Type: image/jpeg\r\nContent-Length: ${jpeg.length}\r\n\r\n`),
    jpeg,
    Buffer.from('\r\n'),
  ]);
  const real = [Buffer.concat([part, part, part]), Buffer.concat([jpeg, jpeg]), Buffer.concat([part, readFileSync(at('a.png')), part])];
  await fuzz(2500, real, async (input, index) => {
    const decoded = jpegDecoder('camera');
    try {
      for await (const each of parts(inPieces(input, 1 + (index % 7) * 300), 'b')) {
        expect(each.length).toBeLessThanOrEqual(4 * MEGABYTE);
        if (index % 10 === 0) await decoded(each);
      }
    } catch (err) {
      if (!(err instanceof NoPictures || err instanceof CameraLost)) throw err;
    }
  });
});

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

test('400 still pictures: a picture, or why not', LIMIT, async () => {
  await fuzz(400, contents(pictures), async (input) => {
    writeFileSync(at('fuzzed-still'), input);
    const still = await stillPicture(at('fuzzed-still'));
    if (!still.ok) expect(still.why).toMatch(/^\S.{3,}/);
  });
});

test("2,500 of yt-dlp's answers: videos that can be played, or a kind of failure", LIMIT, async () => {
  const video = {
    id: 'dQw4w9WgXcQ',
    title: 'A "title"\n',
    duration: 215.5,
    live_status: null,
    url: 'https://r1.example/a',
    thumbnail: 'https://i.ytimg.com/a',
  };
  const real = [
    JSON.stringify({ entries: [video, { ...video, id: 'aaaaaaaaaaa' }] }),
    JSON.stringify(video),
    'ERROR: [youtube] dQw4w9WgXcQ: Video unavailable\nERROR: HTTP Error 429: Too Many Requests\n',
  ].map((text) => Buffer.from(text));
  const listed = { id: video.id, title: 'T', duration: 1 as never };
  await fuzz(2500, real, (input) => {
    const text = input.toString('utf8');
    const found = candidatesOf(text);
    if (found.ok)
      for (const { id, duration } of found.value) expect([id, duration > 0]).toEqual([expect.stringMatching(/^[\w-]{11}$/), true]);
    const resolved = resolvedOf(text, listed);
    if (resolved.ok) expect(resolved.value.url).toMatch(/^https?:\/\//);
    expect(classify(text)).toMatch(/^[a-z-]+$/);
    expect(errorLines(text).length).toBeLessThanOrEqual(500);
  });
});
