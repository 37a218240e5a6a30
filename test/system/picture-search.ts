import { px } from '../../src/domain/units.ts';
import { cv, grayMat, owned } from '../../src/shared/opencv.ts';

/** Grey bytes, row by row. */
export type GreyBytes = { readonly gray: Uint8Array; readonly width: number; readonly height: number };

/** What a JPEG, PNG, WebP or GIF begins with. */
const SIGNATURES = ['ffd8ff', '89504e47', '52494646', '47494638'].map((hex) => Buffer.from(hex, 'hex'));
/** Runs of text that may be bytes in base64 (also of an address), and in hex. */
const CODED = [
  { run: /[A-Za-z0-9+/_-]{120,}={0,2}/g, as: 'base64' },
  { run: /(?:[0-9a-f]{2}){60,}/gi, as: 'hex' },
] as const;
/** Lists of numbers of this length may be pixels. */
const NUMBERS = /\[(?:-?\d+(?:\.\d+)?,){63,}-?\d+(?:\.\d+)?\]/g;
/** The widths at which raw pixels of the picture are searched for, and how many of them in a row are no accident. */
const WIDTHS = [64, 160, 320, 640];
const RUN = 24;
/** Correlation from which two pictures show the same. */
const SAME = 0.75;
const SKETCH = { width: 32, height: 18 };

/** Every way in which these bytes show the picture, in words; empty if they do not. */
export function signsOf(picture: GreyBytes, bytes: Buffer): readonly string[] {
  const text = bytes.toString('latin1');
  const decoded = CODED.flatMap(({ run, as }) => [...text.matchAll(run)].map(([found]) => Buffer.from(found, as)));
  const lists = [...text.matchAll(NUMBERS)].map(([list]) => JSON.parse(list) as number[]);
  return [
    ...[bytes, ...decoded].flatMap((each) => [...imageSigns(picture, each), ...rawSigns(picture, each)]),
    ...lists.flatMap((list) => rawSigns(picture, Buffer.from(list.map((value) => (Math.abs(value) <= 1 ? 255 * value : value))))),
  ];
}

/** Images that show the same, at any size. */
function imageSigns(picture: GreyBytes, bytes: Buffer): readonly string[] {
  return SIGNATURES.flatMap((signature) => {
    const at = bytes.indexOf(signature);
    return at >= 0 && showsTheSame(picture, bytes.subarray(at)) ? [`an image that begins with ${signature.toString('hex')}`] : [];
  });
}

function showsTheSame(picture: GreyBytes, file: Buffer): boolean {
  try {
    using image = owned(cv.imdecode(file, cv.IMREAD_GRAYSCALE));
    if (image.empty) return false;
    return correlation(sketch({ gray: image.getData(), width: image.cols, height: image.rows }), sketch(picture)) > SAME;
  } catch {
    return false; // no image after all
  }
}

/** Rows of the picture's own pixels. */
function rawSigns(picture: GreyBytes, bytes: Buffer): readonly string[] {
  return WIDTHS.flatMap((width) => {
    const { gray, height } = scaled(picture, width);
    const rows = [0.3, 0.5, 0.8].map((share) => Math.floor(share * height) * width + Math.floor(width * 0.6));
    return rows.some((from) => bytes.includes(Buffer.from(gray.subarray(from, from + RUN)))) ? [`raw pixels, ${width} wide`] : [];
  });
}

const sketch = (picture: GreyBytes): Uint8Array => resized(picture, SKETCH.width, SKETCH.height);

const scaled = (picture: GreyBytes, width: number): GreyBytes => {
  const height = Math.round((picture.height * width) / picture.width);
  return { gray: width === picture.width ? picture.gray : resized(picture, width, height), width, height };
};

function resized({ gray, width, height }: GreyBytes, toWidth: number, toHeight: number): Uint8Array {
  using whole = owned(grayMat(gray, px(width), px(height)));
  using small = owned(whole.resize(toHeight, toWidth, 0, 0, cv.INTER_AREA));
  return Uint8Array.from(small.getData());
}

function correlation(a: Uint8Array, b: Uint8Array): number {
  const mean = (values: Uint8Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [middleA, middleB] = [mean(a), mean(b)];
  let [both, squaresA, squaresB] = [0, 0, 0];
  for (const [at, value] of a.entries()) {
    const [x, y] = [value - middleA, (b[at] ?? 0) - middleB];
    both += x * y;
    squaresA += x * x;
    squaresB += y * y;
  }
  return both / Math.sqrt(Math.max(1, squaresA * squaresB));
}
