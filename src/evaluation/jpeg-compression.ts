import type { GreyPicture } from '../inference/grey-picture.ts';
import { cv, grayMat, owned } from '../shared/opencv.ts';

/** A cheap camera's file: compressed as JPEG of that quality (0 to 100) and decoded again. */
export function jpegCompressed(picture: GreyPicture, quality: number): GreyPicture {
  using raw = owned(grayMat(picture.gray, picture.width, picture.height));
  using decoded = owned(cv.imdecode(cv.imencode('.jpg', raw, [cv.IMWRITE_JPEG_QUALITY, quality]), cv.IMREAD_GRAYSCALE));
  return { ...picture, gray: new Uint8Array(decoded.getData()) };
}
