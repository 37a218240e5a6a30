import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { ModelError, OWN_MODELS } from '../../src/inference/manifest.ts';
import { openEyes } from '../../src/inference/open.ts';
import { hasTfjsNode, photo } from '../assets.ts';
import { eyesContract } from '../contracts/eyes.ts';
import { FakeLog } from '../fakes/log.ts';
import { framesOf } from './scene.ts';

const config = (overrides: Readonly<Record<string, unknown>> = {}) => loadConfig({ env: {}, overrides }).inference;

eyesContract('the daemon’s eyes', async () => {
  const [crowd] = await framesOf(photo(6), 10, 960);
  if (!crowd) throw new Error('the photo shows nothing');
  return { eyes: await openEyes(config(), { log: new FakeLog() }), crowd };
});

describe('openEyes', () => {
  test('says which weights it reads with', async () => {
    const log = new FakeLog();
    await using _eyes = await openEyes(config(), { log });
    expect(log.lines).toEqual([
      {
        level: 'info',
        event: 'inference.opened',
        fields: expect.objectContaining({ engine: 'onnx', model: 'branched-xception', version: expect.any(String), parameters: 59_967 }),
      },
    ]);
  });

  test('takes a models folder and a cascade from elsewhere', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'moodbox-eyes-'));
    try {
      cpSync(OWN_MODELS, folder, { recursive: true });
      const cascade = join(folder, 'haarcascade/haarcascade_frontalface_default.xml');
      await using _eyes = await openEyes(config({ 'inference.models': folder, 'inference.cascade': cascade }), { log: new FakeLog() });
      writeFileSync(join(folder, 'far/model.onnx'), 'changed');
      await expect(openEyes(config({ 'inference.models': folder }), { log: new FakeLog() })).rejects.toThrow(
        /model\.onnx: is not the file/,
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('takes a folder of format 1, with a single network', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'moodbox-eyes-'));
    try {
      cpSync(OWN_MODELS, folder, { recursive: true });
      const path = join(folder, 'manifest.json');
      const { routing: _pair, files, ...rest } = JSON.parse(readFileSync(path, 'utf8'));
      const single = files
        .filter(({ network }: { network?: string }) => network !== 'far')
        .map(({ network: _of, ...file }: object & { network?: string }) => file);
      writeFileSync(path, JSON.stringify({ ...rest, format: 1, files: single }));
      rmSync(join(folder, 'far'), { recursive: true });
      await using eyes = await openEyes(config({ 'inference.models': folder }), { log: new FakeLog() });
      const [crowd] = await framesOf(photo(6), 10, 960);
      if (!crowd) throw new Error('the photo shows nothing');
      expect((await eyes.look(crowd)).faces.length).toBeGreaterThanOrEqual(3);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('refuses a folder without models, in one line', async () => {
    const opening = openEyes(config({ 'inference.models': '/nowhere/at/all' }), { log: new FakeLog() });
    await expect(opening).rejects.toThrow(ModelError);
    await expect(opening).rejects.toThrow(/^\/nowhere\/at\/all\/manifest\.json: is missing; [^\n]*$/);
  });

  test.skipIf(hasTfjsNode)('with the tensorflow engine says what to install', async () => {
    await expect(openEyes(config({ 'inference.engine': 'tensorflow' }), { log: new FakeLog() })).rejects.toThrow(
      /@tensorflow\/tfjs-node is not installed; run '\.\/scripts\/tfjs-node'/,
    );
  });

  test.runIf(hasTfjsNode)('opens the tensorflow engine, where ./scripts/tfjs-node has installed it', { timeout: 240_000 }, async () => {
    await using eyes = await openEyes(config({ 'inference.engine': 'tensorflow' }), { log: new FakeLog() });
    const [frame] = await framesOf(photo(3), 10, 960);
    expect(frame && (await eyes.look(frame)).faces.length).toBeGreaterThanOrEqual(2);
  });
});
