import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cv } from '../../src/shared/opencv.ts';
import { root } from '../assets.ts';

const OPENCV = 'node_modules/@u4/opencv4nodejs/build/Release/opencv4nodejs.node';
const SQLITE = 'node_modules/better-sqlite3/build/Release/better_sqlite3.node';
const run = (program: string, ...args: readonly string[]) => spawnSync(program, args, { cwd: root, encoding: 'utf8' });
const inShell = (text: string) =>
  run('bash', '-euo', 'pipefail', '-c', `. scripts/lib/steps.sh\n. scripts/lib/native.sh\n${text}`, 'trial');

describe.runIf(run('readelf', '--version').status === 0)('a native binding', () => {
  const dynamic = (file: string): string => run('readelf', '-d', file).stdout;

  test.each([OPENCV, SQLITE])('%s looks for libraries beside itself only, and in the system', (file) => {
    const paths = [...dynamic(file).matchAll(/\((?:RUNPATH|RPATH)\).*\[(.*)\]/g)].map(([, path]) => path);
    expect(paths.filter((path) => path !== '$ORIGIN')).toEqual([]);
  });

  test('of OpenCV links the five modules in use, and no others', () => {
    const linked = [...dynamic(join(root, OPENCV)).matchAll(/\[libopencv_(\w+)\.so/g)].map(([, name]) => name);
    expect(linked.sort()).toEqual(['core', 'imgcodecs', 'imgproc', 'objdetect', 'videoio']);
  });

  test('with a search path of its own is not accepted', () => {
    expect(inShell(`readelf() { echo ' 0x1d (RUNPATH) Library runpath: [$ORIGIN:/tmp/tmp.x]'; }; only_own_folder .`)).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('/tmp/tmp.x'),
    });
    expect(inShell(`readelf() { echo ' 0x1d (RUNPATH) Library runpath: [$ORIGIN]'; }; only_own_folder .`).status).toBe(0);
  });
});

test("OpenCV's binding holds what moodbox calls, and only that is compiled", () => {
  expect(Object.keys(cv.modules).sort()).toEqual(['core', 'imgproc', 'io', 'objdetect']);
  for (const name of ['CascadeClassifier', 'VideoCapture', 'imdecodeAsync', 'imencodeAsync', 'getTextSize'] as const)
    expect(cv[name]).toBeTypeOf('function');
});

test("SQLite is Debian's where that is new enough", () => {
  const debians = run('pkg-config', '--atleast-version=3.44', 'sqlite3').status === 0;
  const Database = createRequire(import.meta.url)('better-sqlite3');
  const db = new Database(':memory:');
  const version: string = db.prepare('SELECT sqlite_version()').pluck().get();
  db.close();
  expect(version).toMatch(/^3\./);
  if (debians && existsSync(join(root, SQLITE))) expect(run('pkg-config', '--modversion', 'sqlite3').stdout.trim()).toBe(version);
});
