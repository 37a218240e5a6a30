import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';

const require = createRequire(import.meta.url);
const folder = (name) => dirname(require.resolve(name));

/** Tiny face detector and expressions, in every frame. Of the input sizes on offer, 160 finds faces about as small as ours does. */
export async function faceApi({ width, height }) {
  const faceapi = require('@vladmandic/face-api/dist/face-api.node-wasm.js');
  const { setWasmPaths } = require('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(folder('@tensorflow/tfjs-backend-wasm') + sep);
  const { tf } = faceapi;
  if (!(await tf.setBackend('wasm'))) throw new Error('tfjs has no WebAssembly here');
  await tf.ready();
  const models = join(folder('@vladmandic/face-api'), '../model');
  await faceapi.nets.tinyFaceDetector.loadFromDisk(models);
  await faceapi.nets.faceExpressionNet.loadFromDisk(models);
  const options = new faceapi.TinyFaceDetectorOptions({ inputSize: 160, scoreThreshold: 0.5 });
  return {
    about: `face-api ${faceapi.version}, tfjs on ${tf.getBackend()}`,
    look: async (rgb) => {
      const tensor = tf.tensor3d(rgb, [height, width, 3], 'int32');
      const found = await faceapi.detectAllFaces(tensor, options).withFaceExpressions();
      tf.dispose(tensor);
      return found.length;
    },
  };
}
