import { readFile } from 'node:fs/promises';
import type { CascadeClassifier, Mat, Rect, Size } from '@u4/opencv4nodejs';
import type { FaceBox, Frame } from '../domain/sight.ts';
import { area } from '../domain/sight.ts';
import { px } from '../domain/units.ts';
import { asError, cv, grayMat, owned } from '../shared/opencv.ts';
import { clipped } from './crop.ts';
import { ModelError } from './manifest.ts';
import type { FaceSearcher, Sizes } from './port.ts';
import { outOfWindow, searchWindow } from './window.ts';

/** Viola and Jones as the paper sets it up (3.2: scale factor 1.3, 5 neighbours); `min_face` in working pixels. */
export type HaarSettings = { readonly scale_factor: number; readonly neighbours: number; readonly min_face: number };

/**
 * Around a face that was there a moment ago: finer steps, so that one of them fits, and fewer neighbours, as there are fewer places and the
 * face is likely. Of the settings tried on three clips (docs/performance.md) the cheapest that lost no face.
 */
const AGAIN = { scaleFactor: 1.2, minNeighbors: 2 };

/** Where the large half of a search begins, in smallest faces; there the two halves cost about the same. */
const LARGE = 1.5;

/** The parts of a cascade file, without which OpenCV's parser ends the whole process instead of throwing. */
const SHAPE = [
  /^<\?xml /,
  /<cascade[ >]/,
  ...['stageType', 'height', 'width', 'stageParams', 'featureParams', 'stages', 'features'].map((part) => new RegExp(`<${part}>`)),
  /<\/cascade>\s*<\/opencv_storage>\s*$/,
];

/** Finds frontal faces with a Haar cascade, off the main thread. One call at a time: a cascade keeps its state in itself. */
export class HaarFinder implements FaceSearcher {
  readonly #everywhere: CascadeClassifier;
  /** A cascade of its own: one that sees another size makes its tables anew, which costs more than the search. */
  readonly #around: CascadeClassifier;
  readonly #settings: HaarSettings;

  private constructor(everywhere: CascadeClassifier, around: CascadeClassifier, settings: HaarSettings) {
    this.#everywhere = everywhere;
    this.#around = around;
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
      const [everywhere, around] = [new cv.CascadeClassifier(path), new cv.CascadeClassifier(path)];
      using blank = owned(grayMat(new Uint8Array(64 * 64), 64, 64));
      everywhere.detectMultiScale(blank);
      return new HaarFinder(everywhere, around, settings);
    } catch (thrown) {
      throw wrong(asError(thrown).message.trim());
    }
  }

  async find(frame: Frame, sizes?: Sizes): Promise<readonly FaceBox[]> {
    const { scale_factor, neighbours } = this.#settings;
    using gray = owned(grayMat(frame.gray, frame.width, frame.height));
    const { objects } = await this.#everywhere.detectMultiScaleAsync(gray, {
      scaleFactor: scale_factor,
      minNeighbors: neighbours,
      ...this.#limits(sizes),
    });
    return objects.flatMap((rect) => clipped(boxOf(rect), frame) ?? []).sort((a, b) => area(b) - area(a));
  }

  /** The small half goes a step into the large one: hits of both steps together make a face. */
  #limits(sizes: Sizes | undefined): { readonly minSize: Size; readonly maxSize?: Size } {
    const { scale_factor, min_face } = this.#settings;
    const large = Math.round(min_face * LARGE);
    if (sizes === 'large') return { minSize: new cv.Size(large, large) };
    const minSize = new cv.Size(min_face, min_face);
    const most = Math.ceil(large * scale_factor);
    return sizes === 'small' ? { minSize, maxSize: new cv.Size(most, most) } : { minSize };
  }

  async again(frame: Frame, before: FaceBox): Promise<FaceBox | undefined> {
    const window = searchWindow(before, frame);
    using picture = owned(cutOut(frame, window.region, window.side));
    const { objects } = await this.#around.detectMultiScaleAsync(picture, {
      ...AGAIN,
      minSize: new cv.Size(window.least, window.least),
      maxSize: new cv.Size(window.most, window.most),
    });
    const [face] = objects.map((rect) => outOfWindow(boxOf(rect), window)).sort((a, b) => area(b) - area(a));
    return face && clipped(face, frame);
  }
}

/** A region of a frame as a square picture of that side. */
function cutOut(frame: Frame, { x, y, width, height }: FaceBox, side: number): Mat {
  using gray = owned(grayMat(frame.gray, frame.width, frame.height));
  using region = owned(gray.getRegion(new cv.Rect(x, y, width, height)));
  return region.resize(side, side, 0, 0, cv.INTER_AREA);
}

const boxOf = ({ x, y, width, height }: Rect): FaceBox => ({ x: px(x), y: px(y), width: px(width), height: px(height) });
