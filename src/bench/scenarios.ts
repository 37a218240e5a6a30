import { assertNever } from '../domain/assert-never.ts';
import type { Frame } from '../domain/sight.ts';
import { px } from '../domain/units.ts';
import { noisy } from '../evaluation/corruptions.ts';
import type { GreyPicture } from '../inference/grey-picture.ts';
import { cv, grayMat, owned } from '../shared/opencv.ts';
import type { Scenario } from './port.ts';

/** Frames of a scene with large pictures: few, so that memory stays bounded. Two seconds at the default camera.fps. */
const FEW = 20;
/** Standard deviation, in greys, of the noise that a webcam's sensor leaves in a picture reduced to the working width. */
const SENSOR_NOISE = 1.5;
/** The crowd's picture: pixels, and cells in each direction. It has one cell more than the bench's largest crowd has faces. */
const CROWD = { width: 640, height: 480, across: 3 };
/** How far apart in the clip two neighbours of the crowd are, frames, so that no two look exactly alike. */
const APART = 3;

/** The frames of a scene: as many as the clip has, or at most 20 where the pictures are larger. */
export function sceneOf(scene: Scenario, clip: readonly Frame[]): readonly Frame[] {
  switch (scene.kind) {
    case 'clip':
      return clip;
    case 'empty':
      return emptyRoom(clip);
    case 'faces':
      return clip.slice(0, FEW).map((frame, index) => framed(frame, crowd(clip, index, scene.faces)));
    case 'size':
      return clip.slice(0, FEW).map((frame) => framed(frame, filled(frame, scene.width, scene.height)));
    default:
      return assertNever(scene);
  }
}

/** The clip's own room without the person. */
function emptyRoom(clip: readonly Frame[]): readonly Frame[] {
  const [first] = clip;
  if (!first) return [];
  const room = deserted(first);
  return clip.map((frame, index) => framed(frame, noisy(room, SENSOR_NOISE, index)));
}

/** A grid of the clip's pictures, of which the first `faces` keep their face. */
function crowd(clip: readonly Frame[], index: number, faces: number): GreyPicture {
  const { width, height, across } = CROWD;
  const [cellWidth, cellHeight] = [Math.floor(width / across), Math.floor(height / across)];
  const gray = new Uint8Array(width * height);
  for (let cell = 0; cell < across * across; cell += 1) {
    const frame = clip[(index + cell * APART) % clip.length] as Frame;
    const picture = resized(cell < faces ? frame : deserted(frame), cellWidth, cellHeight);
    const corner = Math.floor(cell / across) * cellHeight * width + (cell % across) * cellWidth;
    for (let row = 0; row < cellHeight; row += 1) {
      gray.set(picture.gray.subarray(row * cellWidth, (row + 1) * cellWidth), corner + row * width);
    }
  }
  return { width: px(width), height: px(height), gray };
}

/** The frame scaled to the height asked for; the sides are filled with its mirror image. */
function filled(frame: Frame, width: number, height: number): GreyPicture {
  const inner = Math.min(width, Math.round((frame.width * height) / frame.height));
  const middle = resized(frame, inner, height);
  const left = Math.floor((width - inner) / 2);
  using mat = owned(grayMat(middle.gray, inner, height));
  using wide = owned(mat.copyMakeBorder(0, 0, left, width - inner - left, cv.BORDER_REFLECT));
  return { width: px(width), height: px(height), gray: new Uint8Array(wide.getData()) };
}

function resized({ gray, width, height }: GreyPicture, toWidth: number, toHeight: number): GreyPicture {
  using mat = owned(grayMat(gray, width, height));
  using scaled = owned(mat.resize(toHeight, toWidth, 0, 0, toWidth < width ? cv.INTER_AREA : cv.INTER_LINEAR));
  return { width: px(toWidth), height: px(toHeight), gray: new Uint8Array(scaled.getData()) };
}

/** The same texture without the face: the left quarter of the picture, where nobody sits, mirrored back and forth across it. */
function deserted({ width, height, gray }: GreyPicture): GreyPicture {
  const side = Math.max(1, Math.floor(width / 4));
  const room = gray.map((_grey, at) => {
    const [column, row] = [at % width, Math.floor(at / width)];
    const there = column % side;
    return gray[row * width + (Math.floor(column / side) % 2 === 0 ? there : side - 1 - there)] as number;
  });
  return { width, height, gray: room };
}

/** The frame with another picture, as if a camera had delivered it at that size. */
const framed = (frame: Frame, { width, height, gray }: GreyPicture): Frame => ({
  ...frame,
  width,
  height,
  source: { width, height },
  gray,
});
