import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { photo } from '../assets.ts';
import { call } from './call.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'moodbox-bench-'));
  for (const number of [3, 6]) copyFileSync(photo(number), join(folder, `${number}.jpg`));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('bench --json measures every stage, the whole and the memory, beside the paper', async () => {
  const { status, out, err } = await call(['bench', '--json', '--clip', folder]);
  expect([status, out.length, err]).toEqual([0, 1, []]);
  const { ours, paper, frames, not_measured } = JSON.parse(out[0] ?? '');
  expect(frames).toBe(2);
  const stages = ['decode', 'detect', 'preprocess', 'infer'];
  expect(Object.keys(ours.stages)).toEqual(stages);
  const parts = stages.map((stage) => ours.stages[stage].ms);
  for (const part of parts) expect(part).toBeGreaterThan(0);
  expect(parts.reduce((a, b) => a + b)).toBeLessThanOrEqual(ours.ms_per_frame + 0.01);
  expect(ours.cpu_ms_per_frame).toBeGreaterThan(0);
  expect(ours.fps).toBeCloseTo(1000 / ours.ms_per_frame, 0);
  expect(ours.rss_mb).toBeGreaterThan(20);
  expect(paper.infer_ms).toEqual([60, 80]);
  expect(not_measured).toEqual(['music query', 'mood to music']);
});

test('bench for people prints the paper’s figures beside ours', async () => {
  const { status, out } = await call(['bench', '--clip', folder]);
  expect(status).toBe(0);
  expect(out.find((line) => line.startsWith('detect'))).toMatch(/^detect, ms a frame +\d+\.\d\d +\d+\.\d\d +25 to 30$/);
  expect(out.at(-1)).toMatch(/^not measured here: music query, mood to music/);
});

test('bench on a clip that is not there: one line, exit 1', async () => {
  const { status, err } = await call(['bench', '--clip', '/nowhere.mp4']);
  expect([status, err.length]).toEqual([1, 1]);
});

test.each([
  ['bench', () => ['--clip', folder]],
  ['evaluate', () => ['--pixels', join(folder, 'p'), '--labels', join(folder, 'l')]],
])('%s that is stopped tells no half result', async (name, args) => {
  writeFileSync(join(folder, 'p'), new Uint8Array(48 * 48));
  writeFileSync(join(folder, 'l'), 'emotion\n3\n');
  const { status, out } = await call([name, ...args()], {}, AbortSignal.abort());
  expect([status, out]).toEqual([1, []]);
});
