import type { Frame } from '../domain/sight.ts';
import { isJpeg, jpegSize, MOST_JPEG_PIXELS } from '../shared/jpeg-size.ts';
import { cv, owned } from '../shared/opencv.ts';
import type { Capture } from './capture.ts';
import { CameraLost } from './errors.ts';
import type { Picture } from './grey.ts';
import { pictureOf, WIDEST } from './grey.ts';
import { foreignKind, kindAdvice } from './stream/image-kind.ts';

/** One damaged picture on a bad line is normal; more than this in a row are not from a working camera. */
const MOST_DAMAGED = 10;
/** Sound comes in fifty parts a second, and a slow camera's next picture a few seconds later. */
const MOST_OTHERS = 500;
const MOST_OTHERS_AT_FIRST = 100;

/**
 * Decodes JPEG files and nothing else; a damaged one is 'skipped'. Throws `CameraLost` if there are too many in a row, or if one is larger
 * than any camera's picture.
 */
export type JpegDecoder = (jpeg: Buffer) => Promise<Picture | 'skipped'>;

/** A decoder for the pictures of one source, in order. `most` damaged ones in a row are skipped. */
export function jpegDecoder(name: string, widest: number = WIDEST, most = MOST_DAMAGED): JpegDecoder {
  let damaged = 0;
  return async (jpeg) => {
    const size = jpegSize(jpeg);
    // OpenCV would decode files of any kind and size.
    const picture = size === undefined ? 'skipped' : await decode(jpeg, saneSize(name, size), widest);
    damaged = picture === 'skipped' ? damaged + 1 : 0;
    if (damaged > most)
      throw new CameraLost(
        `${name} sends JPEG pictures that cannot be decoded: restart the camera, or choose another size in its settings`,
      );
    return picture;
  };
}

function saneSize(name: string, size: Frame['source']): Frame['source'] {
  const { width, height } = size;
  if (width * height <= MOST_JPEG_PIXELS) return size;
  const limit = `${MOST_JPEG_PIXELS / 1e6} megapixels are the most`;
  throw new CameraLost(`${name} sends a picture of ${width} x ${height}, and ${limit}: choose a smaller one in its settings`);
}

/** Decodes a part of a stream if it is `wanted`. Throws as a `JpegDecoder` does, and for a stream of something else. */
export type PartDecoder = (part: Buffer, wanted: () => boolean) => Promise<Picture | 'skipped'>;

/**
 * For the parts of one stream, in order. Between JPEG files there may be something else, such as sound or what the camera has noticed. A
 * picture of another kind, a video or a web page in place of the first one is refused at once.
 */
export function partDecoder(name: string): PartDecoder {
  const decoded = jpegDecoder(name);
  let [others, most] = [0, 0];
  return async (part, wanted) => {
    if (isJpeg(part)) {
      [others, most] = [0, MOST_OTHERS];
      return wanted() ? decoded(part) : 'skipped';
    }
    others += 1;
    const kind = foreignKind(part);
    if (others <= (kind === undefined || kind.endsWith('document') ? Math.max(most, MOST_OTHERS_AT_FIRST) : most)) return 'skipped';
    const why = kind === undefined ? `parts, but no JPEG picture: ${kindAdvice('')}` : `${kind}, not JPEG: ${kindAdvice(kind)}`;
    throw new CameraLost(`${name} sends ${why}`);
  };
}

/** A live capture from a stream of whole JPEG files. `close` ends the stream, even while a read waits for it. */
export function jpegCapture(name: string, jpegs: AsyncIterator<Buffer>, close: () => Promise<void>): Capture {
  const decoded = partDecoder(name);
  return {
    name,
    release: close,
    read: async (wanted) => {
      const next = await jpegs.next();
      return next.done ? 'ended' : decoded(next.value, wanted);
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

async function decode(jpeg: Buffer, size: Frame['source'], widest: number): Promise<Picture | 'skipped'> {
  const [by, reduced] = REDUCED.find(([by]) => size.width >= widest * by) ?? WHOLE;
  try {
    using raw = owned(await cv.imdecodeAsync(jpeg, reduced));
    if (raw.empty) return 'skipped';
    if (by === 1) return pictureOf(raw, widest);
    if (raw.cols === Math.ceil(size.width / by)) return { ...pictureOf(raw, widest), source: size };
    // OpenCV has rotated the picture as its Exif tag asks (a phone that serves as a camera), so the width in the header is the height.
    using turned = owned(await cv.imdecodeAsync(jpeg, cv.IMREAD_GRAYSCALE));
    return pictureOf(turned, widest);
  } catch {
    return 'skipped'; // Bytes that are no picture at all count as damaged too.
  }
}
