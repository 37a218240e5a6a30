import { cv, owned } from '../shared/opencv.ts';
import type { Capture } from './capture.ts';
import { CameraLost } from './errors.ts';
import type { Picture } from './grey.ts';
import { pictureOf, WIDEST } from './grey.ts';
import { jpegSize } from './jpeg-size.ts';

/** One damaged picture on a bad line is normal; more than this in a row are not from a working camera. */
const MOST_DAMAGED = 10;

/** Decodes JPEG files; a damaged one is 'skipped'. Throws `CameraLost` if there are too many in a row. */
export type JpegDecoder = (jpeg: Buffer) => Promise<Picture | 'skipped'>;

/** A decoder for the pictures of one source, in order. `most` damaged ones in a row are skipped. */
export function jpegDecoder(name: string, widest: number = WIDEST, most = MOST_DAMAGED): JpegDecoder {
  let damaged = 0;
  return async (jpeg) => {
    const picture = await decode(jpeg, widest);
    damaged = picture === 'skipped' ? damaged + 1 : 0;
    if (damaged > most) throw new CameraLost(`${name} sends pictures that cannot be decoded; is it really JPEG?`);
    return picture;
  };
}

/** A live capture from a stream of whole JPEG files. `close` ends the stream, even while a read waits for it. */
export function jpegCapture(name: string, jpegs: AsyncIterator<Buffer>, close: () => Promise<void>): Capture {
  const decoded = jpegDecoder(name);
  return {
    name,
    release: close,
    read: async (wanted) => {
      const next = await jpegs.next();
      if (next.done) return 'ended';
      return wanted() ? decoded(next.value) : 'skipped';
    },
  };
}

/** The JPEG decoder skips what is not needed: colour, and detail beyond a half, a quarter or an eighth of the size. */
const REDUCED = [
  [8, cv.IMREAD_REDUCED_GRAYSCALE_8],
  [4, cv.IMREAD_REDUCED_GRAYSCALE_4],
  [2, cv.IMREAD_REDUCED_GRAYSCALE_2],
] as const;
const WHOLE = [1, cv.IMREAD_GRAYSCALE] as const;

async function decode(jpeg: Buffer, widest: number): Promise<Picture | 'skipped'> {
  if (jpeg.length === 0) return 'skipped'; // The binding would end the process.
  const size = jpegSize(jpeg);
  const [by, reduced] = REDUCED.find(([by]) => size !== undefined && size.width >= widest * by) ?? WHOLE;
  try {
    using raw = owned(await cv.imdecodeAsync(jpeg, reduced));
    if (raw.empty) return 'skipped';
    if (by === 1) return pictureOf(raw, widest);
    if (size && raw.cols === Math.ceil(size.width / by)) return { ...pictureOf(raw, widest), source: size };
    // OpenCV has rotated the picture as its Exif tag asks (a phone that serves as a camera), so the width in the header is the height.
    using turned = owned(await cv.imdecodeAsync(jpeg, cv.IMREAD_GRAYSCALE));
    return pictureOf(turned, widest);
  } catch {
    return 'skipped'; // Bytes that are no picture at all count as damaged too.
  }
}
