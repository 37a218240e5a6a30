import type { Comparison } from './comparison.ts';
import { cpuOf, facesOf, mean, median } from './figures.ts';
import type { Both, Scenario } from './port.ts';

/** CPU milliseconds a frame and faces found in a frame, for each side; and how many times as much as ours the paper's recipe costs. */
type Row = { readonly cpu_ms_per_frame: Both<number>; readonly found: Both<number>; readonly ratio: number };
export type FacesRow = Row & { readonly faces: number };
export type SizeRow = Row & { readonly width: number; readonly height: number; readonly shrunk: boolean };
/** A part of a long run: when it ended, in minutes from the beginning; what a frame cost in it; the memory at its end. */
export type TimeRow = { readonly minutes: number; readonly cpu_ms_per_frame: Both<number>; readonly rss_mb: Both<number> };

/** How cost grows with the number of faces, with the picture's size, and with time (empty if no minutes were asked for). */
export type Growth = { readonly faces: readonly FacesRow[]; readonly size: readonly SizeRow[]; readonly time: readonly TimeRow[] };

const FACES = [1, 2, 4, 8];
const SIZES = [
  { width: 320, height: 240 },
  { width: 640, height: 480 },
  { width: 1280, height: 720 },
];
/** Rounds for each row: enough to see growth. */
const ROUNDS = 2;
/** Rows of a long run. */
const PARTS = 10;

async function row(comparison: Comparison, scene: Scenario): Promise<Row> {
  const { ours, paper } = await comparison.rounds(scene, ROUNDS);
  const cost = { ours: median(cpuOf(ours)), paper: median(cpuOf(paper)) };
  return { cpu_ms_per_frame: cost, found: { ours: facesOf(ours), paper: facesOf(paper) }, ratio: cost.paper / cost.ours };
}

export async function byFaces(comparison: Comparison): Promise<readonly FacesRow[]> {
  const rows: FacesRow[] = [];
  for (const faces of FACES) rows.push({ faces, ...(await row(comparison, { kind: 'faces', faces })) });
  return rows;
}

/** Each size searched whole, then each reduced to the working width first. */
export async function bySize(comparison: Comparison): Promise<readonly SizeRow[]> {
  const rows: SizeRow[] = [];
  for (const shrunk of [false, true]) {
    for (const size of SIZES) rows.push({ ...size, shrunk, ...(await row(comparison, { kind: 'size', ...size, shrunk })) });
  }
  return rows;
}

/** Repeats the clip for that many minutes, in ten parts of at least one round each. */
export async function byTime(comparison: Comparison, minutes: number): Promise<readonly TimeRow[]> {
  const rows: TimeRow[] = [];
  const began = performance.now();
  const passed = () => (performance.now() - began) / 60_000;
  for (let number = 0; rows.length < PARTS && passed() < minutes; ) {
    const end = Math.max(((rows.length + 1) * minutes) / PARTS, passed());
    const cost: Record<'ours' | 'paper', number[]> = { ours: [], paper: [] };
    let rss: Both<number>;
    do {
      const { ours, paper } = await comparison.round({ kind: 'clip' }, number++);
      cost.ours.push(...cpuOf([ours]));
      cost.paper.push(...cpuOf([paper]));
      rss = { ours: ours.rss, paper: paper.rss };
    } while (passed() < end);
    rows.push({ minutes: passed(), cpu_ms_per_frame: { ours: mean(cost.ours), paper: mean(cost.paper) }, rss_mb: rss });
  }
  return rows;
}
