import type { GreyPicture } from '../inference/grey-picture.ts';
import { madeNarrower, turned } from './corruptions.ts';
import { jpegCompressed } from './jpeg-compression.ts';
import type { Plane } from './plane.ts';
import { blurred, clamped, greyPictureOf, grown, painted, planeOf, shrunk, smeared, withNoise } from './plane.ts';
import type { PictureChange } from './predictions.ts';
import { spectacled, withMask } from './worn.ts';

/** Noise in greys and the quality of JPEG, or neither. */
type Camera = { readonly noise: number; readonly quality: number };

/** A face that is `size` pixels wide in the camera's picture. */
function captured(picture: GreyPicture, size: number, seed: number, camera?: Camera): GreyPicture {
  const small = shrunk(planeOf(picture), size);
  if (!camera) return greyPictureOf(grown(small, picture.width));
  const taken = jpegCompressed(greyPictureOf(withNoise(small, camera.noise, seed)), camera.quality);
  return greyPictureOf(grown(planeOf(taken), picture.width));
}

const on =
  (change: (plane: Plane, seed: number) => Plane): PictureChange =>
  (picture, index) =>
    greyPictureOf(change(planeOf(picture), index));

/** Half the light, dark tones darker still, and the noise of a sensor that makes up for it. */
const atNight = (plane: Plane, seed: number): Plane =>
  withNoise(
    painted(plane, (value) => 0.5 * Math.max(1e-4, value) ** 1.8),
    10,
    seed,
  );

/** The look of an infrared camera with its lamp beside the lens: pale, flat, brightest in the middle. */
function infrared(plane: Plane, seed: number): Plane {
  const pale = painted(plane, (value) => Math.max(1e-4, value) ** 0.6);
  const middle = pale.values.reduce((sum, value) => sum + value, 0) / pale.values.length;
  const lit = painted(pale, (value, across, down) => {
    const lamp = Math.exp(-(across ** 2 + down ** 2) / 0.7);
    return clamped((value - middle) * 0.6 + middle + 0.15 * (lamp - 0.4));
  });
  return withNoise(blurred(lit, 0.6), 5, seed);
}

const CHEAP: Camera = { noise: 6, quality: 50 };

/**
 * What rooms make of a face, each alone, on the stored picture; scripts/train draws the same. Harder than CORRUPTIONS: here it counts what
 * the daemon still acts on, and how much of that is right.
 */
export const ROOMS: readonly (readonly [name: string, change: PictureChange])[] = [
  ['32 px', (picture, index) => captured(picture, 32, index)],
  ['24 px', (picture, index) => captured(picture, 24, index)],
  ['32 px, noise 6, JPEG 50', (picture, index) => captured(picture, 32, index, CHEAP)],
  ['24 px, noise 6, JPEG 50', (picture, index) => captured(picture, 24, index, CHEAP)],
  ['motion 5 px', on((plane) => smeared(plane, 5))],
  ['focus, sigma 1.5', on((plane) => blurred(plane, 1.5))],
  ['spectacle frames', on((plane) => spectacled(plane, 0))],
  ['spectacles with glare', on((plane) => spectacled(plane, 0.9))],
  ['night', on(atNight)],
  ['infrared look', on(infrared)],
  ['turned -22°', (picture) => turned(picture, -22)],
  ['turned -30°', (picture) => turned(picture, -30)],
  ['width 80 %', (picture) => madeNarrower(picture, 0.8)],
  ['a mask over the mouth', on(withMask)],
];
