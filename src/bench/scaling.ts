import type { Comparison } from './comparison.ts';
import { cpuOf, facesOf, mean, median } from './figures.ts';
import type { Both, Scenario } from './port.ts';

/** A row: CPU milliseconds a frame, and faces found in a frame, of each side. */
type Row = { readonly cpu_ms_per_frame: Both<number>; readonly found: Both<number>; readonly ratio: number };
export type FacesRow = Row & { readonly faces: number };
export type SizeRow = Row & { readonly width: number; readonly height: number; readonly shrunk: boolean };
/** A part of a long run: its end, in minutes from the beginning, what a frame cost in it, and the memory at its end. */
export type TimeRow = { readonly minutes: number; readonly cpu_ms_per_frame: Both<number>; readonly rss_mb: Both<number> };

/** How cost grows with faces, with the picture's size, and with time (none of it where no minutes were asked for). */
export type Growth = { readonly faces: readonly FacesRow[]; readonly size: readonly SizeRow[]; readonly time: readonly TimeRow[] };

const FACES = [1, 2, 4, 8];
const SIZES = [
  { width: 320, height: 240 },
  { width: 640, height: 480 },
  { width: 1280, height: 720 },
];
/** Enough to see growth; a long run is told in so many parts. */
const ROUNDS = 2;
const PARTS = 10;

async function row(duel: Comparison, scene: Scenario): Promise<Row> {
  const { ours, paper } = await duel.rounds(scene, ROUNDS);
  const cost = { ours: median(cpuOf(ours)), paper: median(cpuOf(paper)) };
  return { cpu_ms_per_frame: cost, found: { ours: facesOf(ours), paper: facesOf(paper) }, ratio: cost.paper / cost.ours };
}

export async function byFaces(duel: Comparison): Promise<readonly FacesRow[]> {
  const rows: FacesRow[] = [];
  for (const faces of FACES) rows.push({ faces, ...(await row(duel, { kind: 'faces', faces })) });
  return rows;
}

/** Each size looked at whole, then shrunk to the working width. */
export async function bySize(duel: Comparison): Promise<readonly SizeRow[]> {
  const rows: SizeRow[] = [];
  for (const shrunk of [false, true]) {
    for (const size of SIZES) rows.push({ ...size, shrunk, ...(await row(duel, { kind: 'size', ...size, shrunk })) });
  }
  return rows;
}

/** The clip again and again for so many minutes, in ten parts; a part is at least one round. */
export async function byTime(duel: Comparison, minutes: number): Promise<readonly TimeRow[]> {
  const rows: TimeRow[] = [];
  const began = performance.now();
  const passed = () => (performance.now() - began) / 60_000;
  for (let number = 0; rows.length < PARTS && passed() < minutes; ) {
    const end = Math.max(((rows.length + 1) * minutes) / PARTS, passed());
    const cost: Record<'ours' | 'paper', number[]> = { ours: [], paper: [] };
    let rss: Both<number>;
    do {
      const { ours, paper } = await duel.round({ kind: 'clip' }, number++);
      cost.ours.push(...cpuOf([ours]));
      cost.paper.push(...cpuOf([paper]));
      rss = { ours: ours.rss, paper: paper.rss };
    } while (passed() < end);
    rows.push({ minutes: passed(), cpu_ms_per_frame: { ours: mean(cost.ours), paper: mean(cost.paper) }, rss_mb: rss });
  }
  return rows;
}
