import type { FaceBox, Frame } from '../../domain/sight.ts';
import type { FaceFinder, FoundFace } from '../port.ts';
import type { Part } from './parts.ts';

/** The searches: of a whole frame (at once or in halves of the sizes), of a part of it, and around a known face. */
export interface FaceSearcher extends FaceFinder {
  /** Large faces anywhere in the frame, of one half of the sizes or of all. */
  find(frame: Frame, sizes?: Sizes): Promise<readonly FaceBox[]>;
  /** Candidates of the part's sizes in a part of the frame. Some are not faces: check each with `surely`. */
  inPart(frame: Frame, part: Part, care: Care): Promise<readonly FaceBox[]>;
  /** The face that was at `before` a moment ago, near there and of about that size and tilt; undefined if it is gone. */
  findAgain(frame: Frame, before: FoundFace): Promise<FoundFace | undefined>;
  /** The face at that place if it is seen clearly: enough to go on following it, not enough to start. */
  clearly(frame: Frame, face: FoundFace): Promise<FoundFace | undefined>;
  /** The face at that place if it is a face beyond doubt. */
  surely(frame: Frame, face: FoundFace): Promise<FoundFace | undefined>;
}

/** How a part is searched: `careful` misses few faces and costs twice as much as `quick`. */
export type Care = 'quick' | 'careful';

/** The small or the large half of the sizes of large faces. The two overlap, so that each face falls wholly into one of them. */
export type Sizes = 'small' | 'large';
