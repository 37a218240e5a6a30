import { asError, cv, owned } from '../shared/opencv.ts';
import type { Capture } from './capture.ts';
import type { Picture } from './grey.ts';
import { pictureOf } from './grey.ts';
import { CameraLost } from './lost.ts';

/** A torn picture on a bad line is everyday life; so many in a row are not a camera. */
const MOST_TORN = 10;

/** A live capture out of whole JPEG files, one after another; `close` ends the stream, also under a read that waits. */
export function jpegCapture(name: string, jpegs: AsyncIterator<Buffer>, workingWidth: number, close: () => Promise<void>): Capture {
  let torn = 0;
  return {
    name,
    release: close,
    read: async (wanted) => {
      const next = await jpegs.next();
      if (next.done) return 'ended';
      if (!wanted()) return 'skipped';
      const picture = await decode(next.value, workingWidth);
      torn = picture === 'skipped' ? torn + 1 : 0;
      if (torn > MOST_TORN) throw new CameraLost(`${name} sends pictures that cannot be decoded; is it really JPEG?`);
      return picture;
    },
  };
}

/** Reads one image file. Throws `CameraLost` where it is none. */
export async function imageFile(path: string, workingWidth: number): Promise<Picture> {
  try {
    using raw = owned(await cv.imreadAsync(path, cv.IMREAD_GRAYSCALE));
    return pictureOf(raw, workingWidth);
  } catch (thrown) {
    throw new CameraLost(`${path} cannot be read as a picture; replace it or take it away`, { cause: asError(thrown) });
  }
}

async function decode(jpeg: Buffer, workingWidth: number): Promise<Picture | 'skipped'> {
  try {
    using raw = owned(await cv.imdecodeAsync(jpeg, cv.IMREAD_GRAYSCALE));
    return raw.empty ? 'skipped' : pictureOf(raw, workingWidth);
  } catch {
    return 'skipped'; // No picture at all is as torn as half a one: `torn` counts it.
  }
}
