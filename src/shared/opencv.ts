import { createRequire } from 'node:module';
import type { Mat, cv as OpenCv } from '@u4/opencv4nodejs';

/** What the binding and OpenCV read from the environment when they are loaded; what is set already stays. */
const SETTINGS = {
  OPENCV4NODEJS_DISABLE_AUTOBUILD: '1',
  OPENCV_VIDEOIO_PRIORITY_GSTREAMER: '0',
  // A camera that has gone silent lets its thread go after 5 s, not 10.
  OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT: '5',
  // What goes wrong is thrown and told in our own words; OpenCV would say it again on standard error at every retry.
  OPENCV_LOG_LEVEL: 'FATAL',
  OPENCV_FFMPEG_LOGLEVEL: '-8',
};

/**
 * The one door to OpenCV: loaded once, quiet, on one thread. A mood box has other work for its cores, and at these sizes
 * OpenCV's own threads cost more than they bring. Whoever makes a Mat releases it, in the same file (`owned`).
 * Importing this file throws where the native binding is missing.
 */
export const cv: typeof OpenCv = load();

/** A Mat that is released at the end of its scope: `using gray = owned(…)`. */
export const owned = (mat: Mat): Mat & Disposable => Object.assign(mat, { [Symbol.dispose]: () => mat.release() });

/** A copy of grey pixels as a Mat, row-major, one byte a pixel; throws RangeError where the length is not `width * height`. */
export function grayMat(gray: Uint8Array, width: number, height: number): Mat {
  if (gray.length !== width * height) throw new RangeError(`${gray.length} bytes are not a grey picture of ${width} x ${height}`);
  return new cv.Mat(Buffer.from(gray.buffer, gray.byteOffset, gray.byteLength), height, width, cv.CV_8UC1);
}

/** The binding throws strings in places; this makes an Error of anything. */
export const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));

type BuildLog = { readonly Log: { silence: boolean } };

function load(): typeof OpenCv {
  for (const [name, value] of Object.entries(SETTINGS)) process.env[name] ??= value;
  const require = createRequire(import.meta.url);
  try {
    // Its build helper chats on standard output, where `perceive --json` writes data.
    const build: BuildLog = createRequire(require.resolve('@u4/opencv4nodejs'))('@u4/opencv-build');
    build.Log.silence = true;
    const loaded: typeof OpenCv = require('@u4/opencv4nodejs');
    loaded.setNumThreads(1);
    return loaded;
  } catch (cause) {
    throw new Error('the OpenCV binding is not built: run ./scripts/native', { cause });
  }
}
