import type { FaceBox } from '../domain/sight.ts';
import type { Spent } from '../inference/meter.ts';
import { overlap } from '../inference/track.ts';
import type { Both, FrameCost, Round, StageName } from './port.ts';
import { STAGES } from './port.ts';

/** Milliseconds a frame: the median over the rounds of each round's mean, and the 99th percentile over all frames. */
export type Cost = { readonly ms: number; readonly cpu_ms: number; readonly p99_ms: number; readonly p99_cpu_ms: number };
/** The lowest and the highest round. */
export type Spread = readonly [least: number, most: number];

/** What one side costs. No figure includes decoding. */
export type SideFigures = {
  readonly engine: string;
  readonly ms_per_frame: number;
  readonly cpu_ms_per_frame: number;
  readonly p99_ms: number;
  readonly p99_cpu_ms: number;
  /** Frames a second that this machine could look at. */
  readonly fps: number;
  readonly stages: Readonly<Record<StageName, Cost>>;
  /** Memory of the side's process, MiB. Includes the decoded frames, which are the same on both sides. */
  readonly rss_mb: number;
  /** Mean number of faces found in a frame. */
  readonly faces: number;
  readonly spread: { readonly ms_per_frame: Spread; readonly cpu_ms_per_frame: Spread };
};

/** Of the frames in which the paper's recipe finds a face: the share in which ours finds the largest one too, and their mean overlap. */
export type SameFaces = { readonly frames: number; readonly share: number; readonly iou: number };

/** Intersection over union from which two boxes are the same face. */
const SAME = 0.6;

export const mean = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0) / Math.max(1, values.length);

/** The median; 0 if there are no values. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return mean(sorted.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1));
}

/** The 99th percentile; 0 if there are no values. */
export const p99 = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.ceil(values.length * 0.99) - 1] ?? 0;

export const spreadOf = (values: readonly number[]): Spread => [Math.min(...values), Math.max(...values)];

/** The mean of one cost over the frames of each round. */
const means = (rounds: readonly Round[], of: (cost: FrameCost) => number): number[] => rounds.map(({ costs }) => mean(costs.map(of)));

/** CPU milliseconds a frame, one value for each round. */
export const cpuOf = (rounds: readonly Round[]): number[] => means(rounds, ({ cpu }) => cpu);

/** Mean number of faces a frame over all rounds. */
export const facesOf = (rounds: readonly Round[]): number => mean(rounds.flatMap(({ boxes }) => boxes.map((found) => found.length)));

function costOf(rounds: readonly Round[], of: (cost: FrameCost) => Spent): Cost {
  const all = (figure: (spent: Spent) => number) => p99(rounds.flatMap(({ costs }) => costs.map((cost) => figure(of(cost)))));
  return {
    ms: median(means(rounds, (cost) => of(cost).wall)),
    cpu_ms: median(means(rounds, (cost) => of(cost).cpu)),
    p99_ms: all(({ wall }) => wall),
    p99_cpu_ms: all(({ cpu }) => cpu),
  };
}

/** The figures from a side's rounds of one scene. */
export function figuresOf(rounds: readonly Round[]): SideFigures {
  const whole = costOf(rounds, (cost) => cost);
  const stage = (name: StageName) => [name, costOf(rounds, ({ stages }) => stages[name])] as const;
  return {
    engine: rounds[0]?.engine ?? '',
    ms_per_frame: whole.ms,
    cpu_ms_per_frame: whole.cpu_ms,
    p99_ms: whole.p99_ms,
    p99_cpu_ms: whole.p99_cpu_ms,
    fps: 1000 / whole.ms,
    stages: Object.fromEntries(STAGES.map(stage)) as Record<StageName, Cost>,
    rss_mb: rounds.at(-1)?.rss ?? 0,
    faces: facesOf(rounds),
    spread: { ms_per_frame: spreadOf(means(rounds, ({ wall }) => wall)), cpu_ms_per_frame: spreadOf(cpuOf(rounds)) },
  };
}

/** How often ours sees what the paper's recipe sees, frame by frame over the same rounds. */
export function sameFaces({ ours, paper }: Both<readonly Round[]>): SameFaces {
  const seen = ours.flatMap(({ boxes }) => boxes);
  const fits = paper.flatMap(({ boxes }) => boxes).flatMap(([largest], index) => (largest ? [bestFit(seen[index] ?? [], largest)] : []));
  const same = fits.filter((fit) => fit >= SAME);
  return { frames: fits.length, share: same.length / Math.max(1, fits.length), iou: mean(same) };
}

const bestFit = (boxes: readonly FaceBox[], face: FaceBox): number => Math.max(0, ...boxes.map((box) => overlap(box, face)));
