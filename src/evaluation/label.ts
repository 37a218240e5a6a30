import type { FaceBox } from '../domain/sight.ts';
import type { Px } from '../domain/units.ts';
import { px } from '../domain/units.ts';
import { overlap } from '../inference/track.ts';

export type Size = { readonly width: Px; readonly height: Px };

/**
 * Where to put a label of that size in a picture: just above its face, else below, to the right or to the left, so that it covers none of
 * `taken` (faces, and labels already placed). If there is no such place it goes above, inside the picture.
 */
export function labelPlace(label: Size, face: FaceBox, taken: readonly FaceBox[], picture: Size): FaceBox {
  const at = (x: number, y: number): FaceBox => ({ ...inside(x, y, label, picture), width: label.width, height: label.height });
  const [right, bottom] = [face.x + face.width, face.y + face.height];
  const above = at(face.x, face.y - label.height);
  const places = [
    above,
    at(right - label.width, face.y - label.height),
    at(face.x, bottom),
    at(right - label.width, bottom),
    at(right, face.y),
    at(right, bottom - label.height),
    at(face.x - label.width, face.y),
    at(face.x - label.width, bottom - label.height),
  ];
  return places.find((place) => taken.every((each) => overlap(each, place) === 0)) ?? above;
}

const inside = (x: number, y: number, label: Size, picture: Size) => ({
  x: px(Math.max(0, Math.min(x, picture.width - label.width))),
  y: px(Math.max(0, Math.min(y, picture.height - label.height))),
});
