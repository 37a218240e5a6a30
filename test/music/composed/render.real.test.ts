import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { render } from '../../../src/music/composed/render.ts';
import { findTools } from '../../../src/music/composed/tools.ts';
import { composePiece } from '../../../src/music/composer/compose.ts';
import { LICENCE_LINE } from '../../../src/music/composer/licence.ts';
import { secondsOf } from '../../../src/music/composer/score.ts';
import { pictureIn } from '../../../src/music/cover-picture.ts';
import { moodCover } from '../../../src/music/mood-cover.ts';
import { systemClock } from '../../../src/shared/async/clock.ts';
import { jpegSize } from '../../../src/shared/jpeg-size.ts';

const found = findTools();
const never = new AbortController().signal;

describe.skipIf(typeof found === 'string')('rendering', { timeout: 180_000 }, () => {
  const tools = found as Exclude<typeof found, string>;
  const score = composePiece({ mood: 'disgust', seed: 2, minutes: 1 });

  test('makes an Opus file with tags: -18 LUFS, no peak over -1 dBTP, nothing left beside it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'moodbox-render-'));
    const file = join(folder, 'piece.opus');
    const world = { tools, clock: systemClock, signal: never, niceness: 0 };
    expect(await render(score, file, { title: 'For a test', license: 'CC0-1.0' }, world)).toEqual({ ok: true });
    expect(readdirSync(folder)).toEqual(['piece.opus']);
    const measured = spawnSync(
      'ffmpeg',
      ['-hide_banner', '-nostdin', '-i', file, '-af', 'ebur128=peak=true:framelog=verbose', '-f', 'null', '-'],
      {
        encoding: 'utf8',
      },
    ).stderr;
    expect(Number(/I:\s+(-[\d.]+) LUFS/.exec(measured)?.[1])).toBeCloseTo(-18, 0);
    expect(Number(/Peak:\s+(-[\d.]+) dBFS/.exec(measured)?.[1])).toBeLessThan(-1);
    const about = JSON.parse(
      execFileSync('ffprobe', ['-v', 'error', '-of', 'json', '-show_format', '-show_streams', file], { encoding: 'utf8' }),
    );
    expect(Math.abs(Number(about.format.duration) - secondsOf(score))).toBeLessThan(3);
    expect(about.streams[0]).toMatchObject({ codec_name: 'opus', channels: 2, tags: { title: 'For a test', license: 'CC0-1.0' } });
    const cover = await pictureIn(file, { most: 200_000, clock: systemClock, signal: never });
    expect(jpegSize(Buffer.from(cover ?? []))).toEqual(jpegSize(Buffer.from(await moodCover('disgust'))));
    rmSync(folder, { recursive: true });
  });

  test('tells in a WAV file, too, that the music is free', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'moodbox-render-'));
    const file = join(folder, 'piece.wav');
    const tags = { title: 'For a test', artist: 'moodbox', license: LICENCE_LINE };
    expect(await render(score, file, tags, { tools, clock: systemClock, signal: never, niceness: 0 })).toEqual({ ok: true });
    const about = JSON.parse(execFileSync('ffprobe', ['-v', 'error', '-of', 'json', '-show_format', file], { encoding: 'utf8' }));
    expect(about.format.tags).toMatchObject({ title: 'For a test', artist: 'moodbox', copyright: LICENCE_LINE });
    rmSync(folder, { recursive: true });
  });

  test('says what went wrong, and stops when it is told to', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'moodbox-render-'));
    const file = join(folder, 'piece.opus');
    const broken = await render(score, file, {}, { tools: { ...tools, fluidsynth: '/bin/false' }, clock: systemClock, signal: never });
    expect(broken).toMatchObject({ ok: false, why: { step: 'synthesis' } });
    const stopped = await render(score, file, {}, { tools, clock: systemClock, signal: AbortSignal.abort() });
    expect(stopped).toMatchObject({ ok: false, why: { step: 'synthesis', detail: 'stopped (abort)' } });
    expect(readdirSync(folder)).toEqual([]);
    rmSync(folder, { recursive: true });
  });
});
