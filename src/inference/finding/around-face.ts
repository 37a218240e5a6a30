import type { Mat } from '@u4/opencv4nodejs';
import type { FaceBox, Frame } from '../../domain/sight.ts';
import { area } from '../../domain/sight.ts';
import { px } from '../../domain/units.ts';
import { cv, grayMat, owned } from '../../shared/opencv.ts';
import { clipped, cutOut } from '../crop.ts';
import type { FoundFace } from '../port.ts';
import { turnedOffset, upright } from '../tilt.ts';
import type { Cascade } from './cascade.ts';
import type { SearchWindow } from './search-window.ts';
import { outOfWindow, searchWindow } from './search-window.ts';

/** How to search around a known face: its width in the picture searched, the factor between sizes, and the hits that make a face. */
export type WindowSearch = { readonly shown: number; readonly step: number; readonly neighbours: number };

/** The largest face that a search around `face`, at its tilt, finds; undefined if there is none. */
export async function inWindow(frame: Frame, face: FoundFace, cascade: Cascade, search: WindowSearch): Promise<FoundFace | undefined> {
  const { shown, step, neighbours } = search;
  const tilt = face.tilt ?? 0;
  const window = searchWindow(face, frame, shown);
  using picture = owned(
    tilt === 0 ? resizedMat(cutOut(frame, window.region), window.side, window.side) : tiltedWindow(frame, window, tilt),
  );
  const found = await cascade.search(picture, { step, neighbours, least: window.least, most: window.most });
  const [largest] = found.toSorted((a, b) => area(b.box) - area(a.box));
  const box = largest && clipped(outOfWindow(turnedBack(largest.box, window.side, tilt), window), frame);
  return box && (tilt === 0 ? box : { ...box, tilt });
}

/** A picture resized, as a Mat that the caller must release. */
export function resizedMat({ gray, width, height }: Parameters<typeof cutOut>[0], toWidth: number, toHeight: number): Mat {
  const whole = grayMat(gray, width, height);
  if (width === toWidth && height === toHeight) return whole;
  using released = owned(whole);
  return released.resize(toHeight, toWidth, 0, 0, cv.INTER_AREA);
}

function tiltedWindow(frame: Frame, { region, side }: SearchWindow, tilt: number): Mat {
  const middle = { x: region.x + region.width / 2, y: region.y + region.height / 2 };
  const { gray } = upright(frame, { ...middle, length: region.width, tilt }, side);
  return grayMat(gray, side, side);
}

/** Where a box of the upright window lies in the tilted one: same size, its middle turned with the window. */
function turnedBack(box: FaceBox, side: number, tilt: number): FaceBox {
  if (tilt === 0) return box;
  const middle = turnedOffset({ x: box.x + box.width / 2 - side / 2, y: box.y + box.height / 2 - side / 2 }, tilt);
  return { ...box, x: px(middle.x + side / 2 - box.width / 2), y: px(middle.y + side / 2 - box.height / 2) };
}
