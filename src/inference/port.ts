import type { EmotionScores } from '../domain/emotion.ts';
import type { FaceBox, Frame, Sighting } from '../domain/sight.ts';
import type { Part } from './parts.ts';

/** A face that was found, in pixels of the frame; `tilt` in degrees, clockwise as one looks at it, where the head is not upright. */
export type FoundFace = FaceBox & { readonly tilt?: number };

/** Finds faces in a frame. Boxes in pixels of the frame, inside it, largest first. */
export interface FaceFinder {
  find(frame: Frame): Promise<readonly FoundFace[]>;
}

/** Sizes of large faces: the small half of a search, or the large one. The two overlap: each face belongs wholly to one of them. */
export type Sizes = 'small' | 'large';

/** How a part is searched: `careful` misses few faces, and costs twice as much as `quick`. */
export type Care = 'quick' | 'careful';

/** What is looked for in a whole frame (at once or in halves), in a part of it, and around a face that is known. */
export interface FaceSearcher extends FaceFinder {
  /** Large faces anywhere: only those of one half of the sizes, or all. */
  find(frame: Frame, sizes?: Sizes): Promise<readonly FaceBox[]>;
  /** Faces of the part's sizes in a part of the frame; some of them are none: ask `surely`. */
  inPart(frame: Frame, part: Part, care: Care): Promise<readonly FaceBox[]>;
  /** The face that was at `before` a moment ago, near there and of about that size and tilt; nothing where it is gone. */
  again(frame: Frame, before: FoundFace): Promise<FoundFace | undefined>;
  /** The face at that place if it is seen clearly: enough to go on following it, too little to begin. */
  clearly(frame: Frame, face: FoundFace): Promise<FoundFace | undefined>;
  /** The face at that place if it is one beyond doubt. */
  surely(frame: Frame, face: FoundFace): Promise<FoundFace | undefined>;
}

/**
 * Whose word the scores foretell: that of most people who look at the face (FERPlus' votes), which is what the daemon acts on, or that of
 * FER-2013's labels, which the paper is measured by. The two agree on 62 % of its PublicTest. One pass of the network knows both.
 */
export type Opinion = 'people' | 'labels';

/** Reads faces: one set of scores for each input, in their order. */
export interface EmotionClassifier extends AsyncDisposable {
  /**
   * Input [n, 64, 64, 1] in [0, 1], flattened; `n` is `input.length / 4096`. Throws RangeError for any other length. The opinion is that
   * of people unless told otherwise; a network that has only one gives that.
   */
  classify(input: Float32Array, opinion?: Opinion): Promise<readonly EmotionScores[]>;
}

/** Finder, crop, classifier and tracker in one: everything that a frame shows. */
export interface Eyes extends AsyncDisposable {
  look(frame: Frame): Promise<Sighting>;
}
