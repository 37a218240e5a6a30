import type { InferenceConfig } from '../config/schema.ts';
import type { FaceBox, Frame } from '../domain/sight.ts';
import type { Spent } from '../inference/meter.ts';
import { FixableError } from '../shared/fixable-error.ts';

export const STAGES = ['detect', 'preprocess', 'infer'] as const;
export type StageName = (typeof STAGES)[number];

/** One of the two pipelines compared: finds the faces of a frame and reads their emotions. */
export interface Side extends AsyncDisposable {
  /** What reads the faces, in words for people. */
  readonly engine: string;
  /** Boxes in source pixels, largest first. One frame at a time, in order of time. */
  look(frame: Frame): Promise<readonly FaceBox[]>;
  /** Totals since the side was opened. */
  readonly spent: Readonly<Record<StageName, Spent>>;
}

export const SIDES = ['ours', 'paper'] as const;
export type SideName = (typeof SIDES)[number];
/** The same thing for both sides. */
export type Both<T> = Readonly<Record<SideName, T>>;

/** What the sides are shown; every frame is made from the clip's. */
export type Scenario =
  | { readonly kind: 'clip' }
  /** A still picture without a face; only the sensor's noise changes. */
  | { readonly kind: 'empty' }
  /** That many faces, 1 to 9, in a picture whose size is always the same. */
  | { readonly kind: 'faces'; readonly faces: number }
  /** The clip at that picture size, searched whole, or (`shrunk`) first reduced to the working width, which counts as part of the cost. */
  | { readonly kind: 'size'; readonly width: number; readonly height: number; readonly shrunk: boolean };

/** What a side's process is told at its start. It keeps the first `seconds` of the clip in memory, decoded. */
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

/** One scene, seen once from its first frame to its last. */
export type Round = {
  readonly engine: string;
  /** Hash over all frames, to check that both sides saw the same. */
  readonly footage: string;
  /** What decoding one of the frames in memory cost. */
  readonly decode: Spent;
  readonly costs: readonly FrameCost[];
  readonly boxes: readonly (readonly FaceBox[])[];
  /** Memory of the side's process after the round, MiB. */
  readonly rss: number;
};

/** A bench that cannot be run as asked; the message says what to do. */
export class BenchError extends FixableError {
  override readonly name = 'BenchError';
}
