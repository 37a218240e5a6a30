import type { Area, LegendEntry } from './axes.ts';
import { axes, legend, stroke } from './axes.ts';
import type { Scale } from './scale.ts';
import { inPercent, linear, percentTicks, plainTicks, roundValues } from './scale.ts';
import type { Point } from './svg.ts';
import { BLUE, circle, curve, GREEN, GREY, ORANGE, picture } from './svg.ts';
import type { Epoch } from './training-log.ts';

const SIZE = { width: 760, height: 560 };
const ACCURACY: Area = { left: 86, top: 104, width: 640, height: 240 };
const LOSS: Area = { left: 86, top: 376, width: 640, height: 120 };

/** The curves over the validation part, in the order of the legend. */
const CURVES = [
  { figure: 'validation', words: 'by the labels', colour: BLUE },
  { figure: 'votes', words: 'by the votes', colour: GREEN },
  { figure: 'unaveraged', words: 'by the labels, before averaging', colour: GREY },
] as const;

const RING = { fill: 'none', stroke: BLUE, 'stroke-width': 2 };
const ring: LegendEntry['draw'] = ([x, y]) => circle([x + 12, y + 6], 5, RING);

/** Validation accuracy and loss by epoch; there must be at least one epoch. `version` names the resulting weights. */
export function trainingFigure(epochs: readonly Epoch[], version: string): string {
  const best = epochs.reduce((a, b) => (b.validation > a.validation ? b : a));
  const last = epochs.at(-1)?.epoch ?? 1;
  const x = linear(
    [Math.min(0, last - 1), last],
    [ACCURACY.left, ACCURACY.left + ACCURACY.width],
    plainTicks(roundValues([0, last], 11, 1)),
  );
  const drawn = CURVES.filter(({ figure }) => epochs.some((epoch) => epoch[figure] !== undefined));
  const keys: LegendEntry[] = [
    ...drawn.map(({ words, colour }) => ({ words, draw: stroke(colour) })),
    { words: 'loss', draw: stroke(ORANGE) },
    { words: 'best', draw: ring },
  ];
  return picture(
    SIZE,
    `Training: best on the validation part ${inPercent(best.validation)}, epoch ${best.epoch} of ${last}`,
    `weights ${version}`,
    [...legend([24, 84], keys), ...accuracies(epochs, drawn.toReversed(), best, x), ...losses(epochs, x)],
  );
}

function accuracies(epochs: readonly Epoch[], drawn: readonly (typeof CURVES)[number][], best: Epoch, x: Scale): string[] {
  const all = epochs.flatMap((epoch) => drawn.map(({ figure }) => epoch[figure] ?? epoch.validation));
  const [low, high] = [Math.floor(Math.min(...all) * 10) / 10, Math.ceil(Math.max(...all) * 10) / 10];
  const y = upright(ACCURACY, low, high, (values) => percentTicks(values));
  return [
    ...axes(ACCURACY, { scale: { ...x, ticks: [] }, title: '' }, { scale: y, title: 'validation accuracy' }),
    ...drawn.map(({ figure, colour }) =>
      curve(
        through(epochs, (epoch) => epoch[figure], x, y),
        colour,
      ),
    ),
    circle([x.at(best.epoch), y.at(best.validation)], 5, RING),
  ];
}

function losses(epochs: readonly Epoch[], x: Scale): string[] {
  const all = epochs.map(({ loss }) => loss);
  const y = upright(LOSS, Math.floor(Math.min(...all) * 5) / 5, Math.ceil(Math.max(...all) * 5) / 5, plainTicks);
  return [
    ...axes(LOSS, { scale: x, title: 'epoch' }, { scale: y, title: 'loss' }),
    curve(
      through(epochs, ({ loss }) => loss, x, y),
      ORANGE,
    ),
  ];
}

/** A vertical scale from `low` to `high`, widened a little if they are equal. */
function upright({ top, height }: Area, low: number, high: number, ticks: (values: readonly number[]) => Scale['ticks']): Scale {
  const end = high > low ? high : low + 0.1;
  return linear([low, end], [top + height, top], ticks(roundValues([low, end], 6)));
}

const through = (epochs: readonly Epoch[], of: (epoch: Epoch) => number | undefined, x: Scale, y: Scale): Point[] =>
  epochs.flatMap((epoch): Point[] => {
    const value = of(epoch);
    return value === undefined ? [] : [[x.at(epoch.epoch), y.at(value)]];
  });
