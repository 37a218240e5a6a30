import { setImmediate } from 'node:timers/promises';
import type { Mat, VideoCapture } from '@u4/opencv4nodejs';
import { asError, cv, owned } from '../shared/opencv.ts';
import type { Capture } from './capture.ts';
import { CameraLost } from './errors.ts';
import type { Picture } from './grey.ts';
import { pictureOf, WIDEST } from './grey.ts';
import { jpegDecoder } from './jpeg.ts';

/**
 * Opens a video file (CAP_FFMPEG) or a device (CAP_V4L2); the binding can only do so on the main thread. Throws `CameraLost` with `advice`.
 */
export function openVideo(path: string, backend: number, advice: string): VideoCapture {
  try {
    return new cv.VideoCapture(path, backend);
  } catch (thrown) {
    throw new CameraLost(`${path} does not open: ${advice}`, { cause: asError(thrown) });
  }
}

/** Whether the source sends one JPEG file per picture (Motion JPEG). Undecoded, such a picture is a Mat with a single row of bytes. */
export const sendsJpegs = (video: VideoCapture): boolean => JPEGS.includes(video.get(cv.CAP_PROP_FOURCC));

export const fourcc = (word: string): number => Buffer.from(word, 'latin1').readUInt32LE();

const JPEGS = ['MJPG', 'JPEG'].map(fourcc);

/** Makes a picture of a Mat that OpenCV's capture returns. */
type Convert = (raw: Mat) => Picture | Promise<Picture | 'skipped'>;

/**
 * A capture through OpenCV. A read cannot be cancelled, so `release` waits for one that is under way. If the video returns undecoded
 * `jpegs`, they are decoded here: only the wanted ones, and in grey. `mostDamaged`: see `jpegDecoder`.
 */
export function videoCapture(name: string, video: VideoCapture, jpegs = false, widest: number = WIDEST, mostDamaged?: number): Capture {
  const decoded = jpegDecoder(name, widest, mostDamaged);
  const convert: Convert = jpegs ? (raw) => decoded(raw.getData()) : (raw) => pictureOf(raw, widest);
  let reading: Promise<unknown> = Promise.resolve();
  return {
    name,
    read: (wanted) => {
      const picture = readVideo(name, video, convert, wanted);
      reading = picture.catch(() => undefined);
      return picture;
    },
    release: async () => {
      await reading;
      video.release();
      // The last read's worker holds the native handle until its callback has returned: it closes one turn of the event loop later.
      await setImmediate();
    },
  };
}

async function readVideo(name: string, video: VideoCapture, convert: Convert, wanted: () => boolean) {
  try {
    using raw = owned(await video.readAsync());
    if (raw.empty) return 'ended';
    return wanted() ? await convert(raw) : 'skipped';
  } catch (thrown) {
    if (thrown instanceof CameraLost) throw thrown;
    throw new CameraLost(`${name} cannot be read`, { cause: asError(thrown) });
  }
}
