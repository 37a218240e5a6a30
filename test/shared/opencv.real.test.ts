import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { asError, cv, grayMat, owned } from '../../src/shared/opencv.ts';
import { root } from '../assets.ts';

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
    // A process of its own, since this one has loaded it already; TypeScript's types are stripped on the way.
    const folder = mkdtempSync(join(root, 'node_modules/.moodbox-test-'));
    try {
      const { outputText } = ts.transpileModule(readFileSync(join(root, 'src/shared/opencv.ts'), 'utf8'), {
        compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
      });
      writeFileSync(join(folder, 'opencv.mjs'), `${outputText}\nif (cv.CV_8UC1 !== 0) process.exitCode = 3;`);
      const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, 'opencv.mjs')], { encoding: 'utf8' });
      expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
