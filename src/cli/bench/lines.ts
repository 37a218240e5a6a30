import type { Bench } from '../../bench/bench.ts';
import type { Cost } from '../../bench/figures.ts';
import { STAGES } from '../../bench/port.ts';
import type { FacesRow, Growth, SizeRow, TimeRow } from '../../bench/scaling.ts';
import { machine } from '../console/machine.ts';
import { figure, rounded, table } from '../console/table.ts';
import { TABLE_2 } from '../paper.ts';

const NOT_MEASURED = ['music query', 'mood to music'];

/** Both sides next to the paper's own figures, for people or as one line of JSON. */
export function benchLines(json: boolean, bench: Bench): string[] {
  if (json) {
    const data = { ...bench, machine: machine(), paper_printed: TABLE_2, not_measured: NOT_MEASURED };
    return [JSON.stringify(data, (_key, value) => (typeof value === 'number' ? rounded(value, 3) : value))];
  }
  const { cpu, cores, node } = machine();
  const { ours, paper, decode } = bench;
  return [
    `${bench.frames} frames of ${bench.clip}, ${bench.rounds} rounds each in turns`,
    `${cpu}, ${cores} cores, Node ${node}`,
    `ours:   the daemon's eyes as configured; ${ours.engine}`,
    `recipe: the paper's, every frame whole; ${paper.engine}; on our weights`,
    'paper:  what it prints in its Table 2, on a Core i5',
    '',
    ...table(sidesTable(bench)),
    '',
    ...verdict(bench),
    `decoding, in neither: ${figure(decode.ms, 2)} ms a frame, ${figure(decode.cpu_ms, 2)} of CPU`,
    `not measured here: ${NOT_MEASURED.join(', ')} (the paper: 1.5 to 2 s, and under 5 s)`,
    ...(bench.growth ? growthLines(bench.growth) : []),
  ];
}

function sidesTable(bench: Bench): string[][] {
  const { ours, paper } = bench;
  const costs = ({ ms, cpu_ms, p99_cpu_ms }: Cost) => [figure(ms, 2), figure(cpu_ms, 2), figure(p99_cpu_ms, 2)];
  const whole = ({ ms_per_frame: ms, cpu_ms_per_frame: cpu_ms, p99_ms, p99_cpu_ms }: typeof ours): Cost => ({
    ms,
    cpu_ms,
    p99_ms,
    p99_cpu_ms,
  });
  const both = (name: string, of: (side: typeof ours) => string[], printed: string) => [name, ...of(ours), ...of(paper), printed];
  const single = (text: string) => ['', text, ''];
  const printed = { detect: TABLE_2.detect_ms, preprocess: TABLE_2.preprocess_ms, infer: TABLE_2.infer_ms };
  return [
    ['', 'ours', 'CPU', 'p99', 'recipe', 'CPU', 'p99', 'paper'],
    ...STAGES.map((stage) => both(`${stage}, ms a frame`, ({ stages }) => costs(stages[stage]), range(printed[stage]))),
    both('all, ms a frame', (side) => costs(whole(side)), range(TABLE_2.total_ms)),
    both('CPU over the rounds, ms', ({ spread }) => single(between(spread.cpu_ms_per_frame, 2)), ''),
    both('frames a second', ({ fps }) => [figure(fps, 1), '', ''], range(TABLE_2.fps)),
    both('% of a core at 10 a second', (side) => single(figure(side.cpu_percent_at_10_fps.face, 1)), range(TABLE_2.cpu_percent)),
    both('… in an empty room', (side) => single(figure(side.cpu_percent_at_10_fps.empty_room, 1)), ''),
    both('memory, MB', ({ rss_mb }) => [figure(rss_mb, 0), '', ''], range(TABLE_2.rss_mb)),
    both('faces a frame', ({ faces }) => [figure(faces, 2), '', ''], ''),
  ];
}

function verdict({ ratio, same_faces }: Bench): string[] {
  return [
    `the recipe costs ${figure(ratio.cpu_ms_per_frame, 1)} times ours in CPU a frame (over the rounds ${between(ratio.spread, 1)}; ` +
      `${figure(ratio.cheapest_rounds, 1)} by the cheapest round of each)`,
    `where the recipe finds a face (${same_faces.frames} frames), ours finds it too in ${figure(same_faces.share * 100, 1)} %, ` +
      `overlapping by ${figure(same_faces.iou, 2)}`,
  ];
}

function growthLines({ faces, size, time }: Growth): string[] {
  return [
    ...section('CPU ms a frame by faces in a picture of 640 x 480', 'faces', faces, (row) => `${row.faces}`),
    ...section('CPU ms a frame by size, looked at whole', 'size', whole(size), sizeName),
    ...section('CPU ms a frame by size, shrunk to the working width first', 'size', shrunk(size), sizeName),
    ...timeLines(time),
  ];
}

const whole = (rows: readonly SizeRow[]) => rows.filter((row) => !row.shrunk);
const shrunk = (rows: readonly SizeRow[]) => rows.filter((row) => row.shrunk);
const sizeName = ({ width, height }: SizeRow): string => `${width} x ${height}`;

function section<R extends FacesRow | SizeRow>(title: string, key: string, rows: readonly R[], nameOf: (row: R) => string): string[] {
  if (rows.length === 0) return [];
  const line = (row: R) => {
    const { cpu_ms_per_frame: cost, found, ratio } = row;
    const side = (name: 'ours' | 'paper') => [figure(cost[name], 2), figure(found[name], 1)];
    return [nameOf(row), ...side('ours'), ...side('paper'), figure(ratio, 1)];
  };
  return ['', title, ...table([[key, 'ours', 'found', 'recipe', 'found', 'times'], ...rows.map(line)])];
}

function timeLines(rows: readonly TimeRow[]): string[] {
  if (rows.length === 0) return [];
  const line = ({ minutes, cpu_ms_per_frame: cost, rss_mb: rss }: TimeRow) => [
    figure(minutes, 1),
    ...[cost.ours, cost.paper].map((each) => figure(each, 2)),
    ...[rss.ours, rss.paper].map((each) => figure(each, 0)),
  ];
  const head = ['minutes', 'ours, CPU ms', 'recipe', 'ours, MB', 'recipe'];
  return ['', 'cost and memory by time', ...table([head, ...rows.map(line)])];
}

const range = ([low, high]: readonly [number, number]): string => `${low} to ${high}`;
const between = ([low, high]: readonly [number, number], digits: number): string => `${figure(low, digits)}-${figure(high, digits)}`;
