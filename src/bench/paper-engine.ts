import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import type { LoadPackage } from '../inference/engines/native-tensorflow.ts';
import { loadPackage, nativeTensorFlow } from '../inference/engines/native-tensorflow.ts';
import type { Tf } from '../inference/engines/tfjs.ts';
import { TfjsClassifier } from '../inference/engines/tfjs.ts';
import type { Manifest } from '../inference/manifest.ts';
import { ModelError, modelFile } from '../inference/manifest.ts';
import type { EmotionClassifier } from '../inference/port.ts';
import { oneSided } from './without-mirror.ts';

export type PaperEngine = { readonly name: string; readonly classifier: EmotionClassifier };

/**
 * The fastest TensorFlow.js that is installed: WebAssembly, otherwise native, which takes longer for a single small face
 * (docs/performance.md). If there is neither, as in an installed moodbox, it is onnxruntime, which is faster than both: the paper's recipe
 * then looks cheaper than it is, and the name says so. The weights are ours, but applied to the face alone, as in the paper, and not to its
 * mirror image too: with 59,630 parameters they cost TensorFlow.js within a tenth of what the paper's 58,293 would.
 */
export async function paperEngine(folder: string, manifest: Manifest, load: LoadPackage = loadPackage): Promise<PaperEngine> {
  const found = (await webAssembly(load)) ?? (await native(load));
  if (!found) {
    const { OnnxClassifier } = await import('../inference/engines/onnx.ts');
    const classifier = await OnnxClassifier.open(await modelFile(folder, manifest, 'onnx'));
    return { name: 'onnxruntime, a face at a time (no TensorFlow.js is installed, which would cost more)', classifier };
  }
  const [topology, weights] = await Promise.all([
    modelFile(folder, manifest, 'tfjs-topology'),
    modelFile(folder, manifest, 'tfjs-weights'),
  ]);
  return {
    name: `${found.name}, a face at a time`,
    classifier: await TfjsClassifier.open(found.tf, { topology: oneSided(topology), weights }),
  };
}

type Found = { readonly name: string; readonly tf: Tf };

async function native(load: LoadPackage): Promise<Found | undefined> {
  try {
    return { name: 'tfjs-node', tf: await nativeTensorFlow(load) };
  } catch (err) {
    if (err instanceof ModelError) return undefined;
    throw err;
  }
}

type Backends = Tf & { setBackend(name: string): Promise<boolean> };
type Wasm = { setWasmPaths(folder: string): void };

async function webAssembly(load: LoadPackage): Promise<Found | undefined> {
  try {
    const [tf, wasm] = [named<Backends>(await load('@tensorflow/tfjs')), named<Wasm>(await load('@tensorflow/tfjs-backend-wasm'))];
    wasm.setWasmPaths(dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm')) + sep);
    return (await tf.setBackend('wasm')) ? { name: 'tfjs on WebAssembly', tf } : undefined;
  } catch (err) {
    if ((err as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND') return undefined;
    throw err;
  }
}

/** The exports of a module, which for CommonJS `import` may put under `default`. */
const named = <M>(loaded: unknown): M => (loaded as { readonly default?: M }).default ?? (loaded as M);
