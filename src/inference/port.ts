import type { EmotionScores } from '../domain/emotion.ts';
import type { FaceBox, Frame, Sighting } from '../domain/sight.ts';

/** A face that was found, in pixels of the frame; `tilt` in degrees, clockwise as one looks at it, where the head is not upright. */
export type FoundFace = FaceBox & { readonly tilt?: number };

/** Finds faces in a frame. Boxes in pixels of the frame, inside it, largest first. */
export interface FaceFinder {
  find(frame: Frame): Promise<readonly FoundFace[]>;
}

/**
 * Whose word the scores foretell: that of most people who look at the face (FERPlus' votes), which is what the daemon acts on, or that of
 * FER-2013's labels, which the paper is measured by. The two agree on 62 % of its PublicTest. One pass of the network knows both.
 */
export type LabelHead = 'people' | 'labels';

/** Reads faces: one set of scores for each input, in their order. */
export interface EmotionClassifier extends AsyncDisposable {
  /**
   * Input [n, 64, 64, 1] in [0, 1], flattened; `n` is `input.length / 4096`. Throws RangeError for any other length. The opinion is that
   * of people unless told otherwise; a network that has only one gives that.
   */
  classify(input: Float32Array, opinion?: LabelHead): Promise<readonly EmotionScores[]>;
}

/** Finder, crop, classifier and tracker in one: everything that a frame shows. */
export interface Eyes extends AsyncDisposable {
  look(frame: Frame): Promise<Sighting>;
}
