import { jpegSize, MOST_JPEG_PIXELS } from './jpeg-size.ts';
import { cv, owned } from './opencv.ts';

/** How a picture is made smaller, the best first: the share of its sides that is left, as OpenCV decodes it, and the quality. */
const STEPS = [
  { decode: cv.IMREAD_REDUCED_COLOR_2, quality: 80 },
  { decode: cv.IMREAD_REDUCED_COLOR_2, quality: 55 },
  { decode: cv.IMREAD_REDUCED_COLOR_4, quality: 75 },
  { decode: cv.IMREAD_REDUCED_COLOR_4, quality: 45 },
  { decode: cv.IMREAD_REDUCED_COLOR_8, quality: 60 },
  { decode: cv.IMREAD_REDUCED_COLOR_8, quality: 25 },
] as const;

/**
 * A JPEG of at most `most` bytes that shows the same picture with half, a quarter or an eighth of its sides. Undefined if none is so small,
 * and for what is no JPEG, or one of more than 24 megapixels.
 */
export async function smallerJpeg(picture: Uint8Array, most: number): Promise<Uint8Array | undefined> {
  const size = jpegSize(Buffer.from(picture.buffer, picture.byteOffset, picture.byteLength));
  if (size === undefined || size.width * size.height > MOST_JPEG_PIXELS) return undefined;
  for (const { decode, quality } of STEPS) {
    const made = await remade(picture, decode, quality);
    if (made === undefined || made.length <= most) return made;
  }
  return undefined;
}

/** Undefined if it cannot be decoded. */
async function remade(picture: Uint8Array, decode: number, quality: number): Promise<Uint8Array | undefined> {
  try {
    using mat = owned(await cv.imdecodeAsync(Buffer.from(picture), decode));
    return await cv.imencodeAsync('.jpg', mat, [cv.IMWRITE_JPEG_QUALITY, quality]);
  } catch {
    return undefined; // OpenCV cannot read it
  }
}
