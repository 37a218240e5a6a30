import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { clipFrames } from '../../src/camera/clip.ts';
import { loadConfig } from '../../src/config/load.ts';
import { openEyes } from '../../src/inference/open.ts';
import { asError, cv, grayMat, owned } from '../../src/shared/opencv.ts';
import { clip, root } from '../assets.ts';
import { FakeLog } from '../fakes/log.ts';

describe('the door to OpenCV', () => {
  it('runs it on one thread', () => expect(cv.getNumThreads()).toBe(1));

  it('makes a Mat of grey pixels, row by row, as a copy', () => {
    const gray = Uint8Array.of(1, 2, 3, 4, 5, 6);
    using mat = owned(grayMat(gray, 3, 2));
    gray.fill(0);
    expect([mat.cols, mat.rows, mat.channels]).toEqual([3, 2, 1]);
    expect([...mat.getData()]).toEqual([1, 2, 3, 4, 5, 6]);
    expect(mat.at(1, 0)).toBe(4);
  });

  it('takes a view into a larger buffer for what it shows', () => {
    using mat = owned(grayMat(Uint8Array.of(9, 1, 2, 9).subarray(1, 3), 2, 1));
    expect([...mat.getData()]).toEqual([1, 2]);
  });

  it('refuses pixels that do not fill the picture', () => expect(() => grayMat(new Uint8Array(5), 3, 2)).toThrow(RangeError));

  it('releases an owned Mat at the end of its scope', () => {
    const mat = grayMat(new Uint8Array(4), 2, 2);
    {
      using scoped = owned(mat);
      expect(scoped.empty).toBeFalsy();
    }
    expect(mat.rows).toBe(0);
  });

  it('makes errors of the strings that the binding throws', () => {
    expect(asError('VideoCapture::New - failed')).toEqual(new Error('VideoCapture::New - failed'));
    const same = new RangeError('x');
    expect(asError(same)).toBe(same);
  });

  it('says nothing on standard output when it is loaded', () => {
    expect(alone('if (cv.CV_8UC1 !== 0) process.exitCode = 3;')).toEqual({ status: 0, signal: null, stdout: '', stderr: '' });
  });

  it('survives a garbage collection that finds Mats while threads make others', { timeout: 60_000 }, () => {
    expect(alone(LITTER)).toEqual({ status: 0, signal: null, stdout: '', stderr: '' });
  });

  it('leaves no Mat of the eyes and of the cameras to the garbage collector', { timeout: 60_000 }, async () => {
    expect(cv.dangerousEnableCustomMatAllocator()).toBe(true);
    await using eyes = await openEyes(loadConfig({ env: {} }).inference, { log: new FakeLog() });
    const alive = () => cv.getMemMetrics().NumAllocations - cv.getMemMetrics().NumDeAllocations;
    const counts: number[] = [];
    for await (const frame of clipFrames(clip(), { signal: new AbortController().signal })) {
      await eyes.look(frame);
      counts.push(alive());
      if (counts.length === 200) break;
    }
    // Each of the five cascades keeps four pictures from its first search on, and the clip the Mat that it reads into.
    expect(Math.max(...counts)).toBeLessThanOrEqual(24);
    expect(cv.getMemMetrics().NumAllocations).toBeGreaterThan(2 * counts.length);
  });
});

/** Runs code after the door to OpenCV in a process of its own, since this one has loaded it already. TypeScript's types are stripped. */
function alone(code: string): object {
  const folder = mkdtempSync(join(root, 'node_modules/.moodbox-test-'));
  try {
    const { outputText } = ts.transpileModule(readFileSync(join(root, 'src/shared/opencv.ts'), 'utf8'), {
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
    });
    writeFileSync(join(folder, 'opencv.mjs'), `${outputText}\n${code}`);
    const { status, signal, stdout, stderr } = spawnSync(process.execPath, [join(folder, 'opencv.mjs')], { encoding: 'utf8' });
    return { status, signal, stdout, stderr };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Three threads fill 700 MB, while the main thread drops small Mats for the garbage collector to find. */
const LITTER = `
  const picture = new cv.Mat(720, 1280, cv.CV_8UC1, 7);
  const kept = [];
  let made = 0;
  async function make() {
    for (; made < 30_000; made += 1) {
      kept.push(await picture.resizeAsync(500, 900));
      if (kept.length > 1500) for (const each of kept.splice(0)) each.release();
    }
  }
  const garbage = [];
  function litter() {
    for (let i = 0; i < 100; i += 1) new cv.Mat(10, 10, cv.CV_8UC1, 1);
    for (let i = 0; i < 500; i += 1) garbage.push({ i, pair: [i, i] });
    if (garbage.length > 400_000) garbage.length = 0;
    if (made < 30_000) setTimeout(litter, 1);
  }
  litter();
  await Promise.all([make(), make(), make()]);
`;
