import { jpegSize } from '../../shared/jpeg-size.ts';

/** What the picture is: the front cover, by the table of ID3. */
const FRONT_COVER = 3;
const BITS_A_PIXEL = 24;
const MIME = 'image/jpeg';

/** The tag METADATA_BLOCK_PICTURE of Ogg files: a picture block of FLAC in base64. Undefined if the bytes are no JPEG. */
export function pictureTag(jpeg: Uint8Array): string | undefined {
  const size = jpegSize(Buffer.from(jpeg));
  if (!size) return undefined;
  const numbers = [size.width, size.height, BITS_A_PIXEL, 0, jpeg.length];
  const block = [number(FRONT_COVER), number(MIME.length), Buffer.from(MIME), number(0), ...numbers.map(number), jpeg];
  return Buffer.concat(block).toString('base64');
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
