import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { registerMirrorLayers } from '../../../src/inference/engines/mirror-layers.ts';

registerMirrorLayers(tf);

/** One picture of one row: three places, four channels each. */
const picture = (...places: readonly (readonly number[])[]): tf.Tensor4D => tf.tensor4d([[places.map((place) => [...place])]]);
const places = (tensor: tf.Tensor): unknown => (tensor.arraySync() as number[][][][])[0]?.[0];

/** A layer as a model's file names it. */
function layer(kind: string): tf.layers.Layer {
  const kinds = tf.serialization.SerializationMap.getMap().classNameMap;
  const [make, from] = kinds[kind] ?? [];
  return from?.(make as never, { name: kind }) as tf.layers.Layer;
}

const near = picture([1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]);
const far = picture([10, 20, 30, 40], [50, 60, 70, 80], [90, 100, 110, 120]);

test('a mirror flips left and right, and changes nothing else', () => {
  expect(places(layer('Mirror').apply(near) as tf.Tensor)).toEqual([
    [9, 10, 11, 12],
    [5, 6, 7, 8],
    [1, 2, 3, 4],
  ]);
});

test('where two sides meet, half of the channels become the mean of both, each in its own place', () => {
  expect(places(layer('Meeting').apply([near, far]) as tf.Tensor)).toEqual([
    [1, 2, (3 + 110) / 2, (4 + 120) / 2],
    [5, 6, (7 + 70) / 2, (8 + 80) / 2],
    [9, 10, (11 + 30) / 2, (12 + 40) / 2],
  ]);
});

test('registering them twice changes nothing', () => {
  registerMirrorLayers(tf);
  expect(layer('Meeting').getClassName()).toBe('Meeting');
});
