import type { FaceBox, Frame } from '../../domain/sight.ts';
import { area } from '../../domain/sight.ts';
import type { Instant, Px } from '../../domain/units.ts';
import { elapsed, ms } from '../../domain/units.ts';
import type { Sketch } from '../motion/sketch.ts';
import type { FoundFace } from '../port.ts';
import { isSame } from './same-face.ts';
import type { Sizes } from './searcher.ts';

/** A face that only the searches around it still see goes at last: what looks like a face for longer is a picture on the wall. */
export const UNCONFIRMED = ms(5000);

/** A face that is followed, and when a search that does not know of it found it for the last time, or one that leaves no doubt. */
export type Followed = { readonly box: FoundFace; readonly confirmed: Instant };

type Size = Pick<Frame, 'width' | 'height'>;

/** What is known after a frame. */
export type KnownFaces = {
  /** Frames of another size come from another camera, or another setting of it: nothing is known of them. */
  readonly width: Px;
  readonly height: Px;
  readonly faces: readonly Followed[];
  /** The frame that was searched last. */
  readonly sketch: Sketch;
  readonly scanned: Instant;
  readonly lost?: Instant;
  /** The half whose turn it is in the next search while faces are followed. */
  readonly next: Sizes;
};

/** What a search has found, and the faces around which alone it was seen for a while. */
export function mergedFaces(around: readonly Followed[], found: readonly FaceBox[], at: Instant): readonly Followed[] {
  const confirmed = found.map((box): Followed => ({ box, confirmed: at }));
  const doubtful = around.filter((face) => elapsed(face.confirmed, at) < UNCONFIRMED && !isAmong(confirmed, face.box));
  return [...confirmed, ...doubtful];
}

export const isAmong = (faces: readonly Followed[], box: FaceBox): boolean => faces.some((face) => isSame(face.box, box));

export const isSameSize = (a: Size, b: Size): boolean => a.width === b.width && a.height === b.height;

export const boxesOf = ({ faces }: KnownFaces): readonly FoundFace[] => faces.map(({ box }) => box).sort((a, b) => area(b) - area(a));
