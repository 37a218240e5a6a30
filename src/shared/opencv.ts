import { createRequire } from 'node:module';
import type { Mat, cv as OpenCv } from '@u4/opencv4nodejs';

/** Environment variables that the binding and OpenCV read when they are loaded. Values that are already set are kept. */
const SETTINGS = {
  OPENCV4NODEJS_DISABLE_AUTOBUILD: '1',
  // With it, the binding tells V8 of a Mat's memory while V8 is collecting garbage. When other threads have made Mats in the meantime, V8
  // begins a second collection inside the first and ends the process ("Check failed: marking_done_"; UrielCh/opencv4nodejs, issue 134).
  OPENCV4NODEJS_DISABLE_EXTERNAL_MEM_TRACKING: '1',
  OPENCV_VIDEOIO_PRIORITY_GSTREAMER: '0',
  // A camera that stops sending frees its thread after 5 s, not 10.
  OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT: '5',
  // Errors are thrown and reported in our own words; OpenCV would repeat them on standard error at every retry.
  OPENCV_LOG_LEVEL: 'FATAL',
  OPENCV_FFMPEG_LOGLEVEL: '-8',
  // Of a picture file only the claimed size is known before it is decoded: a few bytes may claim gigabytes.
  OPENCV_IO_MAX_IMAGE_PIXELS: '50000000',
};

/**
 * The only access to OpenCV: loaded once, quiet, on one thread. A mood box has other work for its cores, and at these picture sizes
 * OpenCV's own threads cost more than they gain. Code that makes a Mat releases it in the same file (`owned`): V8 does not know how large
 * Mats are, so its garbage collector would let go of them late. Importing this file throws if the native binding is missing.
 */
export const cv: typeof OpenCv = load();

/** A Mat that is released at the end of its scope: `using gray = owned(…)`. */
export const owned = (mat: Mat): Mat & Disposable => Object.assign(mat, { [Symbol.dispose]: () => mat.release() });

/** Copies grey pixels (row-major, one byte each) into a Mat. Throws RangeError if the length is not `width * height`. */
export function grayMat(gray: Uint8Array, width: number, height: number): Mat {
  if (gray.length !== width * height) throw new RangeError(`${gray.length} bytes are not a grey picture of ${width} x ${height}`);
  return new cv.Mat(Buffer.from(gray.buffer, gray.byteOffset, gray.byteLength), height, width, cv.CV_8UC1);
}

/** Makes an Error of anything thrown, since the binding throws strings in places. */
export const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));

type BuildLog = { readonly Log: { silence: boolean } };

function load(): typeof OpenCv {
  for (const [name, value] of Object.entries(SETTINGS)) process.env[name] ??= value;
  const require = createRequire(import.meta.url);
  try {
    // Its build helper prints to standard output, where `perceive --json` writes data.
    const build: BuildLog = createRequire(require.resolve('@u4/opencv4nodejs'))('@u4/opencv-build');
    build.Log.silence = true;
    const loaded: typeof OpenCv = require('@u4/opencv4nodejs');
    loaded.setNumThreads(1);
    return loaded;
  } catch (cause) {
    throw new Error('the OpenCV binding is not built: run ./scripts/native', { cause });
  }
}
