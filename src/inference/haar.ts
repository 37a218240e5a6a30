import { readFile } from 'node:fs/promises';
import type { CascadeClassifier, Rect } from '@u4/opencv4nodejs';
import type { FaceBox, Frame } from '../domain/sight.ts';
import { area } from '../domain/sight.ts';
import { px } from '../domain/units.ts';
import { asError, cv, grayMat, owned } from '../shared/opencv.ts';
import { clipped } from './crop.ts';
import { ModelError } from './manifest.ts';
import type { FaceFinder } from './port.ts';

/** Viola and Jones as the paper sets it up (3.2: scale factor 1.3, 5 neighbours); `min_face` in working pixels. */
export type HaarSettings = { readonly scale_factor: number; readonly neighbours: number; readonly min_face: number };

/** The parts of a cascade file, without which OpenCV's parser ends the whole process instead of throwing. */
const SHAPE = [
  /^<\?xml /,
  /<cascade[ >]/,
  ...['stageType', 'height', 'width', 'stageParams', 'featureParams', 'stages', 'features'].map((part) => new RegExp(`<${part}>`)),
  /<\/cascade>\s*<\/opencv_storage>\s*$/,
];

/** Finds frontal faces with a Haar cascade, off the main thread. One call at a time: a cascade keeps its state in itself. */
export class HaarFinder implements FaceFinder {
  readonly #cascade: CascadeClassifier;
  readonly #settings: HaarSettings;

  private constructor(cascade: CascadeClassifier, settings: HaarSettings) {
    this.#cascade = cascade;
    this.#settings = settings;
  }

  /** Loads the cascade and tries it on nothing. Throws `ModelError` for a file that is missing or is no cascade. */
  static async open(path: string, settings: HaarSettings): Promise<HaarFinder> {
    const text = await readFile(path, 'latin1').catch((err: NodeJS.ErrnoException) => {
      const what = err.code === 'ENOENT' ? 'is missing' : `cannot be read (${err.message})`;
      throw new ModelError(`${path}: ${what}; it is the Haar cascade that finds faces (inference.cascade)`);
    });
    const wrong = (why: string) => new ModelError(`${path}: is no Haar cascade that OpenCV can read (${why})`);
    if (!SHAPE.every((part) => part.test(text))) throw wrong('it is not the whole XML of one');
    try {
      const cascade = new cv.CascadeClassifier(path);
      using blank = owned(grayMat(new Uint8Array(64 * 64), 64, 64));
      cascade.detectMultiScale(blank);
      return new HaarFinder(cascade, settings);
    } catch (thrown) {
      throw wrong(asError(thrown).message.trim());
    }
  }

  async find(frame: Frame): Promise<readonly FaceBox[]> {
    const { scale_factor, neighbours, min_face } = this.#settings;
    using gray = owned(grayMat(frame.gray, frame.width, frame.height));
    const { objects } = await this.#cascade.detectMultiScaleAsync(gray, {
      scaleFactor: scale_factor,
      minNeighbors: neighbours,
      minSize: new cv.Size(min_face, min_face),
    });
    return objects.flatMap((rect) => clipped(boxOf(rect), frame) ?? []).sort((a, b) => area(b) - area(a));
  }
}

const boxOf = ({ x, y, width, height }: Rect): FaceBox => ({ x: px(x), y: px(y), width: px(width), height: px(height) });
