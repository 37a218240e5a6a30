import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { root } from '../assets.ts';

/** A checkout with nothing but this script and what it calls, a cache, and programs that stand before the machine's own. */
let folder: string;
const at = (...path: readonly string[]): string => join(folder, ...path);
const checkout = (...path: readonly string[]): string => at('checkout', ...path);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'moodbox-tfjs-node-'));
  mkdirSync(checkout('node_modules/.bin'), { recursive: true });
  mkdirSync(at('programs'));
  for (const name of ['scripts/tfjs-node', 'scripts/lib', '.npmrc']) cpSync(join(root, name), checkout(name), { recursive: true });
  put('checkout/node_modules/.bin/node-gyp', 'exit 1');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(path: string, text: string): void {
  writeFileSync(at(path), `#!/bin/sh\n${text}\n`);
  chmodSync(at(path), 0o755);
}

function call(...flags: readonly string[]): { readonly status: number | null; readonly said: string } {
  const env = { ...process.env, PATH: `${at('programs')}:${process.env.PATH}`, MOODBOX_CACHE: at('cache') };
  const { status, stdout, stderr } = spawnSync(checkout('scripts/tfjs-node'), flags, { env, encoding: 'utf8' });
  return { status, said: stdout + stderr };
}

/** A pip that brings this file in place of TensorFlow's. */
const pipBrings = (text: string): void =>
  put(
    'programs/python3',
    `case "$*" in
      *download*) for last; do :; done; echo '${text}' >"$(dirname "$last")/tensorflow.whl" ;;
      *--version*) ;;
      *) exit 99 ;;
    esac`,
  );

describe('./scripts/tfjs-node', () => {
  test('says what it fetches, from where and how much', () =>
    expect(call('--help')).toMatchObject({ status: 0, said: expect.stringMatching(/210 MB[\s\S]*pypi\.org[\s\S]*SHA-256/) }));

  test('refuses a flag that it does not know', () => expect(call('--agian')).toMatchObject({ status: 2 }));

  test('uses nothing of a library with another SHA-256', () => {
    pipBrings('not the library');
    expect(call()).toMatchObject({
      status: 1,
      said: expect.stringMatching(/does not have the SHA-256 [0-9a-f]{64}; nothing of it was used/),
    });
    expect(existsSync(checkout('tfjs-node'))).toBe(false);
  });

  test('says so where the library cannot be fetched, and shows why', () => {
    put('programs/python3', 'case "$*" in *--version*) ;; *) echo "no route to host"; exit 1 ;; esac');
    expect(call()).toMatchObject({ status: 1, said: expect.stringMatching(/no route to host[\s\S]*could not be fetched/) });
  });

  test('refuses a machine for which there is no TensorFlow', () => {
    put('programs/uname', 'echo riscv64');
    expect(call()).toMatchObject({ status: 1, said: expect.stringContaining('no TensorFlow for this machine (riscv64)') });
  });

  test('--remove takes the link and the copy in the cache away, and leaves everything else there', () => {
    pipBrings('not the library');
    call();
    writeFileSync(at('cache/other'), '');
    symlinkSync(at('cache/native'), checkout('tfjs-node'));
    expect(call('--remove')).toMatchObject({ status: 0 });
    expect(existsSync(checkout('tfjs-node'))).toBe(false);
    expect(spawnSync('ls', [at('cache'), at('cache/native')], { encoding: 'utf8' }).stdout).not.toMatch(/^tfjs-node-4/m);
    expect(existsSync(at('cache/other'))).toBe(true);
  });
});

test('of a wheel, the library, the headers for the compiler and the licences are unpacked, and nothing else', () => {
  const files = [
    'tensorflow/libtensorflow_cc.so.2',
    'tensorflow/libtensorflow_framework.so.2',
    'tensorflow/include/tensorflow/c/c_api.h',
    'tensorflow/include/tsl/platform/status.h',
    'tensorflow/include/tensorflow/cc/ops/array_ops.h',
    'tensorflow/python/ops/array_ops.py',
    'tensorflow_cpu_aws.libs/libgomp.so.1',
    'tensorflow_cpu-2.15.1.dist-info/LICENSE',
    'tensorflow_cpu-2.15.1.dist-info/RECORD',
  ];
  const make = "import sys, zipfile; w = zipfile.ZipFile(sys.argv[1], 'w'); [w.writestr(n, n) for n in sys.argv[2:]]; w.close()";
  expect(spawnSync('python3', ['-c', make, at('a.whl'), ...files]).status).toBe(0);
  expect(spawnSync('python3', [join(root, 'scripts/lib/tfjs-node/unpack.py'), at('a.whl'), at('deps')]).status).toBe(0);
  const found = spawnSync('find', ['.', '-type', 'f'], { cwd: at('deps'), encoding: 'utf8' })
    .stdout.trim()
    .split('\n')
    .sort();
  expect(found).toEqual([
    './LICENSE',
    './include/tensorflow/c/c_api.h',
    './include/tsl/platform/status.h',
    './lib/libtensorflow_cc.so.2',
    './lib/libtensorflow_framework.so.2',
    './tensorflow_cpu_aws.libs/libgomp.so.1',
  ]);
  expect(readFileSync(at('deps/lib/libtensorflow_cc.so.2'), 'utf8')).toBe('tensorflow/libtensorflow_cc.so.2');
});
