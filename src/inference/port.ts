import type { EmotionScores } from '../domain/emotion.ts';
import type { FaceBox, Frame, Sighting } from '../domain/sight.ts';

/** A face that was found, in pixels of the frame. `tilt` is in degrees, clockwise as seen in the picture; absent if the head is upright. */
export type FoundFace = FaceBox & { readonly tilt?: number };

/** Finds faces in a frame. Boxes in pixels of the frame, inside it, largest first. */
export interface FaceFinder {
  find(frame: Frame): Promise<readonly FoundFace[]>;
}

/**
 * Which answers the scores predict: those of most people who look at the face (FERPlus' votes), on which the daemon acts, or FER-2013's own
 * labels, which the paper's accuracy is measured by. The two agree on 62 % of its PublicTest. The network has an output for each.
 */
export type LabelHead = 'people' | 'labels';

/**
 * The two networks of a pair: `near` is for faces that the camera sees well, `far` for small and blurred ones. A models folder with a
 * single network has no `far`.
 */
export type Network = 'near' | 'far';

/** Reads faces: one set of scores for each input, in order. */
export interface EmotionClassifier extends AsyncDisposable {
  /**
   * Input [n, 64, 64, 1] in [0, 1], flattened; `n` is `input.length / 4096`. Throws RangeError for any other length. `head` is `people` by
   * default; a network with only one output gives that. `networks` says which network reads each face; by default its sharpness decides. A
   * classifier with a single network ignores it.
   */
  classify(input: Float32Array, head?: LabelHead, networks?: readonly Network[]): Promise<readonly EmotionScores[]>;
}

/** Finder, crop, classifier and tracker in one: everything that a frame shows. */
export interface Eyes extends AsyncDisposable {
  look(frame: Frame): Promise<Sighting>;
}
