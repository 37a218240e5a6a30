import type { FaceBox, Frame } from '../../domain/sight.ts';
import type { FaceFinder, FoundFace } from '../port.ts';
import type { Part } from './parts.ts';

/** What is looked for in a whole frame (at once or in halves), in a part of it, and around a face that is known. */
export interface FaceSearcher extends FaceFinder {
  /** Large faces anywhere: only those of one half of the sizes, or all. */
  find(frame: Frame, sizes?: Sizes): Promise<readonly FaceBox[]>;
  /** Faces of the part's sizes in a part of the frame; some of them are none: ask `surely`. */
  inPart(frame: Frame, part: Part, care: Care): Promise<readonly FaceBox[]>;
  /** The face that was at `before` a moment ago, near there and of about that size and tilt; nothing where it is gone. */
  findAgain(frame: Frame, before: FoundFace): Promise<FoundFace | undefined>;
  /** The face at that place if it is seen clearly: enough to go on following it, too little to begin. */
  clearly(frame: Frame, face: FoundFace): Promise<FoundFace | undefined>;
  /** The face at that place if it is one beyond doubt. */
  surely(frame: Frame, face: FoundFace): Promise<FoundFace | undefined>;
}

/** How a part is searched: `careful` misses few faces, and costs twice as much as `quick`. */
export type Care = 'quick' | 'careful';

/** Sizes of large faces: the small half of a search, or the large one. The two overlap: each face belongs wholly to one of them. */
export type Sizes = 'small' | 'large';
