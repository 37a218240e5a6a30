import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { OWN_MODELS } from '../../src/inference/manifest.ts';
import { root } from '../assets.ts';

/** Debian's Python, for which python3-torch, python3-onnx and python3-pil are packaged. */
export const PYTHON = '/usr/bin/python3';
export const SCRIPTS = join(root, 'scripts/train');
/** The cascade that is shipped: opencv-data, from which export.py takes it by default, need not be installed. */
export const CASCADE = join(OWN_MODELS, 'haarcascade/haarcascade_frontalface_default.xml');

export const hasModules = (...names: readonly string[]): boolean =>
  existsSync(PYTHON) && spawnSync(PYTHON, ['-c', `import ${names.join(', ')}`], { timeout: 60_000 }).status === 0;
