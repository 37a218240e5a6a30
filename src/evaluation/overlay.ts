import type { Mat } from '@u4/opencv4nodejs';
import { strongest } from '../domain/emotion.ts';
import type { FaceBox, Frame } from '../domain/sight.ts';
import { px } from '../domain/units.ts';
import { SIDE } from '../inference/batch.ts';
import type { OcclusionMap } from '../inference/occlusion.ts';
import { GRAIN, shades } from '../inference/occlusion.ts';
import type { ExplainedFace } from '../inference/pipeline.ts';
import { cv, grayMat, owned } from '../shared/opencv.ts';
import { labelPlace } from './label.ts';

/** Blue, green, red. Orange and blue can be told apart even by people who cannot tell red from green. */
const FOR = [0, 112, 255] as const;
const AGAINST = [255, 128, 24] as const;
/** How much of the face the strongest colour covers; the rest shines through. */
const COVER = 0.6;
/** OpenCV resizes bytes, so shades are stored as bytes: 0 as NEITHER, 1 and -1 at MOST above and below it. */
const NEITHER = 128;
const MOST = 127;

const WHITE = new cv.Vec3(255, 255, 255);
const DARK = new cv.Vec3(32, 32, 32);
const FONT = cv.FONT_HERSHEY_SIMPLEX;

/**
 * A PNG of the frame at its source's size, in grey as the network sees it. On each face, what speaks for its emotion is orange and what
 * speaks against it blue, in proportion. Around the face is its box, beside it the emotion and its probability.
 */
export async function overlayPng(frame: Frame, faces: readonly ExplainedFace[]): Promise<Uint8Array> {
  const { width, height } = frame.source;
  const pixels = coloured(frame);
  for (const face of faces) tint(pixels, width, face.region, face.map);
  using picture = owned(new cv.Mat(pixels, height, width, cv.CV_8UC3));
  const pen = penFor(frame.source);
  for (const { box } of faces) outline(picture, box, pen);
  const taken = faces.map(({ box }) => box);
  for (const face of faces) taken.push(label(picture, face, taken, pen));
  return cv.imencodeAsync('.png', picture);
}

/** The frame as blue, green, red bytes at its source's size. */
function coloured({ gray, width, height, source }: Frame): Buffer {
  using raw = owned(grayMat(gray, width, height));
  using whole = width === source.width ? undefined : owned(raw.resize(source.height, source.width, 0, 0, cv.INTER_CUBIC));
  using colour = owned((whole ?? raw).cvtColor(cv.COLOR_GRAY2BGR));
  return colour.getData();
}

/** Lays a map over its region of a picture `width` pixels wide. Plain loops, because a close face is a million pixels. */
function tint(pixels: Buffer, width: number, region: FaceBox, map: OcclusionMap): void {
  const shade = spread(map, region);
  for (let index = 0; index < shade.length; index += 1) {
    const strength = ((shade[index] as number) - NEITHER) / MOST;
    const at = 3 * ((region.y + Math.floor(index / region.width)) * width + region.x + (index % region.width));
    blend(pixels, at, strength > 0 ? FOR : AGAINST, Math.abs(strength) * COVER);
  }
}

function blend(pixels: Buffer, at: number, colour: typeof FOR | typeof AGAINST, cover: number): void {
  for (let channel = 0; channel < 3; channel += 1) {
    const grey = pixels[at + channel] as number;
    pixels[at + channel] = Math.round(grey + ((colour[channel] as number) - grey) * cover);
  }
}

/**
 * A map's shades at the size of its region, as bytes: NEITHER is 0, MOST above it 1, MOST below it -1. The map is first reduced to its
 * grain, so that the colours blend smoothly and show no squares.
 */
function spread(map: OcclusionMap, region: FaceBox): Buffer {
  const bytes = Uint8Array.from(shades(map), (shade) => NEITHER + Math.round(MOST * shade));
  using square = owned(grayMat(bytes, SIDE, SIDE));
  using small = owned(square.resize(GRAIN, GRAIN, 0, 0, cv.INTER_AREA));
  using large = owned(small.resize(region.height, region.width, 0, 0, cv.INTER_LINEAR));
  return large.getData();
}

/** Sizes of letters and lines that are legible in a picture of that size. */
type Pen = { readonly scale: number; readonly line: number; readonly picture: Frame['source'] };

function penFor(picture: Frame['source']): Pen {
  const scale = Math.max(0.45, Math.min(picture.width, picture.height) / 1000);
  return { scale, line: Math.max(1, Math.round(1.5 * scale)), picture };
}

/** White on dark, visible on any face. */
function outline(picture: Mat, { x, y, width, height }: FaceBox, { line }: Pen): void {
  const rect = new cv.Rect(x, y, width, height);
  picture.drawRectangle(rect, DARK, 3 * line, cv.LINE_8);
  picture.drawRectangle(rect, WHITE, line, cv.LINE_8);
}

function label(picture: Mat, { box, scores }: ExplainedFace, taken: readonly FaceBox[], pen: Pen): FaceBox {
  const emotion = strongest(scores);
  const text = `${emotion} ${Math.round(scores[emotion] * 100)} %`;
  const { size, baseLine } = cv.getTextSize(text, FONT, pen.scale, pen.line);
  const pad = Math.round(6 * pen.scale) + 1;
  const plate = { width: px(size.width + 2 * pad), height: px(size.height + baseLine + 2 * pad) };
  const place = labelPlace(plate, box, taken, pen.picture);
  picture.drawRectangle(new cv.Rect(place.x, place.y, place.width, place.height), DARK, cv.FILLED, cv.LINE_8);
  const foot = new cv.Point2(place.x + pad, place.y + pad + size.height);
  picture.putText(text, foot, FONT, pen.scale, WHITE, pen.line, cv.LINE_AA);
  return place;
}
