import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ModelRole } from '../../src/inference/manifest.ts';
import { ModelError, modelFile, modelPath, OWN_MODELS, readManifest } from '../../src/inference/manifest.ts';

let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'moodbox-models-')), 'models');
  cpSync(OWN_MODELS, folder, { recursive: true });
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

/** The manifest with some of its keys changed. */
function rewrite(change: object): void {
  const path = join(folder, 'manifest.json');
  writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), ...change }));
}

const refused = (says: RegExp) => async (work: Promise<unknown>) => {
  const err = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(err).toBeInstanceOf(ModelError);
  expect((err as Error).message).toMatch(says);
  expect((err as Error).message).not.toContain('\n');
};

describe('the models that come with moodbox', () => {
  test('match their manifest, every file', async () => {
    const manifest = await readManifest(OWN_MODELS);
    for (const { role, bytes, network } of manifest.files)
      expect((await modelFile(OWN_MODELS, manifest, role, network)).length).toBe(bytes);
    const ofNetwork = ['onnx', 'parity', 'tfjs-topology', 'tfjs-weights'];
    for (const network of ['near', 'far']) {
      expect(manifest.files.flatMap((file) => (file.network === network ? [file.role] : [])).toSorted()).toEqual(ofNetwork);
    }
    expect(manifest.files.flatMap(({ role, network }) => (network ? [] : [role]))).toEqual(['cascade']);
  });
  test('stay within the paper’s budget: 60 k parameters, 64 x 64 inputs, a small file', async () => {
    const manifest = await readManifest(OWN_MODELS);
    expect(manifest.parameters).toBeLessThanOrEqual(60_000);
    expect(manifest.preprocessing).toMatchObject({ side: 64 });
    for (const { role, path } of manifest.files.filter((file) => file.role === 'onnx'))
      expect([role, statSync(join(OWN_MODELS, path)).size <= 300_000]).toEqual(['onnx', true]);
  });
});

describe('a model file', () => {
  test.each<ModelRole>(['onnx', 'tfjs-topology', 'tfjs-weights', 'cascade'])(
    'for %s with one bit turned is refused by name',
    async (role) => {
      const manifest = await readManifest(folder);
      const path = await modelPath(folder, manifest, role);
      const bytes = readFileSync(path);
      bytes.writeUInt8(bytes.readUInt8(1000) ^ 1, 1000);
      writeFileSync(path, bytes);
      await refused(/^\/.*: is not the file that manifest\.json describes .*sha256.*; restore it/)(modelFile(folder, manifest, role));
      expect(await modelFile(folder, manifest, role).catch((err: Error) => err.message)).toContain(path);
    },
  );
  test('cut short is refused', async () => {
    const manifest = await readManifest(folder);
    truncateSync(await modelPath(folder, manifest, 'onnx'), 1000);
    await refused(/\(1000 bytes, /)(modelFile(folder, manifest, 'onnx'));
  });
  test('that is missing is named', async () => {
    const manifest = await readManifest(folder);
    rmSync(join(folder, 'near/model.onnx'));
    await refused(/model\.onnx: is missing; restore it/)(modelFile(folder, manifest, 'onnx'));
  });
  test('that is a folder is refused', async () => {
    rewrite({ files: [{ role: 'onnx', path: 'near', bytes: 1, sha256: '' }] });
    await refused(/near: cannot be read/)(modelFile(folder, await readManifest(folder), 'onnx'));
  });
  test('that the manifest does not list is named by its role', async () => {
    rewrite({ files: [] });
    await refused(/lists no file for 'onnx'/)(modelFile(folder, await readManifest(folder), 'onnx'));
    await refused(/lists no file for 'onnx' of the network 'far'/)(modelFile(folder, await readManifest(folder), 'onnx', 'far'));
  });
});

describe('a manifest', () => {
  test('that is missing is named', async () => {
    rmSync(join(folder, 'manifest.json'));
    await refused(/manifest\.json: is missing/)(readManifest(folder));
  });
  test('that is not JSON is refused', async () => {
    writeFileSync(join(folder, 'manifest.json'), '{ "format": 1');
    await refused(/manifest\.json: is not JSON/)(readManifest(folder));
  });
  test.each([
    ['another format', { format: 3 }, /has format 3, this moodbox reads 1 and 2/],
    ['two networks and no rule between them', { routing: undefined }, /wants "routing" with "sharpness" and "smallest"/],
    ['a rule that is no number', { routing: { sharpness: '0.1', smallest: 40 } }, /wants "routing"/],
    ['a rule for two networks, and only one', { format: 1 }, /has "routing", which is for two networks, in format 1/],
    ['labels in another order', { labels: ['happy', 'sad'] }, /has the labels \["happy","sad"\], expected angry, disgust/],
    ['another input size', { preprocessing: { side: 48, equalise: false, margin: 0 } }, /"side": 64/],
    ['no preprocessing', { preprocessing: null }, /wants "preprocessing"/],
    ['files that are none', { files: [{ role: 'onnx' }] }, /wants "files"/],
  ])('with %s is refused', async (_what, change, says) => {
    rewrite(change);
    await refused(says)(readManifest(folder));
  });
  test('that is not even an object is refused', async () => {
    writeFileSync(join(folder, 'manifest.json'), 'null');
    await refused(/is not an object/)(readManifest(folder));
  });
});
