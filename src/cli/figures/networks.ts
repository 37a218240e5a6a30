import { TABLE_3 } from '../paper.ts';
import type { Area } from './axes.ts';
import { axes } from './axes.ts';
import type { Scale } from './scale.ts';
import { inPercent, inShort, linear, logarithmic, percentTicks, roundValues } from './scale.ts';
import type { Point } from './svg.ts';
import { BLUE, circle, ORANGE, picture, SOFT, text, widthOf } from './svg.ts';

const SIZE = { width: 780, height: 504 };
const AREA: Area = { left: 86, top: 86, width: 640, height: 320 };
const DECADES = [1e4, 1e5, 1e6, 1e7, 1e8, 1e9];
const LETTERS = 13;
const RADIUS = 6;
const OURS = 'moodbox';

type Network = { readonly name: string; readonly accuracy: number; readonly parameters: number; readonly colour: string };
/** A rectangle that is already occupied. */
type Taken = { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number };

/** Accuracy against parameters: the paper's Table 3, and ours. `about` names the set and the weights. */
export function networksFigure(ours: Pick<Network, 'accuracy' | 'parameters'>, about: string): string {
  const networks: readonly Network[] = [
    { ...ours, name: OURS, colour: ORANGE },
    ...TABLE_3.map(({ network, ...figures }) => ({ ...figures, name: network, colour: BLUE })),
  ];
  const x = logarithmic(
    [1e4, 1e9],
    [AREA.left, AREA.left + AREA.width],
    DECADES.map((value) => ({ value, label: inShort(value) })),
  );
  const y = upright(networks.map(({ accuracy }) => accuracy));
  const title = `Accuracy against parameters: ${inPercent(ours.accuracy)} with ${inShort(ours.parameters)}`;
  return picture(SIZE, title, about, [
    ...axes(AREA, { scale: x, title: 'parameters (logarithmic)' }, { scale: y, title: 'accuracy on FER-2013' }),
    ...points(networks, x, y),
    text([24, SIZE.height - 14], 'Blue: what the paper reports in its Table 3. Orange: measured by moodbox evaluate.', {
      size: 12,
      fill: SOFT,
    }),
  ]);
}

/** Round ends two points or more beyond the lowest and the highest. */
function upright(accuracies: readonly number[]): Scale {
  const low = Math.max(0, Math.floor((Math.min(...accuracies) - 0.02) * 20) / 20);
  const high = Math.min(1, Math.ceil((Math.max(...accuracies) + 0.02) * 20) / 20);
  return linear([low, high], [AREA.top + AREA.height, AREA.top], percentTicks(roundValues([low, high], 7)));
}

/** Each point with its label on the first side that is free; the first network is placed first and drawn on top. */
function points(networks: readonly Network[], x: Scale, y: Scale): string[] {
  const places = networks.map(({ parameters, accuracy }): Point => [x.at(parameters), y.at(accuracy)]);
  const taken: Taken[] = places.map(([left, top]) => ({
    left: left - RADIUS,
    top: top - RADIUS,
    right: left + RADIUS,
    bottom: top + RADIUS,
  }));
  const drawn = networks.map((network, index) => {
    const place = places[index] as Point;
    const free = sidesOf(place, widthOf(network.name, LETTERS)).find((side) => isFree(side, taken));
    if (free) taken.push(free);
    const dot = circle(place, RADIUS, { fill: network.colour });
    return free ? [dot, text([free.left, free.bottom - 4], network.name, { size: LETTERS, bold: network.colour === ORANGE })] : [dot];
  });
  return drawn.toReversed().flat();
}

function sidesOf([x, y]: Point, wide: number): readonly Taken[] {
  const gap = RADIUS + 4;
  const at = (left: number, middle: number): Taken => ({ left, top: middle - 9, right: left + wide, bottom: middle + 9 });
  return [
    at(x + gap, y),
    ...[20, 40].flatMap((away) => [at(x - wide / 2, y + away), at(x - wide / 2, y - away), at(x + gap, y + away), at(x + gap, y - away)]),
    at(x - gap - wide, y),
  ];
}

const isFree = (side: Taken, taken: readonly Taken[]): boolean =>
  side.left > AREA.left &&
  side.right < AREA.left + AREA.width &&
  side.top > AREA.top &&
  side.bottom < AREA.top + AREA.height &&
  taken.every(({ left, top, right, bottom }) => side.right < left || side.left > right || side.bottom < top || side.top > bottom);
