import type { FaceBox, Frame } from '../../domain/sight.ts';
import { area } from '../../domain/sight.ts';
import type { Instant, Px } from '../../domain/units.ts';
import { elapsed, ms } from '../../domain/units.ts';
import type { Sketch } from '../motion/sketch.ts';
import type { FoundFace } from '../port.ts';
import { isSame } from './same-face.ts';
import type { Sizes } from './searcher.ts';

/** A face seen only by the searches around it is dropped after this long: what still looks like a face by then is a picture on the wall. */
export const UNCONFIRMED = ms(5000);

/** A face that is followed. `confirmed`: when a search of the whole frame last found it, or a close look left no doubt. */
export type Followed = { readonly box: FoundFace; readonly confirmed: Instant };

type Size = Pick<Frame, 'width' | 'height'>;

/** What is known after a frame. */
export type KnownFaces = {
  /** Size of the frames. Frames of another size come from another camera or another setting: nothing is known of them. */
  readonly width: Px;
  readonly height: Px;
  readonly faces: readonly Followed[];
  /** Sketch of the frame that was searched last, around faces or as a whole. */
  readonly sketch: Sketch;
  /** When the whole frame was searched last, for all sizes or for half of them. */
  readonly scanned: Instant;
  /** When a face was lost last. */
  readonly lost?: Instant;
  /** The half of the sizes that the next search covers while faces are followed. */
  readonly next: Sizes;
};

/** What a search of the whole frame found, and those followed faces that it missed but that were confirmed a short time ago. */
export function mergedFaces(around: readonly Followed[], found: readonly FaceBox[], at: Instant): readonly Followed[] {
  const confirmed = found.map((box): Followed => ({ box, confirmed: at }));
  const doubtful = around.filter((face) => elapsed(face.confirmed, at) < UNCONFIRMED && !isAmong(confirmed, face.box));
  return [...confirmed, ...doubtful];
}

export const isAmong = (faces: readonly Followed[], box: FaceBox): boolean => faces.some((face) => isSame(face.box, box));

export const isSameSize = (a: Size, b: Size): boolean => a.width === b.width && a.height === b.height;

export const boxesOf = ({ faces }: KnownFaces): readonly FoundFace[] => faces.map(({ box }) => box).sort((a, b) => area(b) - area(a));
