import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EMOTIONS } from '../../../src/domain/emotion.ts';
import { VOTE_COLUMNS } from '../../../src/evaluation/votes.ts';
import { OWN_MODELS } from '../../../src/inference/manifest.ts';
import { noise } from '../../inference/scene.ts';
import { call } from '../call.ts';

const IMAGE = 48 * 48;
/** These take a second each; a machine that trains a network beside them takes its time. */
const PATIENCE = { timeout: 120_000 };

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

describe('evaluate on a few made-up images', PATIENCE, () => {
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

describe('evaluate on made-up images with votes', PATIENCE, () => {
  // Row n is labelled n mod 7; its voters agree, but for one row in ten, which most of them call contempt.
  const VOTED = ['votes_anger', 'votes_disgust', 'votes_fear', 'votes_happiness', 'votes_sadness', 'votes_surprise', 'votes_neutral'];
  const rows = Array.from({ length: 70 }, (_, row) => {
    const most = row % 10 === 0 ? 'votes_contempt' : VOTED[row % 7];
    return `${row},${row % 7},${VOTE_COLUMNS.map((name) => (name === most ? 9 : 0)).join(',')}`;
  });
  const given = () => ['--pixels', pixels(70), '--labels', file('voted.csv', [`row,emotion,${VOTE_COLUMNS}`, ...rows].join('\n'))];
  const json = async (...args: string[]) => JSON.parse((await call(['evaluate', ...given(), '--json', ...args])).out[0] ?? '');

  test('--json tells of the votes’ majority, of calibration and of neutral faces', async () => {
    const said = await json();
    expect(said.votes.images).toBe(63);
    const right = EMOTIONS.reduce((sum, _emotion, index) => sum + said.confusion[index][index], 0);
    // Here the voters agree with the labels, but for seven faces.
    expect(said.accuracy * 70).toBeCloseTo(right, 1);
    expect(said.votes.accuracy * 63).toBeLessThanOrEqual(said.daemon.accuracy * 70 + 0.01);
    expect(said.votes.accuracy * 63).toBeGreaterThanOrEqual(said.daemon.accuracy * 70 - 7.01);
    for (const [opinion, images] of [
      ['labels', 70],
      ['votes', 63],
    ] as const) {
      const { ece, bins } = said.calibration[opinion] as { ece: number; bins: { count: number; confidence: number; accuracy: number }[] };
      expect(bins.map(({ count }) => count).reduce((a, b) => a + b)).toBe(images);
      const error = bins.reduce((sum, { count, confidence, accuracy }) => sum + (count / images) * Math.abs(confidence - accuracy), 0);
      expect(ece).toBeCloseTo(error, 3);
    }
    expect(said.neutral).toMatchObject({ confidence: 0.6, labels: { faces: 10 }, votes: { faces: 9 } });
    expect(said.neutral.labels.mistaken).toBeGreaterThanOrEqual(said.neutral.labels.acted_upon);
    expect(said.daemon.accuracy * 70).toBeCloseTo(Math.round(said.daemon.accuracy * 70), 1);
  });

  test('without votes it says nothing of them', async () => {
    const plain = ['--pixels', pixels(7), '--labels', labels(...Array.from({ length: 7 }, (_, row) => `${row},A,${row}`))];
    const { out } = await call(['evaluate', ...plain, '--json']);
    const said = JSON.parse(out[0] ?? '');
    expect([said, said.calibration, said.neutral].map((each) => 'votes' in each)).toEqual([false, false, false]);
    const people = (await call(['evaluate', ...plain])).out.join('\n');
    expect(people).toContain('called something else');
    expect(people).not.toContain('votes');
  });

  test('--confidence moves where the daemon acts, and so does the configuration', async () => {
    const { labels: always } = (await json('--confidence', '0')).neutral;
    expect([always.unsure, always.acted_upon]).toEqual([0, always.mistaken]);
    expect((await json('--confidence', '1')).neutral.labels).toMatchObject({ unsure: 1, acted_upon: 0, mistaken: always.mistaken });
    const { out } = await call(['evaluate', ...given(), '--json'], { MOODBOX_MOOD_MIN_CONFIDENCE: '0.33' });
    expect(JSON.parse(out[0] ?? '').neutral.confidence).toBe(0.33);
  });

  test('--sample takes as many, evenly spaced and the same each time', async () => {
    const said = await json('--sample', '35');
    expect(said.images).toBe(35);
    expect(EMOTIONS.map((emotion) => said.classes[emotion].support)).toEqual([5, 5, 5, 5, 5, 5, 5]);
    expect(await json('--sample', '35')).toEqual(said);
    expect((await json('--sample', '999')).images).toBe(70);
  });

  test('--robustness adds 26 rows, each with its loss and with what the daemon acts on', async () => {
    const said = await json('--robustness', '--sample', '20');
    expect(said.robustness).toHaveLength(26);
    for (const { acted, right_of_acted } of said.robustness)
      expect([acted, right_of_acted].every((each) => each >= 0 && each <= 1)).toBe(true);
    for (const { accuracy, loss_points } of said.robustness) expect(loss_points).toBeCloseTo((said.accuracy - accuracy) * 100, 1);
    const { out } = await call(['evaluate', ...given(), '--robustness', '--sample', '20']);
    expect(out.slice(-28)[0]).toMatch(/^robustness +accuracy +loss in points +by the votes +loss +acted on +right of those$/);
    expect(out.at(-1)).toMatch(/^a mask over the mouth( +\d+\.\d\d % +-?\d+\.\d\d){2}( +\d+\.\d\d %){2}$/);
  });

  test('for people: neutral faces, and the paper’s Table 3 with our row', async () => {
    const { out } = await call(['evaluate', ...given()]);
    expect(out.find((line) => line.startsWith('accuracy') && line.includes('votes'))).toMatch(/ % by the votes of FERPlus, over 63 images/);
    expect(out.find((line) => line.startsWith('expected'))).toMatch(/ % by the labels, \d+\.\d\d % by the votes \(15 bins\)$/);
    expect(out.find((line) => line.startsWith('faces'))).toMatch(/^faces +10 +9$/);
    expect(out.find((line) => line.startsWith('VGG-16'))).toMatch(/^VGG-16 +69\.00 % +138,000,000$/);
    expect(out.find((line) => line.startsWith('ours'))).toMatch(/^ours +\d+\.\d\d % +\d\d,\d{3}$/);
  });

  test('an abort ends it with exit 1 and no figures', async () => {
    const gone = new AbortController();
    gone.abort(new Error('asked to stop'));
    expect(await call(['evaluate', ...given(), '--json'], {}, gone.signal)).toEqual({ status: 1, out: [], err: [] });
  });
});

describe('evaluate --figures', PATIENCE, () => {
  const FILES = ['accuracy-parameters.svg', 'confusion.svg', 'evaluation.json', 'reliability.svg'];
  /** A copy of the models with this training log beside the network, or none. */
  const models = (name: string, log: string | undefined): NodeJS.ProcessEnv => {
    const copy = join(folder, name);
    cpSync(OWN_MODELS, copy, { recursive: true });
    const path = join(copy, 'near/training.jsonl');
    if (log === undefined) rmSync(path, { force: true });
    else writeFileSync(path, log);
    return { MOODBOX_INFERENCE_MODELS: copy };
  };
  const drawn = (to: string, env: NodeJS.ProcessEnv) =>
    call(['evaluate', '--pixels', pixels(14), '--labels', labels(...sevens), '--figures', join(folder, to), '--json'], env);
  const sevens = Array.from({ length: 14 }, (_, row) => `${row},Training,${row % 7}`);
  const read = (from: string) =>
    readdirSync(join(folder, from)).map((name) => [name, readFileSync(join(folder, from, name), 'utf8')] as const);

  test('writes the figures and what --json says, the same bytes each time, and says what is left out', async () => {
    const env = models('models-bare', undefined);
    const { status, out, err } = await drawn('new/one', env);
    expect([status, out.length, err]).toEqual([
      0,
      1,
      [expect.stringMatching(/no \/.*\/training\.jsonl, so the training curves are left out$/)],
    ]);
    await drawn('two', env);
    expect(read('new/one').map(([name]) => name)).toEqual(FILES);
    expect(read('two')).toEqual(read('new/one'));
    expect(JSON.parse(readFileSync(join(folder, 'two/evaluation.json'), 'utf8'))).toEqual(JSON.parse(out[0] ?? ''));
  });

  test('draws the training where its log is beside the model', async () => {
    const log =
      '{"epoch":1,"loss":1.7,"validation":0.42,"seconds":90.5}\n{"epoch":2,"loss":1.4,"validation":0.5,"votes":0.6,"seconds":91}\n';
    const { status, err } = await drawn('three', models('models-log', log));
    expect([status, err]).toEqual([0, []]);
    expect(read('three').map(([name]) => name)).toEqual([...FILES, 'training.svg']);
    expect(readFileSync(join(folder, 'three/training.svg'), 'utf8')).toContain(
      'Training: best on the validation part 50.0 %, epoch 2 of 2',
    );
  });

  test.each([
    ['no JSON', '{"epoch":1,"loss":1,"validation":0.4}\n{"epoch":2', /training\.jsonl, line 2: expected "epoch"/],
    ['no figures', '{"epoch":1,"loss":"low","validation":0.4}', /line 1: expected/],
    ['no epoch', '\n', /training\.jsonl holds no epoch/],
  ])('with a training log that holds %s ends in one line, exit 1', async (_what, log, says) => {
    const { status, err } = await drawn('four', models('models-broken', log));
    expect([status, err.length]).toEqual([1, 1]);
    expect(err[0]).toMatch(says);
  });

  test('where nothing can be written ends in one line, exit 1', async () => {
    mkdirSync(join(folder, 'taken'));
    file('taken/file', 'a file where a folder should be');
    const { status, err } = await drawn('taken/file', models('models-bare', undefined));
    expect([status, err.length]).toEqual([1, 1]);
    expect(err[0]).toMatch(/cannot be written .*: give --figures a folder/);
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
  ['a sample of half a face', ['--pixels', 'a', '--labels', 'b', '--sample', '0.5']],
  ['a sample of none', ['--pixels', 'a', '--labels', 'b', '--sample', '0']],
  ['more confidence than there is', ['--pixels', 'a', '--labels', 'b', '--confidence', '1.5']],
  ['no confidence', ['--pixels', 'a', '--labels', 'b', '--confidence', ' ']],
  ['a word too many', ['--pixels', 'a', '--labels', 'b', 'c']],
])('evaluate with %s is a usage error, exit 2', async (_what, args) => {
  const { status, out, err } = await call(['evaluate', ...args]);
  expect([status, out, err.length]).toEqual([2, [], 1]);
});
