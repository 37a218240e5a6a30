import type { Assessment, Trust } from '../../evaluation/assess.ts';
import type { Bin, Calibration } from '../../evaluation/calibration.ts';
import { BINS } from '../../evaluation/calibration.ts';
import type { Area, LegendEntry } from './axes.ts';
import { axes, legend, patch, stroke } from './axes.ts';
import type { Scale } from './scale.ts';
import { inPercent, inShort, linear, percentTicks, roundValues } from './scale.ts';
import { BLUE, INK, line, PALE, picture, rectangle, SOFT, text } from './svg.ts';

const LEFT = 86;
const TOP = 132;
const BETWEEN = 96;
const RIGHT = 36;
const TALL = 300;
const HISTOGRAM = { below: 34, height: 76 };
const HEIGHT = TOP + TALL + HISTOGRAM.below + HISTOGRAM.height + 60;
const FIFTHS = [0, 0.2, 0.4, 0.6, 0.8, 1];
/** Accuracy below confidence, and above it. */
const TOO_SURE = '#f3c59b';
const TOO_MODEST = PALE;

const KEYS: readonly LegendEntry[] = [
  { words: 'right', draw: patch(BLUE) },
  { words: 'right, but less sure of it', draw: patch(TOO_MODEST) },
  { words: 'sure, but not right', draw: patch(TOO_SURE) },
  { words: 'as sure as right', draw: stroke(INK, '5 4') },
];

/** Accuracy in each bin of confidence, against the diagonal, and how many faces the bin has; a panel each for the labels and the votes. */
export function reliabilityFigure({ labels, votes }: Assessment, about: string): string {
  const panels: readonly (readonly [string, Trust])[] = votes
    ? [
        ['by the labels', labels],
        ['by the votes', votes],
      ]
    : [['by the labels', labels]];
  const wide = votes ? 316 : 560;
  const width = LEFT + panels.length * wide + (panels.length - 1) * BETWEEN + RIGHT;
  const title = `Reliability: calibration error ${panels.map(([by, { calibration }]) => `${inPercent(calibration.ece)} ${by}`).join(', ')}`;
  const drawn = panels.flatMap(([by, trust], index) => {
    const area = { left: LEFT + index * (wide + BETWEEN), top: TOP, width: wide, height: TALL };
    return panel(area, `${by}, ${trust.images} faces: ECE ${inPercent(trust.calibration.ece)}`, trust.calibration);
  });
  return picture({ width, height: HEIGHT }, title, about, [...legend([24, 84], KEYS), ...drawn]);
}

function panel(area: Area, head: string, { bins }: Calibration): string[] {
  const across = linear([0, 1], [area.left, area.left + area.width], percentTicks(FIFTHS));
  const up = linear([0, 1], [area.top + area.height, area.top], percentTicks(FIFTHS));
  return [
    text([area.left, area.top - 14], head, { bold: true }),
    ...axes(area, { scale: { ...across, ticks: [] }, title: '' }, { scale: up, title: 'accuracy' }),
    ...bins.flatMap((bin, index) => bars(bin, index, across, up)),
    line([across.at(0), up.at(0)], [across.at(1), up.at(1)], { stroke: INK, 'stroke-width': 1.5, 'stroke-dasharray': '5 4' }),
    ...histogram(area, across, bins),
  ];
}

function bars({ count, confidence, accuracy }: Bin, index: number, across: Scale, up: Scale): string[] {
  if (count === 0) return [];
  const { left, width } = columnOf(index, across);
  const [low, high] = [Math.min(confidence, accuracy), Math.max(confidence, accuracy)];
  return [
    rectangle([left, up.at(low)], width, up.at(0) - up.at(low), { fill: BLUE }),
    rectangle([left, up.at(high)], width, up.at(low) - up.at(high), { fill: accuracy < confidence ? TOO_SURE : TOO_MODEST }),
  ];
}

/** Where a bin's bar stands: as wide as the bin, but for a pixel of air at each side. */
function columnOf(index: number, across: Scale): { readonly left: number; readonly width: number } {
  const left = across.at(index / BINS) + 1;
  return { left, width: across.at((index + 1) / BINS) - 1 - left };
}

function histogram({ left, top, width, height }: Area, across: Scale, bins: readonly Bin[]): string[] {
  const area = { left, top: top + height + HISTOGRAM.below, width, height: HISTOGRAM.height };
  const most = Math.max(1, ...bins.map(({ count }) => count));
  const ticks = roundValues([0, most], 5, 1).map((value) => ({ value, label: inShort(value) }));
  const up = linear([0, most], [area.top + area.height, area.top], ticks);
  return [
    ...axes(area, { scale: across, title: 'confidence: the highest probability' }, { scale: up, title: 'faces' }),
    ...bins.map(({ count }, index) => {
      const column = columnOf(index, across);
      return rectangle([column.left, up.at(count)], column.width, up.at(0) - up.at(count), { fill: SOFT });
    }),
  ];
}
