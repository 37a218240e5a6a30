import type { FaceBox } from '../../domain/sight.ts';
import { overlap } from '../track.ts';

/** Intersection over union from which two searches found the same face. */
const SAME = 0.4;

/** Whether two boxes are the same face: they overlap enough, or one is centred on the other, which two faces never are. */
export const isSame = (a: FaceBox, b: FaceBox): boolean => overlap(a, b) >= SAME || isCentred(a, b) || isCentred(b, a);

const isCentred = (inner: FaceBox, outer: FaceBox): boolean =>
  Math.abs(inner.x + inner.width / 2 - outer.x - outer.width / 2) < outer.width / 4 &&
  Math.abs(inner.y + inner.height / 2 - outer.y - outer.height / 2) < outer.height / 4;
