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
  /** So much of the clip's own time, again in every round. */
  readonly seconds: number;
  readonly rounds: number;
  /** Whether to tell how cost grows with faces and size. */
  readonly growth: boolean;
  /** How long to go on for growth with time; 0 for not at all. */
  readonly minutes: number;
};

type Measured = SideFigures & {
  /** Percent of a core that looking ten times a second would take, with the clip's face in view and in an empty room. */
  readonly cpu_percent_at_10_fps: { readonly face: number; readonly empty_room: number };
  /** Mean of faces that were found in a frame of the empty room: anything above 0 makes its figure too high. */
  readonly faces_in_empty_room: number;
};

/** Ours beside the paper's recipe, on the same frames in one run. */
export type Bench = Omit<BenchOptions, 'growth'> & {
  /** Frames of a round. */
  readonly frames: number;
  /** What decoding costs a frame, which neither side is charged with. */
  readonly decode: { readonly ms: number; readonly cpu_ms: number };
  readonly ours: Measured;
  readonly paper: Measured;
  /** How many times ours the paper's recipe costs. */
  readonly ratio: { readonly cpu_ms_per_frame: number; readonly ms_per_frame: number; readonly spread: Spread };
  readonly same_faces: SameFaces;
  readonly growth: Growth | null;
};

/** Runs it all. Throws `BenchError` where the clip shows nobody, and the signal's reason when it is aborted. */
export async function runBench(wanted: BenchOptions, { camera, inference }: Config, signal: AbortSignal): Promise<Bench> {
  const { clip, seconds, rounds } = wanted;
  const { fps, working_width: workingWidth, reach } = camera;
  await using duel = Comparison.open({ clip, seconds, fps, workingWidth, reach, inference }, signal);
  const { warmUp, ...seen } = await duel.rounds({ kind: 'clip' }, rounds);
  const sides: Both<SideFigures> = { ours: figuresOf(seen.ours), paper: figuresOf(seen.paper) };
  demandFaces(clip, sides);
  const empty = await duel.rounds({ kind: 'empty' }, rounds);
  const measured = (name: keyof typeof sides): Measured => ({
    ...sides[name],
    cpu_percent_at_10_fps: { face: sides[name].cpu_ms_per_frame, empty_room: median(cpuOf(empty[name])) }, // 10 a second, of 1000 ms, in percent
    faces_in_empty_room: facesOf(empty[name]),
  });
  const [ours, paper] = [measured('ours'), measured('paper')];
  const [cpu, cpuPaper] = [cpuOf(seen.ours), cpuOf(seen.paper)];
  const { wall, cpu: decodeCpu } = warmUp.ours.decode;
  return {
    ...wanted,
    frames: warmUp.ours.costs.length,
    decode: { ms: wall, cpu_ms: decodeCpu },
    ours,
    paper,
    ratio: {
      cpu_ms_per_frame: paper.cpu_ms_per_frame / ours.cpu_ms_per_frame,
      ms_per_frame: paper.ms_per_frame / ours.ms_per_frame,
      spread: spreadOf(cpu.map((cost, round) => (cpuPaper[round] ?? 0) / cost)),
    },
    same_faces: sameFaces(seen),
    growth: await growthOf(duel, wanted),
  };
}

async function growthOf(duel: Comparison, { growth, minutes }: BenchOptions): Promise<Growth | null> {
  if (!growth && minutes === 0) return null;
  const time = await byTime(duel, minutes);
  return { time, faces: growth ? await byFaces(duel) : [], size: growth ? await bySize(duel) : [] };
}

function demandFaces(clip: string, { ours, paper }: Both<SideFigures>): void {
  const blind = [...(ours.faces > 0 ? [] : ['moodbox']), ...(paper.faces > 0 ? [] : ["the paper's recipe"])];
  if (blind.length > 0) {
    throw new BenchError(`${blind.join(' and ')} found no face in '${clip}': give a clip with a face in view from its beginning (--clip)`);
  }
}
