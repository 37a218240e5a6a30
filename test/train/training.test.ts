import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readManifest } from '../../src/inference/manifest.ts';
import { CASCADE, hasModules, PYTHON, SCRIPTS } from './python.ts';

/** Faces that anybody can tell apart: an emotion is a bright bar at its own height, in noise. One file is no picture. */
const MADE_FACES = `
import sys, numpy as np
from pathlib import Path
from PIL import Image
rng = np.random.default_rng(3)
for emotion, name in enumerate(("angry", "happy", "neutral")):
    folder = Path(sys.argv[1]) / name
    folder.mkdir(parents=True)
    for number in range(60):
        face = rng.integers(0, 90, (60, 60), np.uint8)
        face[8 + 18 * emotion : 16 + 18 * emotion] += 150
        Image.fromarray(face).save(folder / f"{number}.png")
(folder / "notes.txt").write_text("no picture")
`;

describe.skipIf(!hasModules('torch', 'onnx', 'PIL'))('scripts/train', { timeout: 180_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'moodbox-train-'));
  const data = join(folder, 'data');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const python = async (script: string, ...args: string[]): Promise<string> =>
    (await promisify(execFile)(PYTHON, [join(SCRIPTS, script), ...args])).stdout;
  const flags = (run: string, ...more: string[]) => ['--data', data, '--run', join(folder, run), '--epochs', '2', ...more];
  const counts = (said: string) =>
    (/(\d+) faces to train on, (\d+) to validate on/.exec(said) ?? []).slice(1).map(Number) as [number, number];
  const log = (run: string): { epoch: number; loss: number }[] =>
    readFileSync(join(folder, run, 'log.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));

  beforeAll(async () => {
    await promisify(execFile)(PYTHON, ['-c', MADE_FACES, join(folder, 'faces')]);
    expect(await python('from_folders.py', '--images', join(folder, 'faces'), '--out', data)).toMatch(/^180 faces in .*, 1 left out\n$/);
  }, 60_000);

  test('goes on after a kill as if nothing had happened', async () => {
    await python('train.py', ...flags('whole', '--network', 'teacher'));
    const killed = spawn(PYTHON, [join(SCRIPTS, 'train.py'), ...flags('halves', '--network', 'teacher')], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    for await (const text of killed.stdout) if (String(text).includes('"epoch": 1')) break;
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    expect(await python('train.py', ...flags('halves', '--network', 'teacher'))).toMatch(/from epoch 1\n/);
    expect(log('halves').map(({ epoch, loss }) => [epoch, loss])).toEqual(log('whole').map(({ epoch, loss }) => [epoch, loss]));
  });

  test('leads from the data to models of a student that a teacher has taught', async () => {
    await python('train.py', ...flags('teacher', '--network', 'teacher'));
    const lessons = join(folder, 'lessons');
    const teachers = ['--teachers', join(folder, 'teacher/last.pt'), '--lessons', lessons, '--views', '2'];
    await python('teach.py', '--data', data, ...teachers);
    expect(await python('teach.py', '--data', data, ...teachers)).toBe('');
    const student = await python(
      'train.py',
      ...flags('student', '--lessons', lessons, '--placing', '0.6', '--mixup', '0.2', '--balance', '0.5', '--calm', '1'),
    );
    const [learned, validated] = counts(student);
    const { scores, labels } = JSON.parse(await python('calibrate.py', '--data', data, '--weights', join(folder, 'student/last.pt')));
    const shipped = await python('train.py', ...flags('shipped', '--lessons', lessons, '--everything'));
    expect(counts(shipped)).toEqual([learned + validated, 0]);
    expect(existsSync(join(folder, 'shipped/best.pt'))).toBe(false);
    const temperatures = ['--temperature', String(scores.temperature), '--label-temperature', String(labels.temperature)];
    mkdirSync(join(folder, 'models'));
    const out = ['--out', join(folder, 'models/mini-xception'), '--cascade', CASCADE];
    const weights = ['--weights', join(folder, 'shipped/last.pt'), '--logs', join(folder, 'student/log.jsonl')];
    await python('export.py', ...weights, ...temperatures, ...out);
    const manifest = await readManifest(join(folder, 'models'));
    expect(manifest.parameters).toBeLessThanOrEqual(60_000);
    expect(manifest).toMatchObject({ temperature: { scores: scores.temperature, labels: labels.temperature }, training: { epochs: 2 } });
  });

  test('says when no teacher has answered, or one about other faces', async () => {
    const lessons = join(folder, 'strange');
    mkdirSync(lessons);
    await expect(python('train.py', ...flags('untaught', '--lessons', lessons))).rejects.toThrow(
      /no teacher has answered .*; run teach\.py first/,
    );
    writeFileSync(join(lessons, 'teacher.f4'), '');
    await expect(python('train.py', ...flags('untaught', '--lessons', lessons))).rejects.toThrow(
      /teacher\.f4 was answered about other data than these \d+ faces/,
    );
  });

  test('says when there is too little to learn from', async () => {
    const few = join(folder, 'few');
    mkdirSync(few);
    const [header = '', ...rows] = readFileSync(join(data, 'labels.csv'), 'utf8').trimEnd().split('\n');
    writeFileSync(join(few, 'labels.csv'), [header, ...rows.slice(0, 5)].join('\n'));
    writeFileSync(join(few, 'pixels.u8.bin'), readFileSync(join(data, 'pixels.u8.bin')).subarray(0, 5 * 48 * 48));
    await expect(python('train.py', '--data', few, '--run', join(folder, 'none'))).rejects.toThrow(/faces to train on .* are the least/);
  });
});
