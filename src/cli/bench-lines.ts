import { TABLE_2 } from './paper.ts';
import { figure, rounded, table } from './table.ts';

type Cost = { readonly ms: number; readonly cpu_ms: number };
type Stage = 'decode' | 'detect' | 'preprocess' | 'infer';

/** One run over a clip. Milliseconds are means a frame; `rss_mb` is the most memory that the process ever held, MiB. */
export type Measured = {
  readonly clip: string;
  readonly engine: string;
  readonly machine: { readonly cpu: string; readonly cores: number; readonly node: string };
  readonly frames: number;
  readonly faces: number;
  readonly ours: {
    readonly ms_per_frame: number;
    readonly cpu_ms_per_frame: number;
    /** Frames a second that this machine could look at. */
    readonly fps: number;
    readonly stages: Readonly<Record<Stage, Cost>>;
    readonly rss_mb: number;
  };
};

const NOT_MEASURED = ['music query', 'mood to music'];

/** What was measured beside the paper's Table 2, for people or as one line of JSON. */
export function benchLines(json: boolean, measured: Measured): string[] {
  if (json) {
    const said = { ...measured, paper: TABLE_2, not_measured: NOT_MEASURED };
    return [JSON.stringify(said, (_key, value) => (typeof value === 'number' ? rounded(value, 3) : value))];
  }
  const { machine, frames, faces, clip, engine } = measured;
  return [
    `${frames} frames, ${faces} faces of ${clip}`,
    `${machine.cpu}, ${machine.cores} cores, Node ${machine.node}, engine ${engine}`,
    '',
    ...table(rowsOf(measured.ours)),
    '',
    `not measured here: ${NOT_MEASURED.join(', ')} (the paper: 1.5 to 2 s, and under 5 s)`,
  ];
}

function rowsOf({ stages, ms_per_frame, cpu_ms_per_frame, fps, rss_mb }: Measured['ours']): string[][] {
  const stage = (name: Stage, paper: string) => [`${name}, ms a frame`, figure(stages[name].ms, 2), figure(stages[name].cpu_ms, 2), paper];
  return [
    ['', 'wall', 'CPU', 'paper'],
    stage('decode', ''),
    stage('detect', range(TABLE_2.detect_ms)),
    stage('preprocess', range(TABLE_2.preprocess_ms)),
    stage('infer', range(TABLE_2.infer_ms)),
    ['all, ms a frame', figure(ms_per_frame, 2), figure(cpu_ms_per_frame, 2), range(TABLE_2.total_ms)],
    ['frames a second', figure(fps, 1), '', range(TABLE_2.fps)],
    ['memory, MB', figure(rss_mb, 0), '', range(TABLE_2.rss_mb)],
  ];
}

const range = ([low, high]: readonly [number, number]): string => `${low} to ${high}`;
