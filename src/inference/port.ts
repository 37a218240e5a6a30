import type { EmotionScores } from '../domain/emotion.ts';
import type { FaceBox, Frame, Sighting } from '../domain/sight.ts';

/** Finds faces in a frame. Boxes in working pixels, inside the frame, largest first. */
export interface FaceFinder {
  find(frame: Frame): Promise<readonly FaceBox[]>;
}

/** Sizes of faces: the small half of a search, or the large one. The two overlap: each face belongs wholly to one of them. */
export type Sizes = 'small' | 'large';

/** A finder that looks at the whole frame, at once or in two halves, and can also find one face again at a fraction of the cost. */
export interface FaceSearcher extends FaceFinder {
  /** Only faces of those sizes, or all. */
  find(frame: Frame, sizes?: Sizes): Promise<readonly FaceBox[]>;
  /** The face that was at `before` a moment ago, near there and of about that size; nothing where it is gone. */
  again(frame: Frame, before: FaceBox): Promise<FaceBox | undefined>;
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
