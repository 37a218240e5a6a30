import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import util from 'node:util';
import { ModelError } from '../manifest.ts';
import type { Tf } from './tfjs.ts';

/**
 * What TensorFlow reads from the environment when it loads. On faces this small, more threads and oneDNN make it slower. It logs only
 * errors. Values that are already set are kept.
 */
export const TENSORFLOW_SETTINGS = {
  TF_NUM_INTRAOP_THREADS: '1',
  TF_NUM_INTEROP_THREADS: '1',
  TF_ENABLE_ONEDNN_OPTS: '0',
  TF_CPP_MIN_LOG_LEVEL: '2',
};

/** Functions that tfjs-node calls. Node 22 warns about them, and Node 23 has removed them. */
const REMOVED_FROM_NODE = {
  isNullOrUndefined: (value: unknown): boolean => value === null || value === undefined,
  isArray: Array.isArray,
};

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
/** scripts/tfjs-node puts it there, in a folder of its own, which `npm ci` leaves alone. */
const FOLDER = 'tfjs-node';

/** The folder whose node_modules holds tfjs-node: that of scripts/tfjs-node if it is there, otherwise moodbox's own. */
export function tensorFlowFolder(root: string = ROOT): string {
  const own = join(root, FOLDER);
  return existsSync(own) ? own : root;
}

const NAME = '@tensorflow/tfjs-node';
/** Loads a package by its name. Rejects if it is missing or broken. */
export type LoadPackage = (name: string) => Promise<unknown>;

/** Loads tfjs-node from the folder that holds it, and any other package as usual. */
export const loadPackage: LoadPackage = async (name) =>
  name === NAME ? createRequire(join(tensorFlowFolder(), 'package.json'))(name) : import(name);

/**
 * TensorFlow.js with its native part, the optional `@tensorflow/tfjs-node`. Throws `ModelError`, which says what to do, if it is missing,
 * does not load, or would not run on this processor.
 */
export async function nativeTensorFlow(load: LoadPackage = loadPackage): Promise<Tf> {
  checkProcessor();
  prepareProcess();
  try {
    const loaded = (await load(NAME)) as Tf & { readonly default?: Tf };
    return loaded.default ?? loaded;
  } catch (cause) {
    const isMissing = /MODULE_NOT_FOUND$/.test((cause as NodeJS.ErrnoException).code ?? '');
    const why = isMissing ? 'is not installed' : `does not load (${(cause as Error).message.split('\n')[0]})`;
    throw new ModelError(
      `inference.engine is tensorflow, but ${NAME} ${why}; run './scripts/tfjs-node' in the checkout ` +
        `(then './scripts/install-service' again if moodbox runs as a service), or set inference.engine to onnx`,
      { cause },
    );
  }
}

/** Throws `ModelError` on a processor that TensorFlow does not run on. */
export function checkProcessor(): void {
  if (!runsTensorFlow(process.arch, readFileSync('/proc/cpuinfo', 'utf8')))
    throw new ModelError(
      'inference.engine is tensorflow, but this processor lacks AVX, which TensorFlow needs; set inference.engine to onnx',
    );
}

/**
 * Whether TensorFlow runs on that processor. On x86-64 it needs AVX, which small Celerons lack; without it the library ends the whole
 * process as it loads. `cpuinfo` is the text of /proc/cpuinfo.
 */
export const runsTensorFlow = (arch: string, cpuinfo: string): boolean => arch !== 'x64' || /^flags\s*:.*\bavx\b/m.test(cpuinfo);

function prepareProcess(): void {
  for (const [name, value] of Object.entries(TENSORFLOW_SETTINGS)) process.env[name] ??= value;
  Object.assign(util, REMOVED_FROM_NODE);
}
