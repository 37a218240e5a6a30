import { EMOTIONS } from '../../domain/emotion.ts';
import type { Metrics } from '../../evaluation/metrics.ts';
import { ratio, sum } from '../../evaluation/metrics.ts';
import { inPercent } from './scale.ts';
import { INK, PAPER, picture, rectangle, SOFT, text } from './svg.ts';

const CELL = { width: 82, height: 54 };
const GRID = { left: 130, top: 126 };
const SIZE = { width: GRID.left + 7 * CELL.width + 24, height: GRID.top + 7 * CELL.height + 24 };
/** The colours of an empty cell and of a whole row in one, red, green and blue. */
const EMPTY = [240, 245, 251] as const;
const FULL = [20, 72, 140] as const;
/** From these shares on soft letters no longer stand out, and dark ones less than white. */
const TINTED = 0.25;
const DARK = 0.65;

/** The confusion matrix: each row's shares in per cent, with the counts below them. `about` names the set and the weights. */
export function confusionFigure({ confusion, accuracy }: Metrics, about: string): string {
  const cells = confusion.flatMap((counts, row) => {
    const all = sum(counts);
    return counts.flatMap((count, column) => cell(row, column, count, ratio(count, all)));
  });
  const title = `Confusion: ${inPercent(accuracy)} are called by their label`;
  return picture(SIZE, title, about, [...heads(confusion), ...cells]);
}

function heads(confusion: Metrics['confusion']): string[] {
  const { left, top } = GRID;
  return [
    text([left + 3.5 * CELL.width, top - 34], 'what the face was called', { anchor: 'middle' }),
    text([30, top + 3.5 * CELL.height], 'its label', { anchor: 'middle', turn: -90 }),
    ...EMOTIONS.flatMap((emotion, index) => {
      const middle = top + (index + 0.5) * CELL.height;
      return [
        text([left + (index + 0.5) * CELL.width, top - 10], emotion, { anchor: 'middle', bold: true }),
        text([left - 12, middle - 2], emotion, { anchor: 'end', bold: true }),
        text([left - 12, middle + 14], `${sum(confusion[index] ?? [])} faces`, { size: 11, fill: SOFT, anchor: 'end' }),
      ];
    }),
  ];
}

function cell(row: number, column: number, count: number, share: number): string[] {
  const [x, y] = [GRID.left + column * CELL.width, GRID.top + row * CELL.height];
  const fill = share >= DARK ? PAPER : INK;
  const middle = x + CELL.width / 2;
  return [
    rectangle([x + 1, y + 1], CELL.width - 2, CELL.height - 2, { fill: tint(share), rx: 3 }),
    text([middle, y + 26], `${(share * 100).toFixed(0)} %`, { size: 15, fill, anchor: 'middle', bold: row === column }),
    text([middle, y + 42], `${count}`, { size: 11, fill: share >= TINTED ? fill : SOFT, anchor: 'middle' }),
  ];
}

const tint = (share: number): string => `rgb(${EMPTY.map((part, at) => Math.round(part + ((FULL[at] ?? 0) - part) * share)).join(',')})`;
