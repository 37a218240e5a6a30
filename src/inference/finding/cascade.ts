import { readFile } from 'node:fs/promises';
import type { CascadeClassifier, Mat } from '@u4/opencv4nodejs';
import type { FaceBox } from '../../domain/sight.ts';
import { px } from '../../domain/units.ts';
import { asError, cv, grayMat, owned } from '../../shared/opencv.ts';
import { ModelError } from '../manifest.ts';

/** The factor between sizes, the overlapping hits that make a face, and the range of sizes in pixels (default: up to the whole picture). */
export type Search = { readonly step: number; readonly neighbours: number; readonly least: number; readonly most?: number };

/** A place where the cascade sees a face, and how many overlapping hits agree on it. */
export type Hit = { readonly box: FaceBox; readonly hits: number };

/** What a cascade file must contain: without any of it OpenCV's parser ends the whole process instead of throwing. */
const SHAPE = [
  /^<\?xml /,
  /<cascade[ >]/,
  ...['stageType', 'height', 'width', 'stageParams', 'featureParams', 'stages', 'features'].map((part) => new RegExp(`<${part}>`)),
  /<\/cascade>\s*<\/opencv_storage>\s*$/,
];

/**
 * A Haar cascade, run off the main thread. One call at a time: a cascade is stateful. Give each cascade pictures of one size only: it
 * builds tables for the size, which for a small picture cost more than the search.
 */
export class Cascade {
  readonly #classifier: CascadeClassifier;

  private constructor(classifier: CascadeClassifier) {
    this.#classifier = classifier;
  }

  /**
   * Loads `count` cascades from that file and tries one on a blank picture. Throws `ModelError` if the file is missing or is not a cascade.
   */
  static async open(path: string, count: number): Promise<readonly Cascade[]> {
    const text = await readFile(path, 'latin1').catch((err: NodeJS.ErrnoException) => {
      const what = err.code === 'ENOENT' ? 'is missing' : `cannot be read (${err.message})`;
      throw new ModelError(`${path}: ${what}; it is the Haar cascade that finds faces (inference.cascade)`);
    });
    const wrong = (why: string) => new ModelError(`${path}: is no Haar cascade that OpenCV can read (${why})`);
    if (!SHAPE.every((part) => part.test(text))) throw wrong('it is not the whole XML of one');
    try {
      const loaded = Array.from({ length: count }, () => new cv.CascadeClassifier(path));
      using blank = owned(grayMat(new Uint8Array(64 * 64), 64, 64));
      loaded[0]?.detectMultiScale(blank);
      return loaded.map((classifier) => new Cascade(classifier));
    } catch (thrown) {
      throw wrong(asError(thrown).message.trim());
    }
  }

  /** Faces in a grey picture, in its pixels. A box may extend beyond the edge by a pixel. */
  async search(picture: Mat, { step, neighbours, least, most }: Search): Promise<readonly Hit[]> {
    const { objects, numDetections } = await this.#classifier.detectMultiScaleAsync(picture, {
      scaleFactor: step,
      minNeighbors: neighbours,
      minSize: new cv.Size(least, least),
      ...(most === undefined ? {} : { maxSize: new cv.Size(most, most) }),
    });
    return objects.map(({ x, y, width, height }, index) => ({
      box: { x: px(x), y: px(y), width: px(width), height: px(height) },
      hits: numDetections[index] ?? 0,
    }));
  }
}
