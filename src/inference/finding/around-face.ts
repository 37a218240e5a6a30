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

/** How a face is looked for around its place: shrunk (or stretched) to `shown` pixels, in steps, with so many hits. */
export type WindowSearch = { readonly shown: number; readonly step: number; readonly neighbours: number };

/** The face around `face`, looked for at its tilt, with the most hits; nothing where it is not there. */
export async function inWindow(frame: Frame, face: FoundFace, cascade: Cascade, manner: WindowSearch): Promise<FoundFace | undefined> {
  const { shown, step, neighbours } = manner;
  const tilt = face.tilt ?? 0;
  const window = searchWindow(face, frame, shown);
  using picture = owned(
    tilt === 0 ? resizedMat(cutOut(frame, window.region), window.side, window.side) : tiltedWindow(frame, window, tilt),
  );
  const found = await cascade.search(picture, { step, neighbours, least: window.least, most: window.most });
  const [best] = found.toSorted((a, b) => area(b.box) - area(a.box));
  const box = best && clipped(outOfWindow(turnedBack(best.box, window.side, tilt), window), frame);
  return box && (tilt === 0 ? box : { ...box, tilt });
}

/** A picture at that size, as a Mat that the caller releases. */
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

/** Where a box of the upright window lies in the tilted one: as large, about its middle. */
function turnedBack(box: FaceBox, side: number, tilt: number): FaceBox {
  if (tilt === 0) return box;
  const middle = turnedOffset({ x: box.x + box.width / 2 - side / 2, y: box.y + box.height / 2 - side / 2 }, tilt);
  return { ...box, x: px(middle.x + side / 2 - box.width / 2), y: px(middle.y + side / 2 - box.height / 2) };
}
