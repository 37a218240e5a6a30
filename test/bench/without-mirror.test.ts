import * as tf from '@tensorflow/tfjs';
import { expect, test } from 'vitest';
import { oneSided } from '../../src/bench/without-mirror.ts';
import { registerMirrorLayers } from '../../src/inference/engines/mirror-layers.ts';

type Call = readonly (readonly [name: string, call: number])[];

const layer = (class_name: string, name: string, calls: readonly Call[], config: object = {}): object => ({
  ...{ class_name, name, config: { name, trainable: true, ...config } },
  inbound_nodes: calls.map((call) => call.map(([source, at]) => [source, at, 0, {}])),
});

const file = (...layers: readonly object[]): Uint8Array => {
  const config = { name: 'small', layers, input_layers: [['image', 0, 0]], output_layers: [['scores', 0, 0]] };
  return Buffer.from(JSON.stringify({ modelTopology: { model_config: { class_name: 'Functional', config } } }));
};

const image = layer('InputLayer', 'image', [], { batch_input_shape: [null, 1, 3, 2], dtype: 'float32', sparse: false });
const kernel = { filters: 2, kernel_size: [1, 2], strides: [1, 1], padding: 'valid', use_bias: false, activation: 'linear' };
const both = (name: string): Call[] => [[[name, 0]], [[name, 1]]];

const twoSided = file(
  image,
  layer('Mirror', 'mirrored', [[['image', 0]]]),
  layer('Conv2D', 'seen', [[['image', 0]], [['mirrored', 0]]], kernel),
  layer('Meeting', 'met', [
    [
      ['seen', 0],
      ['seen', 1],
    ],
    [
      ['seen', 1],
      ['seen', 0],
    ],
  ]),
  layer('GlobalAveragePooling2D', 'mean', both('met')),
  layer('Average', 'of_both', [both('mean').flat()]),
  layer('Activation', 'scores', [[['of_both', 0]]], { activation: 'linear' }),
);

const plain = file(
  image,
  layer('Conv2D', 'seen', [[['image', 0]]], kernel),
  layer('GlobalAveragePooling2D', 'mean', [[['seen', 0]]]),
  layer('Activation', 'scores', [[['mean', 0]]], { activation: 'linear' }),
);

async function said(topology: Uint8Array, places: number[][]): Promise<unknown> {
  registerMirrorLayers(tf);
  const { modelTopology } = JSON.parse(Buffer.from(topology).toString('utf8'));
  const weightSpecs = [{ name: 'seen/kernel', shape: [1, 2, 2, 2], dtype: 'float32' } as const];
  const weightData = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 9).buffer;
  const model = await tf.loadLayersModel(tf.io.fromMemory({ modelTopology, weightSpecs, weightData }));
  return (model.predict(tf.tensor4d([[places]])) as tf.Tensor).arraySync();
}

const PLACES = [
  [1, 2],
  [0, 5],
  [3, -1],
];

test('a model of two sides becomes the model of one, with its weights', async () => {
  const [two, one, expected] = [await said(twoSided, PLACES), await said(oneSided(twoSided), PLACES), await said(plain, PLACES)];
  expect(one).toEqual(expected);
  expect(two).not.toEqual(expected);
});

test('a model of one side stays as it is', async () => {
  expect(JSON.parse(Buffer.from(oneSided(plain)).toString())).toEqual(JSON.parse(Buffer.from(plain).toString()));
});
