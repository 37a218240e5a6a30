import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EmotionScores } from '../../src/domain/emotion.ts';
import { EMOTIONS } from '../../src/domain/emotion.ts';
import { OnnxClassifier } from '../../src/inference/engines/onnx.ts';
import { TfjsClassifier } from '../../src/inference/engines/tfjs.ts';
import type { Manifest } from '../../src/inference/manifest.ts';
import { modelFile, readManifest } from '../../src/inference/manifest.ts';
import type { LabelHead } from '../../src/inference/port.ts';
import { noise } from '../inference/scene.ts';
import { CASCADE, hasModules, PYTHON, SCRIPTS } from './python.ts';

const trainable = hasModules('torch', 'onnx');

/** Random weights, the normalisations' running figures too, so that nothing hides behind a zero or a one. */
const RANDOM_WEIGHTS = `
import sys, torch
sys.path.insert(0, sys.argv[1])
from networks import NETWORKS
torch.manual_seed(5)
network = NETWORKS[sys.argv[3]]()
for name, tensor in network.state_dict().items():
    if tensor.dtype.is_floating_point and 'norm' in name: tensor.uniform_(0.5, 1.5)
torch.save(network.state_dict(), sys.argv[2])
`;

const networks = trainable ? ['mini-xception', 'compact-xception', 'mirror-xception', 'branched-xception'] : [];

describe.skipIf(!trainable)('scripts/train/export.py', { timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'moodbox-export-'));
  const weightsOf = (network: string) => join(folder, 'run-7', `${network}.pt`);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const exported = async (network: string, name: string, ...flags: string[]): Promise<{ models: string; manifest: Manifest }> => {
    const models = join(folder, network, name);
    mkdirSync(models, { recursive: true });
    const weights = ['--network', network, '--weights', weightsOf(network)];
    const args = [...weights, '--out', join(models, 'mini-xception'), '--cascade', CASCADE, ...flags];
    execFileSync(PYTHON, [join(SCRIPTS, 'export.py'), ...args], { stdio: 'pipe' });
    return { models, manifest: await readManifest(models) };
  };

  const read = async ({ models, manifest }: { models: string; manifest: Manifest }, input: Float32Array, opinion?: LabelHead) => {
    const file = (role: Parameters<typeof modelFile>[2]) => modelFile(models, manifest, role);
    await using onnx = await OnnxClassifier.open(await file('onnx'));
    await using tfjs = await TfjsClassifier.open(tf, { topology: await file('tfjs-topology'), weights: await file('tfjs-weights') });
    return { onnx: await onnx.classify(input, opinion), tfjs: await tfjs.classify(input, opinion) };
  };

  const close = (ours: readonly EmotionScores[], theirs: readonly EmotionScores[]): void => {
    expect(ours.length).toBe(theirs.length);
    for (const [face, scores] of ours.entries()) {
      for (const emotion of EMOTIONS) expect(Math.abs(scores[emotion] - (theirs[face]?.[emotion] ?? 9))).toBeLessThan(1e-4);
    }
  };

  beforeAll(() => {
    mkdirSync(join(folder, 'run-7'));
    for (const network of networks) execFileSync(PYTHON, ['-c', RANDOM_WEIGHTS, SCRIPTS, weightsOf(network), network], { stdio: 'pipe' });
    const epochs = [
      { epoch: 1, loss: 1.5, validation: 0.4, seconds: 1800 },
      { epoch: 2, loss: 1.2, validation: 0.6, seconds: 1800 },
      { epoch: 3, loss: 1.1, validation: 0.5, seconds: 1800 },
    ];
    writeFileSync(join(folder, 'run-7/log.jsonl'), epochs.map((epoch) => JSON.stringify(epoch)).join('\n'));
  });

  test.each(networks)('writes %s as one network for both engines, whatever its weights', async (network) => {
    const { onnx, tfjs } = await read(await exported(network, 'plain'), noise(3, 5 * 4096));
    close(onnx, tfjs);
    expect(new Set(onnx.map(({ happy }) => happy.toFixed(6))).size).toBe(5);
  });

  test.skipIf(!trainable)('writes both heads of compact-xception, each with its temperature', async () => {
    const input = noise(6, 2 * 4096);
    const [plain, warm] = [
      await exported('compact-xception', 'heads'),
      await exported('compact-xception', 'warm-label', '--label-temperature', '3'),
    ];
    const [people, labels] = [await read(plain, input, 'people'), await read(plain, input, 'labels')];
    close(labels.onnx, labels.tfjs);
    expect(labels.onnx[0]?.happy).not.toBeCloseTo(people.onnx[0]?.happy ?? 0, 4);
    close((await read(warm, input, 'people')).onnx, people.onnx);
    const [before, after] = [labels.onnx[0], (await read(warm, input, 'labels')).onnx[0]] as [EmotionScores, EmotionScores];
    expect(Math.log(after.happy / after.sad)).toBeCloseTo(Math.log(before.happy / before.sad) / 3, 3);
  });

  test.each(networks)('begins %s again from the file that it wrote, without a run', async (network) => {
    const first = await exported(network, 'first');
    const file = join(first.models, 'mini-xception/model.onnx');
    const again = await exported(network, 'again', '--weights', file, '--logs', join(folder, 'run-7/log.jsonl'));
    const input = noise(5, 2 * 4096);
    close((await read(again, input)).onnx, (await read(first, input)).onnx);
  });

  test('sums the run up in the manifest, and names the weights after it', async () => {
    const { manifest } = await exported('compact-xception', 'summed');
    expect(manifest.training).toEqual({ epochs: 3, epoch: 2, validation_accuracy: 0.6, loss: 1.2, hours: 1.5 });
    expect(manifest.version).toMatch(/^run-7-e2-[0-9a-f]{8}$/);
    expect(manifest.preprocessing).toEqual({ side: 64, equalise: false, margin: 0 });
  });

  test('of weights of the end of a run it tells that epoch, not the best', async () => {
    const last = join(folder, 'run-7/last.pt');
    copyFileSync(weightsOf('compact-xception'), last);
    const { manifest } = await exported('compact-xception', 'of-the-end', '--weights', last);
    expect(manifest.training).toMatchObject({ epoch: 3, validation_accuracy: 0.5, loss: 1.1 });
    expect(manifest.version).toMatch(/^run-7-e3-/);
  });

  test('tells the daemon to preprocess as was trained', async () => {
    const { manifest } = await exported('mini-xception', 'equalised', '--equalise', '--margin', '0.1');
    expect(manifest.preprocessing).toEqual({ side: 64, equalise: true, margin: 0.1 });
  });

  test.each(networks)('folds the temperature into both files of %s: the same logits, divided', async (network) => {
    const input = noise(4, 3 * 4096);
    const cold = await read(await exported(network, 'cold'), input);
    const warm = await read(await exported(network, 'warm', '--temperature', '2'), input);
    const expected = cold.onnx.map((scores) => {
      const roots = EMOTIONS.map((emotion) => Math.sqrt(scores[emotion]));
      const cannotTell = network === 'branched-xception' ? Math.sqrt(1 - EMOTIONS.reduce((sum, each) => sum + scores[each], 0)) : 0;
      const total = roots.reduce((sum, each) => sum + each, cannotTell);
      return Object.fromEntries(EMOTIONS.map((emotion, index) => [emotion, (roots[index] ?? 0) / total])) as EmotionScores;
    });
    close(warm.onnx, expected);
    close(warm.tfjs, expected);
  });

  test('writes a pair of networks, each with its own temperatures, and the rule between them', async () => {
    const [models, run] = [join(folder, 'pair'), join(folder, 'run-9')];
    mkdirSync(run);
    const temperatures = { near: { votes: 0.5, labels: 1 }, far: { votes: 2, labels: 1 } };
    const learned = { epochs: 9.6, by_the_clock: [{ seconds: 36, 'as it is': [0.8, 0.7] }] };
    writeFileSync(join(run, 'report.json'), JSON.stringify({ compared: { temperatures }, near: learned, far: learned }));
    const noted = "[  70.7]    34.3 s, epoch    4.8,    30304 faces/s, loss 1.0407; {'as it is': (0.8326, 0.6797), 'apart': (0.1, 0.2)}";
    writeFileSync(join(run, 'log.txt'), ['near', 'far'].map((name) => `[  33.5] ${name} on train, 341 s\n${noted}\n`).join(''));
    const weights = weightsOf('branched-xception');
    const args = ['--near', weights, '--far', weights, '--run', run, '--sharpness', '0.1', '--smallest', '40', '--cascade', CASCADE];
    execFileSync(PYTHON, [join(SCRIPTS, 'export_pair.py'), ...args, '--out', models], { stdio: 'pipe' });
    const manifest = await readManifest(models);
    expect(manifest).toMatchObject({ routing: { sharpness: 0.1, smallest: 40 }, training: { epochs: 10, validation_votes: 0.8 } });
    expect(readFileSync(join(models, 'far/training.jsonl'), 'utf8')).toContain('"epoch": 4.8, "loss": 1.0407, "validation": 0.6797');
    await using near = await OnnxClassifier.open(await modelFile(models, manifest, 'onnx', 'near'));
    await using far = await OnnxClassifier.open(await modelFile(models, manifest, 'onnx', 'far'));
    const [sharp] = await near.classify(noise(4, 4096));
    const [soft] = await far.classify(noise(4, 4096));
    if (!sharp || !soft) throw new Error('both read one face');
    expect(Math.log(sharp.happy / sharp.sad)).toBeCloseTo(4 * Math.log(soft.happy / soft.sad), 3);
  });

  test('refuses a temperature of nothing', () => {
    const args = ['--weights', weightsOf('mini-xception'), '--out', join(folder, 'none'), '--temperature', '0'];
    const { status, stderr } = spawnSync(PYTHON, [join(SCRIPTS, 'export.py'), ...args], { encoding: 'utf8' });
    expect(status).toBe(2);
    expect(stderr).toContain('--temperature wants a number above 0');
  });
});
