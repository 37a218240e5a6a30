import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cv, grayMat } from '../../../src/shared/opencv.ts';
import { photo, root } from '../../assets.ts';
import { call } from '../call.ts';

let folder: string;
let faceless: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'moodbox-bench-'));
  faceless = mkdtempSync(join(tmpdir(), 'moodbox-bench-'));
  for (const number of [3, 6]) copyFileSync(photo(number), join(folder, `${number}.jpg`));
  cv.imwrite(join(faceless, 'wall.png'), grayMat(new Uint8Array(320 * 240).fill(120), 320, 240));
});
afterAll(() => {
  for (const each of [folder, faceless]) rmSync(each, { recursive: true, force: true });
});

const SHORT = ['--seconds', '1', '--rounds', '2', '--no-growth'];
const STAGES = ['detect', 'preprocess', 'infer'];

describe.runIf(existsSync(join(root, 'dist/bench/child.js')))('bench', { timeout: 120_000 }, () => {
  test('--json has the same figures of both sides, the ratio of them, and what the paper prints', async () => {
    const { status, out, err } = await call(['bench', '--json', '--minutes', '0.01', ...SHORT]);
    expect([status, out.length, err]).toEqual([0, 1, []]);
    const { ours, paper, ratio, paper_printed, same_faces, growth, ...rest } = JSON.parse(out[0] ?? '');
    for (const side of [ours, paper]) {
      expect(Object.keys(side.stages)).toEqual(STAGES);
      const parts = STAGES.map((stage) => side.stages[stage].cpu_ms);
      for (const part of parts) expect(part).toBeGreaterThan(0);
      expect(side.cpu_ms_per_frame).toBeGreaterThan(0);
      expect(side.p99_ms).toBeGreaterThanOrEqual(side.stages.detect.ms);
      expect(side.fps).toBeCloseTo(1000 / side.ms_per_frame, -1);
      expect(side.rss_mb).toBeGreaterThan(50);
      expect(side.faces).toBeGreaterThan(0.5);
      expect(side.spread.cpu_ms_per_frame[0]).toBeLessThanOrEqual(side.cpu_ms_per_frame);
      expect(side.cpu_percent_at_10_fps.empty_room).toBeGreaterThan(0);
    }
    expect(paper.engine).toMatch(/^tfjs/);
    expect(ratio.cheapest_rounds / (paper.spread.cpu_ms_per_frame[0] / ours.spread.cpu_ms_per_frame[0])).toBeCloseTo(1, 1);
    expect(ratio.cpu_ms_per_frame / (paper.cpu_ms_per_frame / ours.cpu_ms_per_frame)).toBeCloseTo(1, 1);
    expect(same_faces.share).toBeGreaterThanOrEqual(0.9);
    expect([rest.frames, rest.rounds, rest.not_measured]).toEqual([10, 2, ['music query', 'mood to music']]);
    expect(rest.decode.ms).toBeGreaterThan(0);
    expect(rest.machine.cores).toBeGreaterThan(0);
    expect(paper_printed.infer_ms).toEqual([60, 80]);
    expect([growth.faces, growth.size]).toEqual([[], []]);
    expect(growth.time.length).toBeGreaterThan(0);
  });

  test('for people prints both sides and what the paper prints, and fails where the ratio that was asked for is not reached', async () => {
    const { status, out, err } = await call(['bench', '--least-ratio', '100000', ...SHORT]);
    expect(out.find((line) => line.startsWith('detect'))).toMatch(/^detect, ms a frame( +\d+\.\d\d){6} +25 to 30$/);
    expect(out.find((line) => line.startsWith('the recipe costs'))).toMatch(/ times ours in CPU a frame/);
    expect([status, err.length]).toEqual([1, 1]);
    expect(err[0]).toMatch(/costs \d+\.\d\d times ours in CPU per frame, by the cheapest rounds; it must be 100000 or more$/);
  });

  test('--reach tells both sides at each distance, and draws them', async () => {
    const { status, out, err } = await call(['bench', '--reach', '--pictures', '1', '--figures', folder, '--clip', photo(3), '--json']);
    expect([status, out.length, err]).toEqual([0, 1, []]);
    const { points, people, lights, ratio } = JSON.parse(out[0] ?? '');
    expect([people, lights]).toEqual([1, ['day', 'evening', 'window']]);
    expect(points.map(({ distance }: { distance: number }) => distance)).toEqual([0.75, 1, 1.5, 2, 3, 4]);
    expect(points[0].ours.found).toBeGreaterThan(0.9);
    expect(points[4].ours.found).toBeGreaterThan(points[4].paper.found - 0.1);
    expect(ratio).toBeGreaterThan(0);
    expect(readFileSync(join(folder, 'reach.svg'), 'utf8')).toMatch(/^<\?xml/);
  }, 120_000);

  test('on what shows nobody fails and says what to give', async () => {
    const { status, out, err } = await call(['bench', '--clip', faceless, ...SHORT]);
    expect([status, out, err.length]).toEqual([1, [], 1]);
    expect(err[0]).toMatch(/moodbox and the paper's recipe found no face in .*--clip/);
  });

  test('that is stopped on its way tells no half result', async () => {
    const stop = new AbortController();
    const called = call(['bench', '--rounds', '1000'], {}, stop.signal);
    setTimeout(() => stop.abort(), 300);
    expect(await called).toMatchObject({ status: 1, out: [], err: [] });
  });
});

test('bench on a clip that is not there: one line, exit 1', async () => {
  const { status, err } = await call(['bench', '--clip', '/nowhere.mp4']);
  expect([status, err.length]).toEqual([1, 1]);
});

test.each([
  ['--seconds', '0'],
  ['--seconds', '3600'],
  ['--rounds', '1.5'],
  ['--minutes', 'long'],
  ['--least-ratio', '-1'],
])('bench %s %s is one line that names the flag, exit 2', async (flag, value) => {
  const { status, out, err } = await call(['bench', `${flag}=${value}`]);
  expect([status, out, err.length]).toEqual([2, [], 1]);
  expect(err[0]).toContain(`moodbox bench: ${flag} must be`);
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
