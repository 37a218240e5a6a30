import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Reach } from '../../bench/reach/reach.ts';
import { measureReach, reachOf, reachRatio } from '../../bench/reach/reach.ts';
import { benchFaces } from '../../camera/demo.ts';
import { fileSource, SourceError } from '../../camera/source.ts';
import type { Config } from '../../config/schema.ts';
import type { Io } from '../command.ts';
import { EXIT } from '../command.ts';
import { machine } from '../console/machine.ts';
import { figure, rounded, table } from '../console/table.ts';
import { writeWhole } from '../console/write-file.ts';
import { reachFigure } from './reach-figure.ts';

/** The folder for figures in a checkout. */
const FIGURES = 'docs/figures';

export type ReachOptions = {
  readonly clip: string | undefined;
  readonly json: boolean;
  readonly figures: string | undefined;
  readonly pictures: number | undefined;
};

/** Measures how far away faces are found and read, and what that costs; prints it, and draws it if there is a folder for figures. */
export async function benchReach({ clip, json, figures, pictures }: ReachOptions, config: Config, io: Io): Promise<number> {
  const sources = clip === undefined ? benchFaces() : [fileSource(clip).path];
  if (sources.length === 0) throw new SourceError('the pictures of the bench are not installed; give a clip or a photo with --clip');
  const reach = await measureReach(sources, config, io.signal, pictures).catch((err: unknown) => {
    if (io.signal.aborted) return undefined;
    throw err;
  });
  if (!reach) return EXIT.failed;
  for (const line of json ? [jsonOf(reach)] : reachLines(reach)) io.out(line);
  const folder = figures ?? (existsSync(FIGURES) ? FIGURES : undefined);
  if (folder === undefined) return EXIT.ok;
  const file = join(folder, 'reach.svg');
  await writeWhole(file, Buffer.from(reachFigure(reach)), 'give --figures a folder that you may write to');
  if (!json) io.out(`drawn: ${file}`);
  return EXIT.ok;
}

const jsonOf = (reach: Reach): string =>
  JSON.stringify({ ...reach, ...totals(reach), machine: machine() }, (_key, value) =>
    typeof value === 'number' ? rounded(value, 4) : value,
  );

const totals = ({ points }: Reach) => ({
  reach_m: { ours: reachOf(points, 'ours'), paper: reachOf(points, 'paper') },
  ratio: reachRatio(points),
});

/** The distance curve for people. */
export function reachLines(reach: Reach): string[] {
  const { points, people, lights, pictures, false_faces } = reach;
  const share = (part: number): string => `${figure(part * 100, 0)} %`;
  const rows = points.map(({ distance, pixels, ours, paper }) => [
    `${distance} m`,
    `${pixels}`,
    ...[ours, paper].flatMap(({ found, same, cpu_ms }) => [share(found), share(same), figure(cpu_ms, 1)]),
  ]);
  const { cpu, cores } = machine();
  const { reach_m, ratio } = totals(reach);
  const first = points.reduce((sum, { ours }) => sum + ours.first_cpu_ms, 0) / points.length;
  const scenes = `${people} people, ${lights.length} lights (${lights.join(', ')})`;
  const falsely = { ours: figure(false_faces.ours * 100, 1), paper: figure(false_faces.paper * 100, 1) };
  return [
    `faces 15 cm wide in 1280 x 720, lens of 70 degrees: ${scenes}, ${pictures} pictures at each distance`,
    `${cpu}, ${cores} cores; CPU a frame, without decoding; ours over ten seconds of camera time`,
    '',
    ...table([['', 'pixels', 'ours: found', 'same emotion', 'CPU, ms', 'recipe: found', 'same emotion', 'CPU, ms'], ...rows]),
    '',
    `found in 95 % of the frames: ours to ${reach_m.ours} m, the paper's recipe to ${reach_m.paper} m`,
    `the paper's recipe costs ${figure(ratio, 1)} times ours in CPU a frame`,
    `the first look at a room, which searches all of it at once: ours ${figure(first, 0)} ms, once; the recipe does so with each frame`,
    `something taken for a face in rooms without people: ours ${falsely.ours} % of the frames, the recipe ${falsely.paper} %`,
  ];
}
