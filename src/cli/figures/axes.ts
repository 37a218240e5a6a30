import type { Scale } from './scale.ts';
import type { Point } from './svg.ts';
import { INK, LINE, line, rectangle, SOFT, text, widthOf } from './svg.ts';

/** A plot's place on the sheet, pixels. */
export type Area = { readonly left: number; readonly top: number; readonly width: number; readonly height: number };
export type Axis = { readonly scale: Scale; readonly title: string };

const LETTERS = 12;
const TICK = 5;

/** Grid, marks, their labels and the titles of both axes around an area. Drawn first, so that the figure lies on the grid. */
export function axes(area: Area, x: Axis, y: Axis): string[] {
  const { left, top, width, height } = area;
  const bottom = top + height;
  const middle: Point = [left - 50, top + height / 2];
  return [
    ...y.scale.ticks.flatMap(({ value, label }) => markAtLeft(area, y.scale.at(value), label)),
    ...x.scale.ticks.flatMap(({ value, label }) => markBelow(area, x.scale.at(value), label)),
    line([left, bottom], [left + width, bottom], { stroke: SOFT }),
    line([left, top], [left, bottom], { stroke: SOFT }),
    ...(x.title ? [text([left + width / 2, bottom + 40], x.title, { anchor: 'middle' })] : []),
    text(middle, y.title, { anchor: 'middle', turn: -90 }),
  ];
}

const markAtLeft = ({ left, width }: Area, y: number, label: string): string[] => [
  line([left, y], [left + width, y], { stroke: LINE }),
  line([left - TICK, y], [left, y], { stroke: SOFT }),
  text([left - TICK - 4, y + LETTERS / 3], label, { size: LETTERS, fill: SOFT, anchor: 'end' }),
];

const markBelow = ({ top, height }: Area, x: number, label: string): string[] => [
  line([x, top + height], [x, top + height + TICK], { stroke: SOFT }),
  text([x, top + height + TICK + 14], label, { size: LETTERS, fill: SOFT, anchor: 'middle' }),
];

/** What a colour stands for; `draw` puts its sample into a place 24 wide and 12 high. */
export type LegendEntry = { readonly words: string; readonly draw: (corner: Point) => string };

/** A row of keys. */
export function legend([x, y]: Point, keys: readonly LegendEntry[]): string[] {
  let at = x;
  return keys.flatMap(({ words, draw }) => {
    const corner: Point = [at, y - 10];
    at += 32 + widthOf(words, LETTERS) + 20;
    return [draw(corner), text([corner[0] + 32, y], words, { size: LETTERS, fill: INK })];
  });
}

/** The sample of a bar. */
export const patch =
  (fill: string): LegendEntry['draw'] =>
  (corner) =>
    rectangle(corner, 24, 12, { fill });

/** The sample of a curve. */
export const stroke =
  (colour: string, dashes = ''): LegendEntry['draw'] =>
  ([x, y]) =>
    line([x, y + 6], [x + 24, y + 6], { stroke: colour, 'stroke-width': 2.5, ...(dashes ? { 'stroke-dasharray': dashes } : {}) });
