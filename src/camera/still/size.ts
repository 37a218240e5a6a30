import type { Frame } from '../../domain/sight.ts';
import { px } from '../../domain/units.ts';
import { jpegSize } from '../../shared/jpeg-size.ts';
import { foreignKind } from '../stream/image-kind.ts';
import { AT_START, jpegStep } from '../stream/jpeg-end.ts';

type Size = Frame['source'];
/** `fault`: why it cannot be shown, as the end of a sentence that names the file. */
type Format = {
  readonly name: string;
  readonly begins: (bytes: Buffer) => boolean;
  readonly size: (bytes: Buffer) => Size | undefined;
  readonly fault?: (bytes: Buffer) => string | undefined;
};

const tag = (bytes: Buffer, at: number, word: string): boolean => bytes.toString('latin1', at, at + word.length) === word;
const sized = (width: number, height: number): Size => ({ width: px(width), height: px(Math.abs(height)) });

/** OpenCV would repeat the last row of a JPEG file to the bottom, and leave the rest of a PNG file black. */
const CUT_OFF = 'is cut off: copy it again';

/** The formats of pictures that are read, each by what the file begins with, whatever it is called. */
const FORMATS: readonly Format[] = [
  { name: 'JPEG', begins: (bytes) => tag(bytes, 0, '\xff\xd8'), size: jpegSize, fault: jpegFault },
  {
    ...{ name: 'PNG', begins: (bytes) => tag(bytes, 0, '\x89PNG') },
    size: (bytes) => sized(bytes.readUInt32BE(16), bytes.readUInt32BE(20)),
    fault: (bytes) => (bytes.lastIndexOf('IEND') < 0 ? CUT_OFF : undefined),
  },
  { name: 'BMP', begins: (bytes) => tag(bytes, 0, 'BM'), size: bmpSize },
  { name: 'WebP', begins: (bytes) => tag(bytes, 0, 'RIFF') && tag(bytes, 8, 'WEBP'), size: webpSize, fault: webpFault },
];

/** The size that a picture's header states, in pixels, as it is stored; undefined if these are not the bytes of such a picture. */
export function pictureSize(bytes: Buffer): Size | undefined {
  try {
    return FORMATS.find(({ begins }) => begins(bytes))?.size(bytes);
  } catch (err) {
    if (err instanceof RangeError) return undefined; // It ends within its header.
    throw err;
  }
}

/** Why a picture of which the size is known cannot be shown all the same, as the end of a sentence that names the file. */
export const pictureFault = (bytes: Buffer): string | undefined => FORMATS.find(({ begins }) => begins(bytes))?.fault?.(bytes);

/** Its end is found by its structure: a preview within the file has an end of its own. */
function jpegFault(bytes: Buffer): string | undefined {
  return jpegStep(bytes, AT_START).kind === 'more' ? CUT_OFF : undefined;
}

/** The flag for animation is in the extended header. */
function webpFault(bytes: Buffer): string | undefined {
  if (tag(bytes, 12, 'VP8X') && ((bytes[20] ?? 0) & 0x02) !== 0) return unreadable('an animated WebP');
  return bytes.readUInt32LE(4) > bytes.length ? CUT_OFF : undefined;
}

/** With the oldest header (12 bytes long) the numbers are shorter. A negative height means that the top row comes first. */
function bmpSize(bytes: Buffer): Size {
  return bytes.readUInt32LE(14) === 12
    ? sized(bytes.readUInt16LE(18), bytes.readUInt16LE(20))
    : sized(bytes.readInt32LE(18), bytes.readInt32LE(22));
}

function webpSize(bytes: Buffer): Size | undefined {
  if (tag(bytes, 12, 'VP8 ')) return sized(bytes.readUInt16LE(26) & 0x3fff, bytes.readUInt16LE(28) & 0x3fff);
  if (tag(bytes, 12, 'VP8X')) return sized(bytes.readUIntLE(24, 3) + 1, bytes.readUIntLE(27, 3) + 1);
  const packed = bytes.readUInt32LE(21);
  return tag(bytes, 12, 'VP8L') ? sized((packed & 0x3fff) + 1, ((packed >>> 14) & 0x3fff) + 1) : undefined;
}

/** `kind` with its article. */
const unreadable = (kind: string): string => `is ${kind} picture, which moodbox cannot read: save it as JPEG`;
const OTHERS: readonly (readonly [why: string, at: number, begins: readonly string[]])[] = [
  ['is a note that a Mac keeps beside a file, not a picture', 0, ['\x00\x05\x16\x07']],
  [unreadable('a HEIC'), 4, ['ftypheic', 'ftypheix', 'ftyphevc', 'ftypmif1', 'ftypmsf1']],
  [unreadable('a AVIF'), 4, ['ftypavif', 'ftypavis']],
  [unreadable('a GIF'), 0, ['GIF8']],
  [unreadable('a TIFF'), 0, ['II*\x00', 'MM\x00*', 'II+\x00', 'MM\x00+']],
  [unreadable('a JPEG XL'), 0, ['\xff\x0a', '\x00\x00\x00\x0cJXL ']],
  [unreadable('a JPEG 2000'), 0, ['\x00\x00\x00\x0cjP  ', '\xff\x4f\xff\x51']],
  [unreadable('a Photoshop'), 0, ['8BPS']],
  ['is a PDF document, not a picture', 0, ['%PDF']],
];

/** What a file that is no such picture is instead, as the end of a sentence that names it. */
export function otherThanPicture(bytes: Buffer): string {
  const other = OTHERS.find(([, at, begins]) => begins.some((word) => tag(bytes, at, word)));
  if (other) return other[0];
  const kind = foreignKind(bytes);
  if (kind === 'an SVG picture') return unreadable('an SVG');
  return kind !== undefined && /(page|document|video)$/.test(kind) ? `is ${kind}, not a picture` : 'cannot be read as a picture';
}
