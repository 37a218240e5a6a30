import { describe, expect, it } from 'vitest';
import { pictureSize } from '../../../src/camera/still/size.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');
const webp = (kind: string, rest: string): Buffer =>
  Buffer.concat([Buffer.from('RIFF\0\0\0\0WEBP', 'latin1'), Buffer.from(kind), hex(rest)]);

describe('pictureSize', () => {
  it.each([
    ['a PNG', hex('89504e470d0a1a0a 0000000d 49484452 00000280 000001e0'), 640, 480],
    ['a BMP', hex('424d 00000000 00000000 00000000 28000000 80020000 e0010000'), 640, 480],
    ['a BMP whose top row comes first', hex('424d 00000000 00000000 00000000 28000000 80020000 20feffff'), 640, 480],
    ['a BMP of the oldest kind', hex('424d 00000000 00000000 00000000 0c000000 8002 e001 0000'), 640, 480],
    ['a WebP', webp('VP8 ', '00000000 000000 9d012a 8042 e0c1'), 640, 480],
    ['a WebP without loss', webp('VP8L', '00000000 2f 7fc27700'), 640, 480],
    ['a WebP with more to it', webp('VP8X', '00000000 00 000000 7f0200 df0100'), 640, 480],
    ['a JPEG', hex('ffd8 ffc0 000b 08 01e0 0280 01 011100'), 640, 480],
  ])('%s', (_, bytes, width, height) => expect(pictureSize(bytes)).toEqual({ width, height }));

  it.each([
    ['nothing', ''],
    ['a PNG that ends within its header', '89504e470d0a1a0a'],
    ['something else', '474946383961'],
  ])('%s has none', (_, bytes) => expect(pictureSize(hex(bytes))).toBeUndefined());
});
