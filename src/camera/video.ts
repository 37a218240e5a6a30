import { setImmediate } from 'node:timers/promises';
import type { Mat, VideoCapture } from '@u4/opencv4nodejs';
import { asError, cv, owned } from '../shared/opencv.ts';
import type { Capture } from './capture.ts';
import { CameraLost } from './errors.ts';
import type { Picture } from './grey.ts';
import { pictureOf, WIDEST } from './grey.ts';
import { jpegDecoder } from './jpeg.ts';

/**
 * Opens a video file (CAP_FFMPEG) or a device (CAP_V4L2). The binding can do this only on the main thread. Throws `CameraLost` with
 * `advice`.
 */
export function openVideo(path: string, backend: number, advice: string): VideoCapture {
  try {
    return new cv.VideoCapture(path, backend);
  } catch (thrown) {
    throw new CameraLost(`${path} does not open: ${advice}`, { cause: asError(thrown) });
  }
}

/** Whether what the source sends is one JPEG file a picture (Motion JPEG); a single row of bytes where it is handed over as it is. */
export const sendsJpegs = (video: VideoCapture): boolean => JPEGS.includes(video.get(cv.CAP_PROP_FOURCC));

export const fourcc = (word: string): number => Buffer.from(word, 'latin1').readUInt32LE();

const JPEGS = ['MJPG', 'JPEG'].map(fourcc);

/** Makes a picture of what OpenCV's capture hands over. */
type Developed = (raw: Mat) => Picture | Promise<Picture | 'skipped'>;

/**
 * A capture by OpenCV. A read cannot be cancelled: `release` settles after the one under way, if there is one. A video that
 * hands over `jpegs` as they are is decoded here: only the pictures that are wanted, and in grey.
 */
export function videoCapture(name: string, video: VideoCapture, jpegs = false, widest: number = WIDEST): Capture {
  const decoded = jpegDecoder(name, widest);
  const developed: Developed = jpegs ? (raw) => decoded(raw.getData()) : (raw) => pictureOf(raw, widest);
  let reading: Promise<unknown> = Promise.resolve();
  return {
    name,
    read: (wanted) => {
      const picture = readVideo(name, video, developed, wanted);
      reading = picture.catch(() => undefined);
      return picture;
    },
    release: async () => {
      await reading;
      video.release();
      // The last read's worker shares the native handle until its callback has returned: one turn later it is closed indeed.
      await setImmediate();
    },
  };
}
async function readVideo(name: string, video: VideoCapture, developed: Developed, wanted: () => boolean) {
  try {
    using raw = owned(await video.readAsync());
    if (raw.empty) return 'ended';
    return wanted() ? await developed(raw) : 'skipped';
  } catch (thrown) {
    if (thrown instanceof CameraLost) throw thrown;
    throw new CameraLost(`${name} cannot be read`, { cause: asError(thrown) });
  }
}
