import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Emotion, Mood } from '../../src/domain/emotion.ts';
import { EMOTIONS } from '../../src/domain/emotion.ts';
import type { MusicChoice } from '../../src/domain/music.ts';
import { LOOPS, LoopSource } from '../../src/music/loops.ts';
import { root } from '../assets.ts';
import { musicSourceContract } from '../contracts/music.ts';
import { FakeLog } from '../fakes/log.ts';

const wish = (mood: Mood): MusicChoice => ({ mood, query: '', why: 'asked', avoid: [] });
const fileOf = (emotion: Emotion): string => join(LOOPS, `${emotion}.opus`);

musicSourceContract('LoopSource', async () => ({
  source: new LoopSource({ log: new FakeLog() }),
  wish: wish('sad'),
  hopeless: wish('away'),
  [Symbol.asyncDispose]: async () => undefined,
}));

describe('the built-in loops', () => {
  test('are listed, one for each emotion', async () => {
    const source = new LoopSource({ log: new FakeLog() });
    const listed = EMOTIONS.flatMap((mood) => source.shelf(mood, { from: 0, most: 10 }).tracks);
    expect(listed).toHaveLength(source.size);
    for (const each of listed) expect(await source.recall(each)).toMatchObject({ ok: true, value: { title: each.title } });
    expect(source.shelf('away', { from: 0, most: 10 }).total).toBe(0);
  });

  test.each(EMOTIONS)('%s has one that never ends', async (emotion) => {
    const found = await new LoopSource({ log: new FakeLog() }).find(wish(emotion));
    expect(found).toMatchObject({ ok: true, value: { url: fileOf(emotion), endless: true } });
  });

  test('a lost file is told and logged', async () => {
    const log = new FakeLog();
    expect(await new LoopSource({ log, folder: '/no/such/folder' }).find(wish('sad'))).toEqual({ ok: false, why: 'broken' });
    expect(log.events).toEqual(['loops.missing']);
  });

  test('are found also while a share that hangs holds every thread that Node has for files', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'moodbox-hangs-'));
    const share = join(folder, 'share');
    execFileSync('mkfifo', [share]);
    const hanging = Array.from({ length: 8 }, () => open(share, 'r'));
    expect(await new LoopSource({ log: new FakeLog() }).find(wish('happy'))).toMatchObject({ ok: true });
    const back = openSync(share, 'r+');
    for (const file of await Promise.all(hanging)) await file.close();
    closeSync(back);
    rmSync(folder, { recursive: true });
  });

  test('are small, and no two are alike', () => {
    const sizes = readdirSync(LOOPS).map((name) => statSync(join(LOOPS, name)).size);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(2_500_000);
    expect(new Set(EMOTIONS.map((each) => readFileSync(fileOf(each)).toString('base64'))).size).toBe(7);
  });
});

const ffmpeg = (...args: string[]): string =>
  spawnSync('ffmpeg', ['-hide_banner', '-nostdin', ...args], { encoding: 'utf8', maxBuffer: 1e9 }).stderr;

const decoded = (file: string): Float32Array => {
  const raw = execFileSync('ffmpeg', ['-v', 'error', '-i', file, '-f', 'f32le', '-ar', '48000', '-ac', '2', '-'], { maxBuffer: 1e9 });
  return new Float32Array(raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.length));
};

/** The sharpest corners, as second differences of the samples, in each stretch of 5 ms around the seam; the seam itself first. */
const corners = (pcm: Float32Array): readonly number[] => {
  const at = (i: number): number => pcm[(i + pcm.length) % pcm.length] ?? 0;
  const sharpest = (from: number, to: number): number => {
    let most = 0;
    for (let i = from; i < to; i += 1) most = Math.max(most, Math.abs(at(i + 2) - 2 * at(i) + at(i - 2)));
    return most;
  };
  const stretches = Array.from({ length: 40 }, (_, k) => (k - 20) * 480).map((from) => sharpest(from + 8, from + 472));
  return [sharpest(-4, 4), ...stretches];
};

describe.each(EMOTIONS)('the loop for %s', { timeout: 60_000 }, (emotion) => {
  const file = fileOf(emotion);

  test('lasts half a minute to a minute, stereo', () => {
    const seconds = decoded(file).length / 2 / 48_000;
    expect(seconds).toBeGreaterThanOrEqual(30);
    expect(seconds).toBeLessThanOrEqual(60);
  });

  test('is as loud as the others, -18 LUFS, and peaks below -2 dBTP', () => {
    const said = ffmpeg('-i', file, '-af', 'ebur128=peak=true', '-f', 'null', '-').split('Summary:')[1] ?? '';
    expect(Number(/I:\s+(-[\d.]+) LUFS/.exec(said)?.[1])).toBeCloseTo(-18, 0);
    expect(Number(/Peak:\s+(-[\d.]+) dBFS/.exec(said)?.[1])).toBeLessThan(-2);
  });

  test('has no click where its end meets its beginning', () => {
    const [seam = 1, ...around] = corners(decoded(file));
    // Softer than the music around it, or too small to be heard: 0.002 is -54 dB.
    expect(seam).toBeLessThan(Math.max(0.002, 2 * Math.max(...around)));
  });

  test('comes round in mpv to the sample', () => {
    const folder = mkdtempSync(join(tmpdir(), 'moodbox-loop-'));
    const twice = join(folder, 'twice.wav');
    execFileSync('mpv', ['--no-config', '--no-terminal', '--no-video', '--loop-file=1', '--ao=pcm', `--ao-pcm-file=${twice}`, file]);
    expect(decoded(twice).length).toBe(2 * decoded(file).length);
    rmSync(folder, { recursive: true });
  });
});

test('the script makes the same file twice', { timeout: 180_000 }, () => {
  const folders = [0, 1].map(() => mkdtempSync(join(tmpdir(), 'moodbox-make-')));
  const [one, two] = folders.map((folder) => {
    execFileSync(join(root, 'scripts/make-music'), ['--out', folder, '--tries', '1', 'disgust'], { stdio: 'ignore' });
    return readFileSync(join(folder, 'disgust.opus'));
  });
  for (const folder of folders) rmSync(folder, { recursive: true });
  expect(one?.equals(two ?? Buffer.alloc(0))).toBe(true);
});
