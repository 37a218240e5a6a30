import type { GreyPicture } from '../inference/grey-picture.ts';
import { normal, seeded } from '../shared/random.ts';

/** What rooms and cameras do to a face, one effect each. All are pure and keep the picture's size; greys are 0 to 255. */

/** Light: each grey v becomes 255 (v / 255) ^ exponent; below 1 brighter, above 1 darker. */
export const gamma = (picture: GreyPicture, exponent: number): GreyPicture => eachGrey(picture, (grey) => 255 * (grey / 255) ** exponent);

/** Haze: each grey becomes `times` as far from the picture's mean. */
export function contrast(picture: GreyPicture, times: number): GreyPicture {
  const mean = picture.gray.reduce((total, grey) => total + grey, 0) / picture.gray.length;
  return eachGrey(picture, (grey) => mean + (grey - mean) * times);
}

/** A tilted head: turned about the middle by that many degrees, clockwise as seen in the picture. */
export function turned(picture: GreyPicture, degrees: number): GreyPicture {
  const radians = (degrees * Math.PI) / 180;
  const [sine, cosine] = [Math.sin(radians), Math.cos(radians)];
  return sampledAt(picture, (x, y) => [cosine * x + sine * y, cosine * y - sine * x]);
}

/** A box that is too large, about the same middle: `times` as wide and as high. */
export const loosened = (picture: GreyPicture, times: number): GreyPicture => sampledAt(picture, (x, y) => [x * times, y * times]);

/** A head that is turned to the side: the face has this share of its width. */
export const madeNarrower = (picture: GreyPicture, share: number): GreyPicture => sampledAt(picture, (x, y) => [x / share, y]);

/** A box beside the face: moved by shares of its width and height; positive is right and down. */
export const shifted = (picture: GreyPicture, right: number, down: number): GreyPicture =>
  sampledAt(picture, (x, y) => [x + right * picture.width, y + down * picture.height]);

/** A sensor in dim light: Gaussian noise of that standard deviation, in greys; the same for the same seed. */
export function noisy(picture: GreyPicture, sigma: number, seed: number): GreyPicture {
  const random = seeded(seed);
  return eachGrey(picture, (grey) => grey + sigma * normal(random));
}

/** Uses `forEach`, because an iterator over the bytes would cost five times as much. */
function eachGrey({ width, height, gray }: GreyPicture, of: (grey: number) => number): GreyPicture {
  const changed = new Uint8Array(gray.length);
  gray.forEach((grey, at) => {
    changed[at] = byte(of(grey));
  });
  return { width, height, gray: changed };
}

const byte = (value: number): number => Math.min(255, Math.max(0, Math.round(value)));

type Place = readonly [x: number, y: number];

/**
 * Each pixel of the result is the bilinear sample at `source` of its place. Places are offsets from the picture's middle. Pixels beyond the
 * border repeat the border.
 */
function sampledAt(picture: GreyPicture, source: (x: number, y: number) => Place): GreyPicture {
  const { width, height } = picture;
  const [middleX, middleY] = [(width - 1) / 2, (height - 1) / 2];
  const gray = new Uint8Array(width * height);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const place = source(column - middleX, row - middleY);
      gray[row * width + column] = byte(greyAt(picture, place[0] + middleX, place[1] + middleY));
    }
  }
  return { width, height, gray };
}

function greyAt({ width, height, gray }: GreyPicture, x: number, y: number): number {
  const [across, down] = [inside(x, width), inside(y, height)];
  const [left, top] = [Math.floor(across), Math.floor(down)];
  const [right, below] = [Math.min(left + 1, width - 1), Math.min(top + 1, height - 1)];
  const at = (column: number, row: number): number => gray[row * width + column] as number;
  const upper = at(left, top) + (at(right, top) - at(left, top)) * (across - left);
  const lower = at(left, below) + (at(right, below) - at(left, below)) * (across - left);
  return upper + (lower - upper) * (down - top);
}

const inside = (place: number, length: number): number => Math.min(length - 1, Math.max(0, place));
