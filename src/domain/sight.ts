import type { EmotionScores } from './emotion.ts';
import type { Instant, Px } from './units.ts';

/**
 * One grey picture as the camera delivered it, row-major, one byte a pixel (`gray.length === width * height`).
 * `source` is the size that was delivered, in whose pixels boxes are told; only pictures wider than 1920 pixels are reduced to that.
 */
export type Frame = {
  readonly seq: number;
  readonly at: Instant;
  readonly width: Px;
  readonly height: Px;
  readonly source: { readonly width: Px; readonly height: Px };
  readonly gray: Uint8Array;
};

/** A rectangle, top left corner and size. In pixels of the frame inside the inference room, in pixels of the source everywhere else. */
export type FaceBox = { readonly x: Px; readonly y: Px; readonly width: Px; readonly height: Px };

/** A face that was read: `id` stays the same while the same face is followed from frame to frame. Box in source pixels. */
export type Face = { readonly id: number; readonly box: FaceBox; readonly scores: EmotionScores };

/**
 * What one frame showed, largest face first; `faces` is empty where no face was found. `moved`: something of a person's size changed its
 * place. `camera` names the camera, where the box has several.
 */
export type Sighting = {
  readonly at: Instant;
  readonly faces: readonly Face[];
  readonly moved?: boolean;
  readonly camera?: string;
};

export const area = (box: FaceBox): number => box.width * box.height;
