import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { model } from '../../../src/cli/doctor/model.ts';
import { tensorFlowFault } from '../../../src/cli/doctor/tensorflow.ts';
import { loadConfig } from '../../../src/config/load.ts';
import { hasTfjsNode } from '../../assets.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'moodbox-tensorflow-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const machine = (signal = new AbortController().signal) => ({ env: process.env, root: '/', signal });

/** Puts something in the place of tfjs-node's native part that does this when it is loaded: a folder, so that JavaScript will do. */
function install(code: string): void {
  const place = join(folder, 'node_modules/@tensorflow/tfjs-node/lib/napi-v8/tfjs_binding.node');
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'index.js'), code);
}

describe('doctor tries TensorFlow in a process of its own', () => {
  test('that ends with a crash: doctor goes on, and says so', async () => {
    install("process.kill(process.pid, 'SIGKILL')");
    expect(await tensorFlowFault(machine(), folder)).toMatchObject({ status: 'fail', finding: 'TensorFlow crashes as it loads' });
  });

  test('that finds it whole: nothing to say, and it has the settings', async () => {
    install("if (process.env.TF_NUM_INTRAOP_THREADS !== '1') process.kill(process.pid, 'SIGKILL')");
    expect(await tensorFlowFault(machine(), folder)).toBeUndefined();
  });

  test('that does not find it: opening the model says why', async () => expect(await tensorFlowFault(machine(), folder)).toBeUndefined());

  test('that does not end: doctor does not wait for ever', async () => {
    install('setInterval(() => undefined, 1000)');
    expect(await tensorFlowFault(machine(AbortSignal.timeout(500)), folder)).toMatchObject({ finding: 'TensorFlow did not load in time' });
  });
});

describe('the check of the model', { timeout: 240_000 }, () => {
  const config = loadConfig({ env: {}, overrides: { 'inference.engine': 'tensorflow' } });

  test.skipIf(hasTfjsNode)('without tfjs-node: what is missing, and what to run', async () =>
    expect(await model(config, machine())).toMatchObject({
      status: 'fail',
      finding: 'inference.engine is tensorflow, but @tensorflow/tfjs-node is not installed',
      advice: expect.stringContaining("run './scripts/tfjs-node'"),
    }),
  );

  test.runIf(hasTfjsNode)('with tfjs-node: the engine', async () =>
    expect(await model(config, machine())).toMatchObject({ status: 'ok', finding: expect.stringMatching(/engine tensorflow$/) }),
  );
});
