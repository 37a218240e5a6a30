import { describe, expect, test } from 'vitest';
import { batchOf } from '../../src/inference/crop.ts';
import { pairClassifier } from '../../src/inference/engines/pair.ts';
import { emotionClassifierContract } from '../contracts/emotion-classifier.ts';
import { FakeClassifier } from '../fakes/emotion-classifier.ts';
import { noise } from './scene.ts';

const FACE = 4096;
const ROUTING = { sharpness: 1, smallest: 40 };
const sharp = (seed: number) => noise(seed, FACE);
const soft = (grey: number) => Float32Array.from({ length: FACE }, (_, at) => grey + (at % 64) / 640);

emotionClassifierContract('pairClassifier', async () => pairClassifier({ near: new FakeClassifier(), far: new FakeClassifier() }, ROUTING));

describe('pairClassifier', () => {
  const made = () => {
    const [near, far] = [new FakeClassifier(), new FakeClassifier()];
    return { near, far, both: pairClassifier({ near, far }, ROUTING) };
  };

  test('reads each face once: sharp ones by the near network, the others by the far one', async () => {
    const { near, far, both } = made();
    await both.classify(batchOf([sharp(1), soft(0.2), sharp(2), soft(0.4), soft(0.6)]));
    expect([near.batches, far.batches]).toEqual([[2], [3]]);
  });

  test('gives the answers in the order of the faces', async () => {
    const { both } = made();
    const faces = [soft(0.1), sharp(1), soft(0.8), sharp(2)];
    const together = await both.classify(batchOf(faces));
    const alone = await Promise.all(faces.map((face) => new FakeClassifier().classify(face)));
    expect(together).toEqual(alone.flat());
  });

  test('asks a network that no face is for nothing', async () => {
    const { near, far, both } = made();
    await both.classify(batchOf([sharp(1), sharp(2)]));
    expect([near.batches, far.batches]).toEqual([[2], []]);
  });

  test('does as it is told where the caller has chosen', async () => {
    const { near, far, both } = made();
    await both.classify(batchOf([sharp(1), soft(0.2), sharp(2)]), 'people', ['far', 'near', 'far']);
    expect([near.batches, far.batches]).toEqual([[1], [2]]);
  });

  test('closes both', async () => {
    const { near, far, both } = made();
    await both[Symbol.asyncDispose]();
    expect([near.disposed, far.disposed]).toEqual([true, true]);
  });
});
