import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import type { EmotionScores } from '../../src/domain/emotion.ts';
import { EMOTIONS, strongest } from '../../src/domain/emotion.ts';
import { batchOf, faceInput } from '../../src/inference/crop.ts';
import { OnnxClassifier } from '../../src/inference/engines/onnx.ts';
import { TfjsClassifier } from '../../src/inference/engines/tfjs.ts';
import { HaarFinder } from '../../src/inference/finding/haar.ts';
import { modelFile, modelPath, OWN_MODELS, readManifest } from '../../src/inference/manifest.ts';
import type { EmotionClassifier, LabelHead, Network } from '../../src/inference/port.ts';
import { emotionClassifierContract } from '../contracts/emotion-classifier.ts';
import { FakeClassifier } from '../fakes/emotion-classifier.ts';
import { clipSample, noise } from './scene.ts';

const SIDE = 64;
const FACE = SIDE * SIDE;
const manifest = await readManifest(OWN_MODELS);
const file = (role: Parameters<typeof modelFile>[2], network: Network) => modelFile(OWN_MODELS, manifest, role, network);

const onnx = async (network: Network = 'near') => OnnxClassifier.open(await file('onnx', network));
const tfjs = async (network: Network = 'near') =>
  TfjsClassifier.open(tf, { topology: await file('tfjs-topology', network), weights: await file('tfjs-weights', network) });

emotionClassifierContract('FakeClassifier', async () => new FakeClassifier());
emotionClassifierContract('OnnxClassifier', onnx);
emotionClassifierContract('TfjsClassifier', tfjs);

/** The largest difference between two readings, and that they name the same emotions. */
function apart(ours: readonly EmotionScores[], theirs: readonly (EmotionScores | undefined)[]): number {
  expect(ours.length).toBe(theirs.length);
  return Math.max(...ours.flatMap((scores, face) => EMOTIONS.map((emotion) => Math.abs(scores[emotion] - (theirs[face]?.[emotion] ?? 9)))));
}

/** The faces of a sample of the real clip, as the daemon crops them. They are found once for all tests. */
const realCrops = (): Promise<Float32Array> => {
  crops ??= foundCrops();
  return crops;
};
let crops: Promise<Float32Array> | undefined;

async function foundCrops(): Promise<Float32Array> {
  const finder = await HaarFinder.open(await modelPath(OWN_MODELS, manifest, 'cascade'), {
    scale_factor: 1.3,
    neighbours: 5,
    min_face: 36,
  });
  const found: Float32Array[] = [];
  for (const frame of (await clipSample()).slice(0, 12)) {
    for (const box of await finder.find(frame)) found.push(faceInput(frame, box, manifest.preprocessing));
  }
  return batchOf(found);
}

const NETWORKS: readonly Network[] = ['near', 'far'];
const HEADS = NETWORKS.flatMap((network) => (['people', 'labels'] as const).map((head): [Network, LabelHead] => [network, head]));
const reading = async (classifier: Promise<EmotionClassifier>, input: Float32Array, head?: LabelHead) => {
  await using open = await classifier;
  return await open.classify(input, head);
};

describe('both engines give the same scores, to 1e-4', { timeout: 120_000 }, () => {
  test.each(HEADS)('on the faces of the real clip, network %s, head %s', async (network, head) => {
    const input = await realCrops();
    expect(input.length).toBeGreaterThanOrEqual(10 * FACE);
    const [ours, theirs] = [await reading(onnx(network), input, head), await reading(tfjs(network), input, head)];
    expect(apart(ours, theirs)).toBeLessThan(1e-4);
    expect(ours.map(strongest)).toEqual(theirs.map(strongest));
  });

  test.each(NETWORKS)('of a face and of its mirror image, network %s', async (network) => {
    const input = await realCrops();
    const mirrored = input.map((_, at) => input[at - (at % SIDE) + SIDE - 1 - (at % SIDE)] ?? 0);
    expect(mirrored).not.toEqual(input);
    for (const open of [onnx, tfjs])
      expect(apart(await reading(open(network), input), await reading(open(network), mirrored))).toBeLessThan(1e-4);
  });

  test.each(NETWORKS)('on noise, black, white and a ramp, network %s', async (network) => {
    const ramp = Float32Array.from({ length: FACE }, (_, at) => at / FACE);
    const input = batchOf([noise(21, FACE), noise(22, FACE), new Float32Array(FACE), new Float32Array(FACE).fill(1), ramp]);
    expect(apart(await reading(onnx(network), input), await reading(tfjs(network), input))).toBeLessThan(1e-4);
  });

  test.each(HEADS)('as PyTorch gave when the weights were exported, network %s, head %s', async (network, head) => {
    const parity: { seeds: number[]; scores: number[][]; labels: number[][] } = JSON.parse(
      readFileSync(join(OWN_MODELS, network, 'parity.json'), 'utf8'),
    );
    const { seeds } = parity;
    const expected = parity[head === 'people' ? 'scores' : 'labels'].map(
      (row) => Object.fromEntries(EMOTIONS.map((emotion, index) => [emotion, row[index]])) as EmotionScores,
    );
    const input = batchOf(seeds.map((seed) => noise(seed, FACE)));
    expect(seeds.length).toBeGreaterThanOrEqual(4);
    expect(apart(await reading(onnx(network), input, head), expected)).toBeLessThan(1e-4);
    expect(apart(await reading(tfjs(network), input, head), expected)).toBeLessThan(1e-4);
  });
});

describe('the TensorFlow model', () => {
  test.each(NETWORKS)('%s has as many parameters as the manifest says', async (network) => {
    const { modelTopology, weightsManifest } = JSON.parse((await file('tfjs-topology', network)).toString()) as tf.io.ModelJSON;
    const weightSpecs = weightsManifest.flatMap(({ weights }) => weights);
    const weightData = Uint8Array.from(await file('tfjs-weights', network)).buffer;
    const model = await tf.loadLayersModel(tf.io.fromMemory({ modelTopology, weightSpecs, weightData }));
    expect(model.countParams()).toBe(manifest.parameters);
    expect([model.inputs[0]?.shape, ...model.outputs.map(({ shape }) => shape)]).toEqual([
      [null, 64, 64, 1],
      [null, 8],
      [null, 7],
    ]);
    model.dispose();
  });

  test('leaves no tensor in memory, neither after a reading nor after it is closed', async () => {
    const before = tf.memory().numTensors;
    {
      await using classifier = await tfjs();
      const loaded = tf.memory().numTensors;
      await classifier.classify(noise(1, FACE));
      expect(tf.memory().numTensors).toBe(loaded);
    }
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('an engine that cannot be used', () => {
  test('a file that is not an ONNX model is refused', async () => {
    await expect(OnnxClassifier.open(Buffer.from('no model'))).rejects.toThrow();
  });
});
