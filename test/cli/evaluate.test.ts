import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EMOTIONS } from '../../src/domain/emotion.ts';
import { OWN_MODELS, readManifest } from '../../src/inference/manifest.ts';
import { fer2013 } from '../assets.ts';
import { noise } from '../inference/scene.ts';
import { call } from './call.ts';

const IMAGE = 48 * 48;
/** By how much PublicTest may fall short of the validation part, whose labels are as noisy but whose images were chosen by. */
const SLACK = 0.05;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'moodbox-evaluate-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const pixels = (images: number) =>
  file(
    'pixels.bin',
    Uint8Array.from(noise(31, images * IMAGE), (value) => value * 255),
  );
const labels = (...rows: string[]) => file('labels.csv', ['row,split,emotion', ...rows].join('\n'));

describe('evaluate on a few made-up images', () => {
  const rows = Array.from({ length: 70 }, (_, row) => `${row},${row < 66 ? 'Training' : 'PublicTest'},${row % 7}`);

  test('--json counts every image once, also where they fill more than one batch', async () => {
    const { status, out, err } = await call(['evaluate', '--pixels', pixels(70), '--labels', labels(...rows), '--json']);
    expect([status, out.length, err]).toEqual([0, 1, []]);
    const said = JSON.parse(out[0] ?? '');
    expect(said).toMatchObject({ images: 70, split: null, engine: 'onnx', labels: [...EMOTIONS] });
    expect(said.confusion.flat().reduce((a: number, b: number) => a + b)).toBe(70);
    const right = EMOTIONS.reduce((sum, _emotion, index) => sum + said.confusion[index][index], 0);
    expect(said.accuracy).toBeCloseTo(right / 70, 4);
    for (const emotion of EMOTIONS) expect(said.classes[emotion].support).toBe(10);
  });

  test('--split takes only its rows', async () => {
    const { out } = await call(['evaluate', '--pixels', pixels(70), '--labels', labels(...rows), '--split', 'PublicTest', '--json']);
    expect(JSON.parse(out[0] ?? '')).toMatchObject({ images: 4, split: 'PublicTest' });
  });

  test('for people: the paper’s Table 1 beside it', async () => {
    const { status, out } = await call(['evaluate', '--pixels', pixels(70), '--labels', labels(...rows)]);
    expect(status).toBe(0);
    expect(out.find((line) => line.startsWith('happy'))).toMatch(/^happy +0\.\d{3} +0\.\d{3} +0\.\d{3} +10 +0\.87 +0\.89 +0\.88$/);
    expect(out.find((line) => line.startsWith('weighted'))).toMatch(/70 +0\.74 +0\.73 +0\.73$/);
    expect(out).toContain('confusion (rows: the label, columns: the answer)');
  });
});

describe('evaluate refuses in one line, exit 1,', () => {
  test.each([
    [
      'fewer pixels than labels',
      () => ['--pixels', pixels(1), '--labels', labels('0,Training,1', '1,Training,2')],
      /hold 1 images but there are 2 labels/,
    ],
    ['pixels of another size', () => ['--pixels', file('odd.bin', 'odd'), '--labels', labels('0,Training,1')], /3 bytes, no whole number/],
    [
      'an unknown split',
      () => ['--pixels', pixels(1), '--labels', labels('0,Training,1'), '--split', 'Test'],
      /no split 'Test' \(they have: Training\)/,
    ],
    ['a missing column', () => ['--pixels', pixels(1), '--labels', file('no.csv', 'a,b\n1,2\n')], /no column 'emotion'/],
    ['a missing file', () => ['--pixels', '/nowhere.bin', '--labels', labels('0,Training,1')], /no file '\/nowhere\.bin'/],
    ['a folder', () => ['--pixels', folder, '--labels', labels('0,Training,1')], /EISDIR/],
  ])('%s', async (_what, args, says) => {
    const { status, out, err } = await call(['evaluate', ...args()]);
    expect([status, out, err.length]).toEqual([1, [], 1]);
    expect(err[0]).toMatch(says);
  });
});

test.each([
  ['no labels', ['--pixels', 'a']],
  ['an unknown engine', ['--pixels', 'a', '--labels', 'b', '--engine', 'torch']],
  ['a word too many', ['--pixels', 'a', '--labels', 'b', 'c']],
])('evaluate with %s is a usage error, exit 2', async (_what, args) => {
  const { status, out, err } = await call(['evaluate', ...args]);
  expect([status, out, err.length]).toEqual([2, [], 1]);
});

test.runIf(fer2013)(
  'on PublicTest the weights are as good as their manifest says of the validation part, less a little',
  { timeout: 120_000 },
  async () => {
    const at = fer2013 as string;
    const { training } = await readManifest(OWN_MODELS);
    const { out } = await call([
      ...['evaluate', '--pixels', join(at, 'pixels.u8.bin'), '--labels', join(at, 'labels.csv')],
      ...['--split', 'PublicTest', '--json'],
    ]);
    const said = JSON.parse(out[0] ?? '');
    expect(said.images).toBe(3589);
    expect(EMOTIONS.map((emotion) => said.classes[emotion].support)).toEqual([467, 56, 496, 895, 653, 415, 607]);
    expect(said.accuracy).toBeGreaterThan((training?.validation_accuracy ?? 0) - SLACK);
  },
);
