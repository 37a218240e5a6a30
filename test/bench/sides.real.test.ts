import { expect, test } from 'vitest';
import { sameFaces } from '../../src/bench/figures.ts';
import { openOurs } from '../../src/bench/ours.ts';
import { PaperRecipe } from '../../src/bench/paper.ts';
import { paperEngine } from '../../src/bench/paper-engine.ts';
import type { Opening, Side } from '../../src/bench/port.ts';
import { Stage } from '../../src/bench/stage.ts';
import { oneSided } from '../../src/bench/without-mirror.ts';
import { loadConfig } from '../../src/config/load.ts';
import { TfjsClassifier } from '../../src/inference/engines/tfjs.ts';
import { modelFile, OWN_MODELS, readManifest } from '../../src/inference/manifest.ts';
import { clip } from '../assets.ts';

const { inference } = loadConfig({ env: {} });
const absent = async (name: string) => {
  throw Object.assign(new Error(`no ${name}`), { code: 'ERR_MODULE_NOT_FOUND' });
};
const manifest = await readManifest(OWN_MODELS);

async function watched(side: Opening['side'], open: () => Promise<Side>) {
  const opening: Opening = { side, clip: clip(), seconds: 3, fps: 10, workingWidth: 320, reach: 'normal', inference };
  await using stage = new Stage(opening, open, new AbortController().signal);
  return await stage.show({ kind: 'clip' });
}

test('both sides see the same faces in the same frames of the real clip, and each stage costs something', async () => {
  const ours = await watched('ours', () => openOurs(inference));
  const paper = await watched('paper', () => PaperRecipe.open(inference));
  expect(ours.footage).toBe(paper.footage);
  const { frames, share, iou } = sameFaces({ ours: [ours], paper: [paper] });
  expect(frames).toBeGreaterThan(25);
  expect(share).toBeGreaterThan(0.95);
  expect(iou).toBeGreaterThan(0.75);
  for (const { costs } of [ours, paper]) {
    const total = (of: 'detect' | 'preprocess' | 'infer') => costs.reduce((sum, { stages }) => sum + stages[of].wall, 0);
    for (const stage of ['detect', 'preprocess', 'infer'] as const) expect(total(stage)).toBeGreaterThan(0);
    expect(total('detect') + total('preprocess') + total('infer')).toBeLessThanOrEqual(costs.reduce((sum, { wall }) => sum + wall, 0));
  }
});

const FACE = Float32Array.from({ length: 4096 }, (_, at) => (at % 97) / 97);

test('the paper’s engine is TensorFlow.js on WebAssembly with our weights on the face alone', async () => {
  const load = (name: string) => (name === '@tensorflow/tfjs-node' ? absent(name) : import(name));
  const { name, classifier } = await paperEngine(OWN_MODELS, manifest, load);
  await using theirs = classifier;
  expect(name).toBe('tfjs on WebAssembly, a face at a time');
  const [topology, weights] = [
    await modelFile(OWN_MODELS, manifest, 'tfjs-topology'),
    await modelFile(OWN_MODELS, manifest, 'tfjs-weights'),
  ];
  await using ours = await TfjsClassifier.open(await import('@tensorflow/tfjs'), { topology: oneSided(topology), weights });
  const [[said], [expected]] = [await theirs.classify(FACE), await ours.classify(FACE)];
  for (const [emotion, score] of Object.entries(expected ?? {})) expect(said).toHaveProperty(emotion, expect.closeTo(score, 4));
});

test('without any TensorFlow.js it is onnxruntime, and says that it would cost more', async () => {
  const { name, classifier } = await paperEngine(OWN_MODELS, manifest, absent);
  await using onnx = classifier;
  expect(name).toMatch(/^onnxruntime, a face at a time \(no TensorFlow.js is installed/);
  expect(await onnx.classify(FACE)).toHaveLength(1);
});

test('without WebAssembly it is the native engine; one that does not load is passed over', async () => {
  const tf = await import('@tensorflow/tfjs');
  const native = await paperEngine(OWN_MODELS, manifest, async (name) => (name === '@tensorflow/tfjs-node' ? tf : absent(name)));
  expect(native.name).toBe('tfjs-node, a face at a time');
  await native.classifier[Symbol.asyncDispose]();
  const broken = await paperEngine(OWN_MODELS, manifest, async (name) => {
    if (name !== '@tensorflow/tfjs-node') return absent(name);
    throw Object.assign(new Error('no libtensorflow.so'), { code: 'ERR_DLOPEN_FAILED' });
  });
  expect(broken.name).toMatch(/^onnxruntime/);
  await broken.classifier[Symbol.asyncDispose]();
});

test('WebAssembly comes first, since the native engine takes longer', async () => {
  const asked: string[] = [];
  const { name, classifier } = await paperEngine(OWN_MODELS, manifest, (each) => {
    asked.push(each);
    return import(each);
  });
  await classifier[Symbol.asyncDispose]();
  expect(name).toMatch(/^tfjs on WebAssembly/);
  expect(asked).not.toContain('@tensorflow/tfjs-node');
});
