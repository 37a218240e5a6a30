import type { SideName } from '../../bench/port.ts';
import type { Reach, ReachPoint } from '../../bench/reach/reach.ts';
import { reachOf, reachRatio } from '../../bench/reach/reach.ts';
import type { Area } from '../figures/axes.ts';
import { axes, legend, stroke } from '../figures/axes.ts';
import type { Scale } from '../figures/scale.ts';
import { linear, percentTicks, plainTicks, roundValues } from '../figures/scale.ts';
import type { Point } from '../figures/svg.ts';
import { BLUE, circle, curve, ORANGE, picture, SOFT, text } from '../figures/svg.ts';

const SIZE = { width: 760, height: 560 };
const SHARES: Area = { left: 86, top: 104, width: 640, height: 230 };
const COSTS: Area = { left: 86, top: 376, width: 640, height: 110 };
const COLOUR: Readonly<Record<SideName, string>> = { ours: ORANGE, paper: BLUE };

/** Faces found and what a frame costs, by distance: moodbox and the paper's recipe. */
export function reachFigure(reach: Reach): string {
  const { points, people, lights, pictures } = reach;
  const x = linear([0, 4.2], [SHARES.left, SHARES.left + SHARES.width], plainTicks([0, 1, 2, 3, 4]));
  const keys = [
    { words: 'moodbox', draw: stroke(COLOUR.ours) },
    { words: "the paper's recipe on the same pictures", draw: stroke(COLOUR.paper) },
  ];
  return picture(
    SIZE,
    `Faces are found to ${reachOf(points, 'ours')} m, at a cost of 1 : ${reachRatio(points).toFixed(0)}`,
    `1280 x 720, lens of 70 degrees, faces 15 cm wide; ${people} people, ${lights.length} lights, ${pictures} pictures at each distance`,
    [
      ...legend([24, 84], keys),
      ...axes(SHARES, { scale: { ...x, ticks: [] }, title: '' }, { scale: shares(), title: 'frames with the face' }),
      ...lines(points, x, shares(), ({ found }) => found),
      ...axes(COSTS, { scale: x, title: 'distance, m' }, { scale: costs(points), title: 'CPU, ms' }),
      ...lines(points, x, costs(points), ({ cpu_ms }) => cpu_ms),
      text([24, SIZE.height - 14], 'Measured by moodbox bench --reach. CPU of one frame, without decoding.', { size: 12, fill: SOFT }),
    ],
  );
}

const shares = (): Scale => linear([0, 1], [SHARES.top + SHARES.height, SHARES.top], percentTicks([0, 0.25, 0.5, 0.75, 1]));

function costs(points: readonly ReachPoint[]): Scale {
  const most = Math.max(1, ...points.flatMap(({ ours, paper }) => [ours.cpu_ms, paper.cpu_ms])) * 1.1;
  return linear([0, most], [COSTS.top + COSTS.height, COSTS.top], plainTicks(roundValues([0, most], 5)));
}

function lines(points: readonly ReachPoint[], x: Scale, y: Scale, of: (side: ReachPoint[SideName]) => number): string[] {
  return (['paper', 'ours'] as const).flatMap((side) => {
    const places = points.map((point): Point => [x.at(point.distance), y.at(of(point[side]))]);
    return [curve(places, COLOUR[side]), ...places.map((place) => circle(place, 3, { fill: COLOUR[side] }))];
  });
}
