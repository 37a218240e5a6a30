import type { EmotionScores } from '../domain/emotion.ts';
import type { Face, FaceBox, Frame, Sighting } from '../domain/sight.ts';

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

/**
 * What moved the reading of a face. `grid` lies over `region`, the part of the source (in source pixels) that the network saw: GRAIN rows of
 * GRAIN values, from -1 to 1. Above 0 that part of the face speaks for the emotion, below 0 against it.
 */
export type Explanation = Face & { readonly region: FaceBox; readonly grid: Float32Array };

/** Finder, crop, classifier and tracker in one: everything that a frame shows. */
export interface Eyes extends AsyncDisposable {
  look(frame: Frame): Promise<Sighting>;
}

/** Explains readings of the frames that its eyes look at. */
export interface FaceExplainer {
  /**
   * Explains the reading of this face, or of the largest one, in the next frame that shows it. Undefined if the signal is aborted before
   * there is one. A second call takes the place of one that still waits.
   */
  explainNext(id: number | undefined, signal: AbortSignal): Promise<Explanation | undefined>;
}
