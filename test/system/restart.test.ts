import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../assets.ts';
import type { RunningBox } from './box.ts';
import { startBox, tempFolder } from './box.ts';
import { loudness } from './sound.ts';

const PATIENCE = { timeout: 90_000, interval: 250 };
const AUDIBLE = -45;
/** A file whose first 25 seconds are low and all that follows high. */
const [LOW, HIGH, TURN] = [440, 880, 25];

type Kept = { readonly position?: number };

describe.runIf(existsSync(join(root, 'dist/cli/main.js')))('the built daemon, killed and started again', () => {
  let folder: string;
  let box: RunningBox | undefined;
  const state = (): string => join(folder, 'state');
  const sound = (life: number): string => join(folder, `life-${life}.wav`);
  const library = (): string => join(folder, 'library/sad');
  const kept = (): Kept => {
    const file = join(state(), 'playing.json');
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  };

  const start = async (life: number): Promise<RunningBox> => {
    box = await startBox(
      folder,
      {
        camera: { source: '/dev/video99' },
        music: { order: ['library', 'loops'], library: join(folder, 'library') },
        player: { output: `pcm:${sound(life)}`, volume: 100, fade: '0s' },
        mqtt: { broker_port: 0 },
        web: { port: 0 },
        history: { enabled: false },
        state: { dir: state() },
      },
      {},
    );
    return box;
  };

  const command = async (said: object): Promise<void> => {
    const answer = await fetch(`${box?.url}/api/commands`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(said),
    });
    expect(answer.status).toBe(202);
  };

  beforeAll(async () => {
    folder = await tempFolder();
    mkdirSync(library(), { recursive: true });
    const tone = (hertz: number, seconds: number): string[] => ['-f', 'lavfi', '-i', `sine=frequency=${hertz}:duration=${seconds}`];
    const inputs = [...tone(LOW, TURN), ...tone(HIGH, 300)];
    execFileSync('ffmpeg', ['-v', 'error', ...inputs, '-filter_complex', 'concat=n=2:v=0:a=1', '-ac', '2', join(library(), 'song.wav')]);
    await start(1);
  }, 120_000);
  afterAll(() => box?.[Symbol.asyncDispose]());

  test('SIGKILL in the middle of a track: it goes on where it was', { timeout: 180_000 }, async () => {
    await command({ type: 'override', mood: 'sad' });
    await expect.poll(() => kept().position ?? 0, PATIENCE).toBeGreaterThan(TURN * 1000);
    await box?.stop('SIGKILL');
    await start(2);
    await expect.poll(() => loudness(sound(2), HIGH, 3).catch(() => Number.NEGATIVE_INFINITY), PATIENCE).toBeGreaterThan(AUDIBLE);
    expect(await loudness(sound(2), LOW, 3600)).toBeLessThan(AUDIBLE - 15);
  });

  test('SIGTERM: it goes on within a few seconds of where it was, by what it remembers', { timeout: 120_000 }, async () => {
    expect(await box?.stop()).toBe(0);
    const { position = 0 } = kept();
    expect(position).toBeGreaterThan(TURN * 1000);
    await start(3);
    await expect.poll(() => loudness(sound(3), HIGH, 3).catch(() => Number.NEGATIVE_INFINITY), PATIENCE).toBeGreaterThan(AUDIBLE);
    expect(kept().position).toBe(position);
  });

  test('a file that is gone, or a memory that is torn, is no hindrance', { timeout: 120_000 }, async () => {
    await box?.stop('SIGKILL');
    rmSync(join(library(), 'song.wav'));
    await start(4);
    await expect.poll(() => box?.said.some((line) => /^music\s+.*\(loops\)$/.test(line)), PATIENCE).toBe(true);
    await box?.stop('SIGKILL');
    writeFileSync(join(state(), 'playing.json'), '{"track":{"id":"/');
    await start(5);
    await expect.poll(() => box?.said.some((line) => /^music\s+.*\(loops\)$/.test(line)), PATIENCE).toBe(true);
  });
});
