import type { FaceBox } from '../domain/sight.ts';
import { area } from '../domain/sight.ts';
import { SIDE } from './batch.ts';
import type { Network } from './port.ts';
import { sharpnessOf } from './sharpness.ts';

/**
 * When the far network reads a face. `sharpness`: when its input is less sharp than this (`sharpnessOf`). `smallest`: when its box is
 * smaller than this, in pixels of the frame (the root of its area), because the noise of a camera makes small faces look sharp. It comes
 * with the weights, in models/manifest.json.
 */
export type Routing = { readonly sharpness: number; readonly smallest: number };

/** A face to be read: what the network is given, and, if it is known, its box in the frame and the network that read it before. */
export type RoutedFace = { readonly input: Float32Array; readonly box?: FaceBox | undefined; readonly before?: Network | undefined };

/** A face changes its network only if it is beyond the threshold by this share, so that it does not change with each frame. */
const HYSTERESIS = 0.1;

/** Which of the two networks reads this face. Pure. */
export function networkFor({ input, box, before }: RoutedFace, { sharpness, smallest }: Routing): Network {
  const factor = before === undefined ? 1 : before === 'near' ? 1 - HYSTERESIS : 1 + HYSTERESIS;
  if (box && Math.sqrt(area(box)) < smallest * factor) return 'far';
  return sharpnessOf(input) < sharpness * factor ? 'far' : 'near';
}

/** The network of each face in a flattened batch, by sharpness alone. */
export const networksFor = (batch: Float32Array, faces: number, routing: Routing): readonly Network[] =>
  Array.from({ length: faces }, (_, face) => networkFor({ input: inputAt(batch, face) }, routing));

/** One face of a flattened batch; it shares the memory of the batch. */
export const inputAt = (batch: Float32Array, face: number): Float32Array => batch.subarray(face * SIDE * SIDE, (face + 1) * SIDE * SIDE);
