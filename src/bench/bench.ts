import type { Config } from '../config/schema.ts';
import { Comparison } from './comparison.ts';
import type { SameFaces, SideFigures, Spread } from './figures.ts';
import { cpuOf, facesOf, figuresOf, median, sameFaces, spreadOf } from './figures.ts';
import type { Both } from './port.ts';
import { BenchError } from './port.ts';
import type { Growth } from './scaling.ts';
import { byFaces, bySize, byTime } from './scaling.ts';

export type BenchOptions = {
  readonly clip: string;
  /** How much of the clip each round shows, in seconds of the clip's own time. */
  readonly seconds: number;
  readonly rounds: number;
  /** Whether to measure how cost grows with faces and size. */
  readonly growth: boolean;
  /** How long to run to measure growth over time; 0 to skip it. */
  readonly minutes: number;
};

type Measured = SideFigures & {
  /** Percent of a core that looking ten times a second would take, with the clip's face in view and in an empty room. */
  readonly cpu_percent_at_10_fps: { readonly face: number; readonly empty_room: number };
  /** Mean number of faces found in a frame of the empty room: anything above 0 makes that figure too high. */
  readonly faces_in_empty_room: number;
};

/** Ours beside the paper's recipe, on the same frames in the same run. */
export type Bench = Omit<BenchOptions, 'growth'> & {
  /** Frames in a round. */
  readonly frames: number;
  /** What decoding costs a frame; charged to neither side. */
  readonly decode: { readonly ms: number; readonly cpu_ms: number };
  readonly ours: Measured;
  readonly paper: Measured;
  /**
   * How many times as much as ours the paper's recipe costs. `cheapest_rounds` compares the CPU of each side's cheapest round: what else a
   * machine does only makes a round dearer, so this ratio swings least from one run to the next.
   */
  readonly ratio: {
    readonly cpu_ms_per_frame: number;
    readonly ms_per_frame: number;
    readonly spread: Spread;
    readonly cheapest_rounds: number;
  };
  readonly same_faces: SameFaces;
  readonly growth: Growth | null;
};

/** Runs the whole bench. Throws `BenchError` if the clip shows no face, and the signal's reason when it is aborted. */
export async function runBench(options: BenchOptions, { camera, inference }: Config, signal: AbortSignal): Promise<Bench> {
  const { clip, seconds, rounds } = options;
  const { fps, working_width: workingWidth, reach } = camera;
  await using comparison = Comparison.open({ clip, seconds, fps, workingWidth, reach, inference }, signal);
  const { warmUp, ...seen } = await comparison.rounds({ kind: 'clip' }, rounds);
  const sides: Both<SideFigures> = { ours: figuresOf(seen.ours), paper: figuresOf(seen.paper) };
  requireFaces(clip, sides);
  const empty = await comparison.rounds({ kind: 'empty' }, rounds);
  const measured = (name: keyof typeof sides): Measured => ({
    ...sides[name],
    // 10 frames a second, out of 1000 ms, in percent: milliseconds a frame times one.
    cpu_percent_at_10_fps: { face: sides[name].cpu_ms_per_frame, empty_room: median(cpuOf(empty[name])) },
    faces_in_empty_room: facesOf(empty[name]),
  });
  const [ours, paper] = [measured('ours'), measured('paper')];
  const [cpu, cpuPaper] = [cpuOf(seen.ours), cpuOf(seen.paper)];
  const { wall, cpu: decodeCpu } = warmUp.ours.decode;
  return {
    ...options,
    frames: warmUp.ours.costs.length,
    decode: { ms: wall, cpu_ms: decodeCpu },
    ours,
    paper,
    ratio: {
      cpu_ms_per_frame: paper.cpu_ms_per_frame / ours.cpu_ms_per_frame,
      ms_per_frame: paper.ms_per_frame / ours.ms_per_frame,
      spread: spreadOf(cpu.map((cost, round) => (cpuPaper[round] ?? 0) / cost)),
      cheapest_rounds: paper.spread.cpu_ms_per_frame[0] / ours.spread.cpu_ms_per_frame[0],
    },
    same_faces: sameFaces(seen),
    growth: await growthOf(comparison, options),
  };
}

async function growthOf(comparison: Comparison, { growth, minutes }: BenchOptions): Promise<Growth | null> {
  if (!growth && minutes === 0) return null;
  const time = await byTime(comparison, minutes);
  return { time, faces: growth ? await byFaces(comparison) : [], size: growth ? await bySize(comparison) : [] };
}

function requireFaces(clip: string, { ours, paper }: Both<SideFigures>): void {
  const blind = [...(ours.faces > 0 ? [] : ['moodbox']), ...(paper.faces > 0 ? [] : ["the paper's recipe"])];
  if (blind.length > 0) {
    throw new BenchError(`${blind.join(' and ')} found no face in '${clip}': give a clip with a face in view from its beginning (--clip)`);
  }
}
