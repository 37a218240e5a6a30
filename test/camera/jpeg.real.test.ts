import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openFile } from '../../src/camera/clip.ts';
import { CameraLost } from '../../src/camera/errors.ts';
import type { Picture } from '../../src/camera/grey.ts';
import { jpegDecoder } from '../../src/camera/jpeg.ts';
import { imageFile } from '../../src/camera/still/picture.ts';
import { openVideo, sendsJpegs, videoCapture } from '../../src/camera/video.ts';
import { jpegSize } from '../../src/shared/jpeg-size.ts';
import { cv } from '../../src/shared/opencv.ts';
import { clip } from '../assets.ts';
import { claiming } from '../fixtures/field/network-cameras/bytes.ts';
import { folder, jpegs } from './setting.ts';

const only = (): Buffer => jpegs(1)[0] as Buffer;
const seen = (got: Picture | 'skipped' | 'ended'): Picture => {
  if (typeof got === 'string') throw new Error(got);
  return got;
};

/** The mean difference of two pictures, in greys. */
const difference = (a: Picture, b: Picture): number =>
  a.gray.reduce((sum, grey, i) => sum + Math.abs(grey - (b.gray[i] ?? Number.NaN)), 0) / a.gray.length;

describe('jpegSize', () => {
  it('is what the frame header says', () => expect(jpegSize(only())).toEqual({ width: 400, height: 300 }));
  it('skips what cameras put before it', () => {
    const jpeg = only();
    const comment = Buffer.from([0xff, 0xfe, 0x00, 0x04, 0xff, 0xc0]);
    expect(jpegSize(Buffer.concat([jpeg.subarray(0, 2), comment, Buffer.from([0xff]), jpeg.subarray(2)]))).toEqual({
      width: 400,
      height: 300,
    });
  });
  it.each([
    ['nothing', ''],
    ['no JPEG', 'GIF89a, or so'],
    ['a torn one', '\xff\xd8\xff\xe0'],
  ])('is unknown for %s', (_what, bytes) => expect(jpegSize(Buffer.from(bytes, 'latin1'))).toBeUndefined());
});

describe('a picture that claims a size of its own', () => {
  it.each([
    [6000, 5000],
    [65_000, 65_000],
  ])('of %d x %d is refused before it is decoded', async (width, height) => {
    const why = `camera sends a picture of ${width} x ${height}, and 24 megapixels are the most: choose a smaller one in its settings`;
    await expect(jpegDecoder('camera')(claiming(only(), width, height))).rejects.toThrow(why);
  });

  it.each([
    [0, 300],
    [400, 0],
  ])('of %d x %d is skipped', async (width, height) =>
    expect(await jpegDecoder('camera')(claiming(only(), width, height))).toBe('skipped'),
  );

  it('is refused in a file above 50 megapixels, and below that only damaged', async () => {
    const files = folder({ 'large.jpg': claiming(only(), 8000, 8000), 'fair.jpg': claiming(only(), 5000, 5000) });
    await expect(imageFile(`${files}/large.jpg`)).rejects.toThrow(/cannot be read as a picture/);
    expect(await imageFile(`${files}/fair.jpg`)).toMatchObject({ source: { width: 5000, height: 5000 } });
  });
});

describe('jpegDecoder', () => {
  it.each([
    [400, 400, 300],
    [320, 320, 240],
    [200, 200, 150],
    [160, 160, 120],
    [50, 50, 38],
    [40, 40, 30],
    [Number.POSITIVE_INFINITY, 400, 300],
  ])('shows the same at most %d wide as the whole picture, shrunk afterwards', async (widest, width, height) => {
    const jpeg = only();
    const picture = seen(await jpegDecoder('camera', widest)(jpeg));
    expect(picture).toMatchObject({ width, height, source: { width: 400, height: 300 } });
    expect(picture.gray).toHaveLength(width * height);
    const whole = cv.imdecode(jpeg, cv.IMREAD_GRAYSCALE).resize(height, width, 0, 0, cv.INTER_AREA);
    expect(difference(picture, { ...picture, gray: whole.getData() })).toBeLessThan(2);
  });

  it('rotates a picture as its Exif tag asks', async () => {
    const jpeg = only();
    // EXIF of one entry: orientation (0x0112) is 6, a quarter turn.
    const exif = Buffer.from('ffe100224578696600004d4d002a00000008000101120003000000010006000000000000', 'hex');
    const picture = seen(await jpegDecoder('phone', 100)(Buffer.concat([jpeg.subarray(0, 2), exif, jpeg.subarray(2)])));
    expect(picture).toMatchObject({ width: 100, height: 133, source: { width: 300, height: 400 } });
  });

  it('skips damaged pictures, and gives up on a source that sends nothing else', async () => {
    const decoded = jpegDecoder('camera', 320);
    for (let torn = 0; torn < 10; torn += 1) expect(await decoded(Buffer.from('torn'))).toBe('skipped');
    expect(await decoded(only())).not.toBe('skipped');
    for (let torn = 0; torn < 10; torn += 1) expect(await decoded(Buffer.from('torn'))).toBe('skipped');
    await expect(decoded(Buffer.from('torn'))).rejects.toThrow(CameraLost);
  });
});

describe('a clip of JPEG pictures', () => {
  let file: string;
  beforeAll(() => {
    const made = mkdtempSync(join(tmpdir(), 'moodbox-motion-'));
    file = join(made, 'motion.avi');
    execFileSync('ffmpeg', ['-v', 'error', '-i', clip(), '-frames:v', '3', '-c:v', 'mjpeg', '-q:v', '2', '-y', file]);
    return () => rmSync(made, { recursive: true });
  });

  it('is decoded from the bytes in the file, and shows what OpenCV itself would have shown', async () => {
    const ours = await openFile(file, 10, 320);
    const theirs = videoCapture(file, openVideo(file, cv.CAP_FFMPEG, ''), false, 320);
    for (let shown = 0; shown < 3; shown += 1) {
      const [one, other] = [seen(await ours.read(() => true)), seen(await theirs.read(() => true))];
      expect(one).toMatchObject({ width: 320, height: 240, source: { width: 400, height: 300 } });
      expect(difference(one, other)).toBeLessThan(2);
    }
    expect(await ours.read(() => true)).toBe('ended');
    await Promise.all([ours.release(), theirs.release()]);
  });

  it('is told apart from other clips', () => {
    for (const [path, jpeg] of [
      [file, true],
      [clip(), false],
    ] as const) {
      const video = openVideo(path, cv.CAP_FFMPEG, '');
      expect(sendsJpegs(video)).toBe(jpeg);
      video.release();
    }
  });
});
