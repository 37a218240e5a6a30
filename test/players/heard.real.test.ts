import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { afterAll, expect, test, vi } from 'vitest';
import type { PlayerConfig } from '../../src/config/schema.ts';
import { ms, percent } from '../../src/domain/units.ts';
import { PCM } from '../../src/players/mpv/arguments.ts';
import { Folder, loudness, mpvsOf, NEVER, openMpv, PATIENCE, track } from './stage.ts';

const folder = new Folder();
afterAll(() => folder[Symbol.dispose]());

const high = track('high', folder.tone(880, 30));
const low = track('low', folder.tone(440, 30));
const AUDIBLE = -30;
const SILENT = -60;

/** Loud and with a short fade, so that levels can be compared. */
const openLoud = (file: string, more: Partial<PlayerConfig> = {}): ReturnType<typeof openMpv> =>
  openMpv({ output: `pcm:${file}`, volume: percent(100), ...more });

/** Seconds of sound in the file so far. */
const recorded = (file: string): number => (statSync(file).size - 44) / (PCM.rate * PCM.channels * PCM.bytes);
const untilRecorded = (file: string, seconds: number): Promise<void> =>
  vi.waitFor(() => expect(recorded(file)).toBeGreaterThan(seconds), PATIENCE);

test('the file holds the track that was played, and no other', async () => {
  const file = folder.file('one.wav');
  const { player } = await openLoud(file);
  await player.play(high, NEVER);
  await untilRecorded(file, 4);
  await player[Symbol.asyncDispose]();
  expect(loudness(file, 880)).toBeGreaterThan(AUDIBLE);
  expect(loudness(file, 440)).toBeLessThan(SILENT);
});

test('the file grows no quicker than time passes', async () => {
  const file = folder.file('paced.wav');
  const { player } = await openMpv({ output: `pcm:${file}` });
  await using _ = player;
  const started = performance.now();
  await player.play(track('loop', folder.tone(660, 0.5), { endless: true }), NEVER);
  await untilRecorded(file, 3);
  const passed = (performance.now() - started) / 1000;
  expect(recorded(file)).toBeLessThan(passed + 0.5);
  expect(passed).toBeLessThan(9);
});

test('the next track is heard after the first, which fades', async () => {
  const file = folder.file('two.wav');
  const { player } = await openLoud(file, { fade: ms(1500) });
  await player.play(high, NEVER);
  await untilRecorded(file, 4);
  const change = recorded(file);
  await player.play(low, NEVER);
  await untilRecorded(file, change + 7);
  await player[Symbol.asyncDispose]();
  expect(loudness(file, 880, change + 5)).toBeLessThan(SILENT);
  expect(loudness(file, 440, change + 5)).toBeGreaterThan(AUDIBLE);
  const [whole, halfway] = [loudness(file, 880, change - 1, 0.5), loudness(file, 880, change + 0.6, 0.3)];
  expect(halfway).toBeLessThan(whole - 3);
});

test('a killed mpv goes on where it was', async () => {
  const file = folder.file('resumed.wav');
  const lowThenHigh = track('low then high', folder.joined(folder.tone(440, 3, 'wav'), folder.tone(880, 30, 'wav')));
  const { player } = await openLoud(file);
  await player.play(lowThenHigh, NEVER);
  await untilRecorded(file, 5);
  const [mpv] = mpvsOf();
  const before = recorded(file);
  process.kill(mpv as number, 'SIGKILL');
  await untilRecorded(file, before + 3.5);
  await player[Symbol.asyncDispose]();
  expect(loudness(file, 880, before + 2)).toBeGreaterThan(AUDIBLE);
  expect(loudness(file, 440, before + 2)).toBeLessThan(SILENT);
});

test('a track begins where it was interrupted', async () => {
  const file = folder.file('interrupted.wav');
  const lowThenHigh = track('low then high', folder.joined(folder.tone(440, 3, 'wav'), folder.tone(880, 30, 'wav')));
  const { player } = await openLoud(file);
  await player.play({ ...lowThenHigh, startAt: ms(10_000) }, NEVER);
  await untilRecorded(file, 3);
  await player[Symbol.asyncDispose]();
  expect(loudness(file, 880)).toBeGreaterThan(AUDIBLE);
  expect(loudness(file, 440)).toBeLessThan(SILENT);
});

test('silence is silent: nothing is recorded at volume 0', async () => {
  const file = folder.file('mute.wav');
  const { player } = await openMpv({ output: `pcm:${file}`, volume: percent(0) });
  await player.play(high, NEVER);
  await untilRecorded(file, 1);
  await player[Symbol.asyncDispose]();
  expect(loudness(file, 880)).toBeLessThan(SILENT);
});

test('mpv dies with a daemon that is killed', async () => {
  const env = { ...process.env, TMPDIR: folder.path }; // whoever is killed leaves its socket's folder behind
  const daemon = spawn(process.execPath, [folder.compiled('test/players/parent.ts'), high.url], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env,
  });
  await once(daemon.stdout, 'data');
  const [mpv] = mpvsOf(daemon.pid);
  expect(mpv).toBeGreaterThan(0);
  daemon.kill('SIGKILL');
  await once(daemon, 'exit');
  await vi.waitFor(() => expect(() => process.kill(mpv as number, 0)).toThrow('ESRCH'), PATIENCE);
}, 60_000);
