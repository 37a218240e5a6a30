import { readFile } from 'node:fs/promises';
import type { Result } from '../../domain/result.ts';
import { done, failed } from '../../domain/result.ts';
import { cv, owned } from '../../shared/opencv.ts';
import { CameraLost } from '../errors.ts';
import type { Picture } from '../grey.ts';
import { pictureOf, WIDEST } from '../grey.ts';
import { fileErrorText, ordinaryFile } from './file-fault.ts';
import { otherThanPicture, pictureFault, pictureSize } from './size.ts';

const MOST_BYTES = 64 * 1024 * 1024;
const MOST_REMEMBERED = 10_000;
/** More than any camera's picture; a picture that unpacks to more would take the memory of the box. */
const MOST_PIXELS = 120_000_000;
const DAMAGED = 'cannot be read as a picture: it is damaged';

/** Reads one image file, turned as its Exif tag asks. Where it cannot, `why` is the end of a sentence that names the file. */
export type ReadStill = (path: string | Buffer, widest?: number) => Promise<Result<Picture, string>>;

export const stillPicture: ReadStill = async (path, widest = WIDEST) => {
  const file = await ordinaryFile(path, MOST_BYTES);
  if (!file.ok) return file;
  const bytes = await bytesOf(path);
  return bytes.ok ? decoded(bytes.value, widest) : bytes;
};

/** The same for one who comes again: a file in which no picture was found is not decoded again before it changes. */
export function rememberingStills(): ReadStill {
  const refused = new Map<string, { readonly state: string; readonly why: string }>();
  return async (path, widest = WIDEST) => {
    const file = await ordinaryFile(path, MOST_BYTES);
    if (!file.ok) return file;
    // Changed permissions show in ctime only, and copying tools set mtime back.
    const [key, state] = [path.toString('latin1'), `${file.value.ctimeMs} ${file.value.mtimeMs} ${file.value.size}`];
    const before = refused.get(key);
    if (before?.state === state) return failed(before.why);
    refused.delete(key);
    const bytes = await bytesOf(path);
    if (!bytes.ok) return bytes; // A disk or a share that fails for a moment says nothing about the picture.
    const still = await decoded(bytes.value, widest);
    if (!still.ok && refused.size < MOST_REMEMBERED) refused.set(key, { state, why: still.why });
    return still;
  };
}

async function bytesOf(path: string | Buffer): Promise<Result<Buffer, string>> {
  try {
    return done(await readFile(path));
  } catch (err) {
    return failed(fileErrorText(err));
  }
}

/** The one picture of a file that was named by itself. Throws `CameraLost` if it cannot be read. */
export async function imageFile(path: string, widest: number = WIDEST): Promise<Picture> {
  const still = await stillPicture(path, widest);
  if (!still.ok) throw new CameraLost(`${path} ${still.why}; replace it or take it away`);
  return still.value;
}

async function decoded(bytes: Buffer, widest: number): Promise<Result<Picture, string>> {
  const size = pictureSize(bytes);
  if (!size) return failed(otherThanPicture(bytes));
  if (size.width * size.height > MOST_PIXELS) return failed(`is ${size.width} x ${size.height} pixels large, which is too much`);
  const fault = pictureFault(bytes);
  if (fault !== undefined) return failed(fault);
  try {
    using raw = owned(await cv.imdecodeAsync(bytes, cv.IMREAD_GRAYSCALE));
    return raw.empty ? failed(DAMAGED) : done(pictureOf(raw, widest));
  } catch {
    return failed(DAMAGED); // The binding throws what OpenCV says, which helps nobody.
  }
}
