import type { Frame } from '../domain/sight.ts';
import { px } from '../domain/units.ts';

/** Start of image. Only this marker, the end marker and the restarts have no length, and none of the others precedes a frame header. */
const START = 0xffd8;
/** C0 to CF start a frame, except for Huffman tables, an extension and arithmetic conditioning (ITU-T T.81, table B.1). */
const NO_FRAME = [0xc4, 0xc8, 0xcc];

/** Pixels of the largest JPEG that is unpacked. No camera for rooms has more, and a file of a few bytes may claim any number. */
export const MOST_JPEG_PIXELS = 24e6;

/** Whether bytes begin as a JPEG file does. */
export const isJpeg = (bytes: Buffer): boolean => bytes.length >= 4 && bytes.readUInt16BE(0) === START;

/**
 * The size in a JPEG file's frame header, in pixels, as it is stored. Undefined without such a header, or if the size is 0. Reads only a
 * few bytes.
 */
export function jpegSize(jpeg: Buffer): Frame['source'] | undefined {
  if (!isJpeg(jpeg)) return undefined;
  for (let at = 2; at + 9 <= jpeg.length; ) {
    if (jpeg[at] !== 0xff) return undefined;
    const marker = jpeg[at + 1] ?? 0;
    if (marker === 0xff) at += 1;
    else if (marker >= 0xc0 && marker <= 0xcf && !NO_FRAME.includes(marker)) {
      const [width, height] = [jpeg.readUInt16BE(at + 7), jpeg.readUInt16BE(at + 5)];
      return width * height === 0 ? undefined : { width: px(width), height: px(height) };
    } else at += 2 + jpeg.readUInt16BE(at + 2);
  }
  return undefined;
}
