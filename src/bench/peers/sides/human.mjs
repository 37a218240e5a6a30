import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';

const require = createRequire(import.meta.url);
const folder = (name) => dirname(require.resolve(name));
/** A made-up address: the models are read from the package, but tfjs on WebAssembly can only fetch them over HTTP. */
const MODELS = 'http://models.invalid/';

/** Nothing but faces and their emotion, in every frame. `maxDetected` as ours; a higher confidence than the default 0.2 costs the same. */
const EVERY_FRAME = {
  backend: 'wasm',
  wasmPath: folder('@tensorflow/tfjs-backend-wasm') + sep,
  modelBasePath: MODELS,
  warmup: 'none',
  debug: false,
  cacheSensitivity: 0,
  skipAllowed: false,
  filter: { enabled: false },
  gesture: { enabled: false },
  body: { enabled: false },
  hand: { enabled: false },
  object: { enabled: false },
  segmentation: { enabled: false },
  face: {
    enabled: true,
    detector: { rotation: false, maxDetected: 8, skipFrames: 0, skipTime: 0, minConfidence: 0.5 },
    mesh: { enabled: false },
    attention: { enabled: false },
    iris: { enabled: false },
    description: { enabled: false },
    antispoof: { enabled: false },
    liveness: { enabled: false },
    emotion: { enabled: true, skipFrames: 0, skipTime: 0 },
  },
};

/**
 * With its default caches: while a frame is much like the last one, it searches for no face (for 2.5 s at most) and reads no emotion (1.5
 * s).
 */
const CACHED = {
  ...EVERY_FRAME,
  cacheSensitivity: 0.7,
  face: {
    ...EVERY_FRAME.face,
    detector: { ...EVERY_FRAME.face.detector, skipFrames: 99, skipTime: 2500 },
    emotion: { enabled: true, skipFrames: 99, skipTime: 1500 },
  },
};

export const human = (footage) => opened(EVERY_FRAME, footage);
export const humanCached = (footage) => opened(CACHED, footage);

async function opened(config, { width, height, fps }) {
  serveModels(join(folder('@vladmandic/human'), '../models'));
  const { Human } = require(join(folder('@vladmandic/human'), 'human.node-wasm.js')); // not listed in the package's "exports"
  const human = new Human(config);
  await human.load();
  await human.tf.ready();
  let now = performance.now();
  // Its caches expire by time since the last reading; on the clip's clock they last as long as they would in front of a camera.
  performance.now = () => now;
  return {
    about: `human ${human.version}, tfjs on ${human.tf.getBackend()}`,
    look: async (rgb) => {
      now += 1000 / fps;
      const tensor = human.tf.tensor4d(rgb, [1, height, width, 3], 'float32');
      const { face, error } = await human.detect(tensor);
      human.tf.dispose(tensor);
      if (error) throw new Error(error);
      return face.filter(({ emotion }) => emotion?.length > 0).length;
    },
  };
}

function serveModels(models) {
  const real = globalThis.fetch;
  globalThis.fetch = async (address, ...rest) => {
    const asked = String(address?.url ?? address);
    if (!asked.startsWith(MODELS)) return real(address, ...rest);
    const type = asked.endsWith('.json') ? 'application/json' : 'application/octet-stream';
    return new Response(await readFile(join(models, asked.slice(MODELS.length))), { headers: { 'content-type': type } });
  };
}
