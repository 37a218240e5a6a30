import type { Engine, InferenceConfig } from '../config/schema.ts';
import type { Log } from '../shared/log.ts';
import { nativeTensorFlow } from './engines/native-tensorflow.ts';
import { OnnxClassifier } from './engines/onnx.ts';
import { pairClassifier } from './engines/pair.ts';
import { TfjsClassifier } from './engines/tfjs.ts';
import { Budget } from './finding/budget.ts';
import type { FinderSettings } from './finding/finder.ts';
import { openFinder } from './finding/finder.ts';
import type { Manifest } from './manifest.ts';
import { modelFile, modelPath, OWN_MODELS, readManifest } from './manifest.ts';
import type { FacePipelineParts } from './pipeline.ts';
import { FacePipeline } from './pipeline.ts';
import type { EmotionClassifier, FaceFinder, Network } from './port.ts';

/** The models folder of a configuration; moodbox's own if it names none. */
export const modelsOf = (config: Pick<InferenceConfig, 'models'>): string => config.models || OWN_MODELS;

type EyesOptions = {
  readonly log: Log;
  /** False if the frames are unrelated, such as a folder of photos: each is then searched as a whole (default true). */
  readonly follow?: boolean;
  /** The camera's settings (default: a working width of 320 pixels, and the normal reach). */
  readonly sight?: FinderSettings;
  /** The fewest people whose faces are read (default: 1); see `FacePipelineParts`. */
  readonly people?: number | undefined;
  /** A budget to share with other finders (default: a new one, `inference.budget`). */
  readonly budget?: Budget;
};

const DEFAULT_SIGHT: FinderSettings = { working_width: 320, reach: 'normal' };

/** The eyes of several cameras, in their order. All share one classifier, which is closed with this object. */
export type SharedEyes = AsyncDisposable & { readonly eyes: readonly FacePipeline[] };

/** Finder and classifier as configured; every model file is checked first. Throws `ModelError` with one line that says what to do. */
export async function openEyes(config: InferenceConfig, options: EyesOptions): Promise<FacePipeline> {
  const { finders, ...parts } = await openParts(config, 1, options);
  return new FacePipeline({ finder: finders[0] as FaceFinder, ...parts });
}

/**
 * Eyes for several cameras: each has a finder and a tracker of its own; all share one classifier and one budget. Throws as `openEyes` does.
 */
export async function openSharedEyes(config: InferenceConfig, cameras: number, options: EyesOptions): Promise<SharedEyes> {
  const { finders, ...parts } = await openParts(config, cameras, options);
  const { people } = options;
  const eyes = finders.map((finder) => new FacePipeline({ finder, ...parts, people, continuous: true, metered: false, shared: true }));
  const { classifier } = parts;
  return { eyes, [Symbol.asyncDispose]: () => classifier[Symbol.asyncDispose]() };
}

type SharedParts = Omit<FacePipelineParts, 'finder'> & { readonly finders: readonly FaceFinder[] };

async function openParts(config: InferenceConfig, cameras: number, options: EyesOptions): Promise<SharedParts> {
  const { log, follow = true, sight = DEFAULT_SIGHT, budget = new Budget(config.budget) } = options;
  const folder = modelsOf(config);
  const manifest = await readManifest(folder);
  const cascade = await cascadeOf(config);
  const open = () => openFinder(cascade, { inference: config, sight }, { follow, budget });
  const finders = await Promise.all(Array.from({ length: cameras }, open));
  const classifier = await openClassifier(config.engine, folder, manifest);
  const { name, version, parameters, preprocessing, routing } = manifest;
  log.info({ engine: config.engine, model: name, version, parameters }, 'inference.opened');
  return { finders, classifier, preprocessing, ...(routing && { routing }), continuous: follow };
}

/** The cascade file of a configuration; the one in the models folder is checked against the manifest. Throws `ModelError`. */
export async function cascadeOf(config: Pick<InferenceConfig, 'models' | 'cascade'>): Promise<string> {
  const folder = modelsOf(config);
  return config.cascade || modelPath(folder, await readManifest(folder), 'cascade');
}

type EngineOpener = (folder: string, manifest: Manifest, network: Network) => Promise<EmotionClassifier>;

const OPENERS: Readonly<Record<Engine, EngineOpener>> = {
  onnx: async (folder, manifest, network) => OnnxClassifier.open(await modelFile(folder, manifest, 'onnx', network)),
  tensorflow: async (folder, manifest, network) => {
    const tf = await nativeTensorFlow();
    const [topology, weights] = await Promise.all([
      modelFile(folder, manifest, 'tfjs-topology', network),
      modelFile(folder, manifest, 'tfjs-weights', network),
    ]);
    return TfjsClassifier.open(tf, { topology, weights });
  },
};

/** The classifier of that engine, with the weights in that folder: one network or a pair. Throws `ModelError`. */
export async function openClassifier(engine: Engine, folder: string, manifest: Manifest): Promise<EmotionClassifier> {
  const open = OPENERS[engine];
  const near = await open(folder, manifest, 'near');
  if (!manifest.routing) return near;
  try {
    return pairClassifier({ near, far: await open(folder, manifest, 'far') }, manifest.routing);
  } catch (err) {
    await near[Symbol.asyncDispose]();
    throw err;
  }
}
