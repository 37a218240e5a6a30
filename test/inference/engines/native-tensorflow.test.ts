import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import util from 'node:util';
import * as tf from '@tensorflow/tfjs';
import { describe, expect, test } from 'vitest';
import {
  nativeTensorFlow,
  runsTensorFlow,
  TENSORFLOW_SETTINGS,
  tensorFlowFolder,
} from '../../../src/inference/engines/native-tensorflow.ts';
import { ModelError } from '../../../src/inference/manifest.ts';

const failingWith = (message: string, code: string) => () => Promise.reject(Object.assign(new Error(message), { code }));

describe('TensorFlow that cannot be used', () => {
  test.each(['MODULE_NOT_FOUND', 'ERR_MODULE_NOT_FOUND'])('is not installed (%s): what to run', async (code) => {
    const missing = nativeTensorFlow(failingWith('Cannot find package', code));
    await expect(missing).rejects.toThrow(ModelError);
    await expect(missing).rejects.toThrow(/@tensorflow\/tfjs-node is not installed; run '\.\/scripts\/tfjs-node' in the checkout/);
  });

  test('does not load: the first line of why', async () => {
    const broken = nativeTensorFlow(failingWith('tfjs_binding.node is missing\nand more', 'ERR_DLOPEN_FAILED'));
    await expect(broken).rejects.toThrow(/does not load \(tfjs_binding\.node is missing\); run/);
  });

  test.each([
    ['x64', 'flags\t\t: fpu sse4_2 avx avx2', true],
    ['x64', 'flags\t\t: fpu sse4_2 avx512f', false],
    ['x64', 'flags\t\t: fpu sse4_2', false],
    ['arm64', 'Features\t: fp asimd', true],
  ])('on a processor %s with "%s": runs %s', (arch, cpuinfo, runs) => expect(runsTensorFlow(arch, cpuinfo)).toBe(runs));
});

describe('TensorFlow as it is loaded', () => {
  test('that comes as CommonJS is found in its default', async () =>
    expect(await nativeTensorFlow(async () => ({ default: tf }))).toBe(tf));

  test('finds its settings in the environment; one that is already set is kept', async () => {
    const before = { ...process.env };
    try {
      for (const name of Object.keys(TENSORFLOW_SETTINGS)) delete process.env[name];
      process.env.TF_NUM_INTRAOP_THREADS = '2';
      let seen: NodeJS.ProcessEnv = {};
      await nativeTensorFlow(async () => {
        seen = { ...process.env };
        return tf;
      });
      expect(seen).toMatchObject({ ...TENSORFLOW_SETTINGS, TF_NUM_INTRAOP_THREADS: '2' });
    } finally {
      for (const name of Object.keys(TENSORFLOW_SETTINGS)) delete process.env[name];
      Object.assign(process.env, before);
    }
  });

  test('finds the function that Node 23 has removed', async () => {
    Object.assign(util, { isNullOrUndefined: undefined });
    await nativeTensorFlow(async () => tf);
    expect([null, undefined, 0, ''].map((value) => util.isNullOrUndefined(value))).toEqual([true, true, false, false]);
  });

  test('comes from the folder of ./scripts/tfjs-node, or from our own modules if that folder is missing', () => {
    const root = mkdtempSync(join(tmpdir(), 'moodbox-root-'));
    try {
      expect(tensorFlowFolder(root)).toBe(root);
      mkdirSync(join(root, 'tfjs-node'));
      expect(tensorFlowFolder(root)).toBe(join(root, 'tfjs-node'));
    } finally {
      rmSync(root, { recursive: true });
    }
  });
});
