import { cv, grayMat, owned } from './opencv.ts';

/** A grey picture: bytes row by row, and its size in pixels. */
type Grey = { readonly gray: Uint8Array; readonly width: number; readonly height: number };

/** A copy of a grey picture, reduced to `width` pixels across if it is wider. */
export function smallGrey(picture: Grey, width: number): Grey {
  const across = Math.min(width, picture.width);
  const down = Math.max(1, Math.round((picture.height * across) / picture.width));
  using whole = owned(grayMat(picture.gray, picture.width, picture.height));
  using small = owned(whole.resize(down, across, 0, 0, cv.INTER_AREA));
  return { gray: small.getData(), width: across, height: down };
}

/** A grey picture as a JPEG file. `quality`: 1 to 100. */
export async function greyJpeg({ gray, width, height }: Grey, quality: number): Promise<Uint8Array> {
  using picture = owned(grayMat(gray, width, height));
  return cv.imencodeAsync('.jpg', picture, [cv.IMWRITE_JPEG_QUALITY, quality]);
}
