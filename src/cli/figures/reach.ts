import type { Reach, ReachRow, Seen } from '../../bench/reach.ts';
import type { Area } from './axes.ts';
import { axes, legend } from './axes.ts';
import type { Scale } from './scale.ts';
import { linear, percentTicks } from './scale.ts';
import type { Point } from './svg.ts';
import { BLUE, circle, curve, ORANGE, PALE, picture, rectangle } from './svg.ts';

const SIZE = { width: 780, height: 470 };
const AREA: Area = { left: 86, top: 86, width: 640, height: 290 };
const SHARES = [0, 0.2, 0.4, 0.6, 0.8, 1];
const RADIUS = 4;

/** How many of the faces are found, and read as the same emotion, at each distance: ours and the paper's recipe, which searches every picture whole. */
export function reachFigure({ rows, reach, people, lights, ratio }: Reach): string {
  const most = Math.max(...rows.map(({ metres }) => metres));
  const x = linear(
    [0, most],
    [AREA.left, AREA.left + AREA.width],
    rows.map(({ metres }) => ({ value: metres, label: `${metres} m` })),
  );
  const y = linear([0, 1], [AREA.top + AREA.height, AREA.top], percentTicks(SHARES));
  const title = `How far faces are found and read, at 1/${Math.round(ratio)} of the recipe's CPU time`;
  const about = `${people.length} people in ${lights.length} lights, 1280 x 720 pixels, a lens of 70 degrees; camera.reach: ${reach}`;
  const drawn = (side: 'ours' | 'paper', of: (seen: Seen) => number, colour: string) => lineOf(rows, x, y, (row) => of(row[side]), colour);
  return picture(SIZE, title, about, [
    ...axes(AREA, { scale: x, title: 'from the camera' }, { scale: y, title: 'share of the frames' }),
    ...drawn('paper', ({ found }) => found, BLUE),
    ...drawn('ours', ({ same }) => same, PALE),
    ...drawn('ours', ({ found }) => found, ORANGE),
    ...legend(
      [AREA.left, SIZE.height - 24],
      [
        { words: 'moodbox: found', draw: sample(ORANGE) },
        { words: 'moodbox: read as at 0.75 m', draw: sample(PALE) },
        { words: "the paper's recipe: found", draw: sample(BLUE) },
      ],
    ),
  ]);
}

function lineOf(rows: readonly ReachRow[], x: Scale, y: Scale, of: (row: ReachRow) => number, colour: string): string[] {
  const points = rows.map((row): Point => [x.at(row.metres), y.at(of(row))]);
  return [curve(points, colour), ...points.map((point) => circle(point, RADIUS, { fill: colour }))];
}

const sample =
  (colour: string) =>
  ([left, top]: Point): string =>
    rectangle([left, top + 4], 24, 4, { fill: colour });
