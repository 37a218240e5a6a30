import type { InferenceConfig } from '../config/schema.ts';
import type { FaceBox, Frame } from '../domain/sight.ts';
import type { Spent } from '../inference/meter.ts';

export const STAGES = ['detect', 'preprocess', 'infer'] as const;
export type StageName = (typeof STAGES)[number];

/** One of the two that are compared: from a frame to its faces, emotions read. */
export interface Side extends AsyncDisposable {
  /** What reads the faces, as it is told to people. */
  readonly engine: string;
  /** Boxes in source pixels, largest first. One frame at a time, in the order of their time. */
  look(frame: Frame): Promise<readonly FaceBox[]>;
  /** Totals since the beginning. */
  readonly spent: Readonly<Record<StageName, Spent>>;
}

export const SIDES = ['ours', 'paper'] as const;
export type SideName = (typeof SIDES)[number];
/** The same of both sides. */
export type Both<T> = Readonly<Record<SideName, T>>;

/** What is shown to the sides; every frame is made of the clip's. */
export type Scenario =
  | { readonly kind: 'clip' }
  /** A picture without a face that stands still, but for the sensor's noise. */
  | { readonly kind: 'empty' }
  /** So many faces in a picture of a size that is always the same; 1 to 9. */
  | { readonly kind: 'faces'; readonly faces: number }
  /** The clip in pictures of that size, looked at whole, or at the working width, to which each is first shrunk (which then counts). */
  | { readonly kind: 'size'; readonly width: number; readonly height: number; readonly shrunk: boolean };

/** What one side's process is told when it begins. `seconds` of the clip's own time are held, decoded, in memory. */
export type Opening = {
  readonly side: SideName;
  readonly clip: string;
  readonly seconds: number;
  readonly fps: number;
  readonly workingWidth: number;
  readonly reach: 'normal' | 'far';
  readonly inference: InferenceConfig;
};

/** What a frame cost, milliseconds. */
export type FrameCost = Spent & { readonly stages: Readonly<Record<StageName, Spent>> };

/** A scene seen once from its first frame to its last. */
export type Round = {
  readonly engine: string;
  /** Hash over all frames: both sides look at the same. */
  readonly footage: string;
  /** What decoding cost, a frame of those that are held. */
  readonly decode: Spent;
  readonly costs: readonly FrameCost[];
  readonly boxes: readonly (readonly FaceBox[])[];
  /** Memory of the side's process after the round, MiB. */
  readonly rss: number;
};

/** What the world gets wrong in a bench; the message says what to do. */
export class BenchError extends Error {
  override readonly name = 'BenchError';
}
