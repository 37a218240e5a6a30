import type { EmotionScores } from './emotion.ts';
import type { Instant, Px, Share } from './units.ts';

/** A rectangle of a camera's picture that is ignored: top left corner and size, as shares of the picture's width and height. */
export type Zone = { readonly x: Share; readonly y: Share; readonly width: Share; readonly height: Share };

/** A zone and the camera that it belongs to; the name of a single camera is empty. */
export type CameraZone = Zone & { readonly camera: string };

/**
 * One grey picture from a camera, row-major, one byte per pixel (`gray.length === width * height`). `source` is the size that the camera
 * delivered; reported boxes are in its pixels. Only pictures wider than 1920 pixels are reduced, to that width.
 */
export type Frame = {
  readonly seq: number;
  readonly at: Instant;
  readonly width: Px;
  readonly height: Px;
  readonly source: { readonly width: Px; readonly height: Px };
  readonly gray: Uint8Array;
  /** The parts in which faces and movement are ignored (default: none). */
  readonly ignored?: readonly Zone[];
};

/** A rectangle: top left corner and size. In pixels of the frame within the inference room, in pixels of the source everywhere else. */
export type FaceBox = { readonly x: Px; readonly y: Px; readonly width: Px; readonly height: Px };

/** A face that was read: `id` stays the same while the same face is followed from frame to frame. Box in source pixels. */
export type Face = { readonly id: number; readonly box: FaceBox; readonly scores: EmotionScores };

/**
 * What one frame showed, largest face first; `faces` is empty if no face was found. `moved`: something the size of a person has moved.
 * `camera` is the camera's name if the box has several.
 */
export type Sighting = {
  readonly at: Instant;
  readonly faces: readonly Face[];
  readonly moved?: boolean;
  readonly camera?: string;
};

export const area = (box: FaceBox): number => box.width * box.height;
