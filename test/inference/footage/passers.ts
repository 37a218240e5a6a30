import { seeded } from '../../../src/shared/random.ts';
import type { Colours, Person } from './people.ts';
import { coloursOf } from './people.ts';
import type { Canvas, Thing } from './room.ts';
import { ACROSS, between, DOWN, ellipse, METRE } from './room.ts';

/** Somebody who crosses the picture at 1 m/s, from left to right, beginning at each of the times. */
export function walker(seed: number, distance: number, times: readonly number[]): Person {
  const colours = coloursOf(seeded(seed));
  const metre = METRE / distance;
  const long = ACROSS / metre + 1;
  const thing: Thing = (canvas, t) => {
    const since = times.map((begin) => t - begin).find((passed) => passed >= 0 && passed < long);
    if (since !== undefined) standing(canvas, metre, since * metre - 0.5 * metre, Math.sin(6.283 * 0.9 * since), colours);
  };
  return { thing, movements: times.map((begin) => [begin, begin + long] as const) };
}

function standing(canvas: Canvas, metre: number, x: number, stride: number, colours: Colours): void {
  const y = DOWN * 0.5;
  const part = (dx: number, dy: number, width: number, height: number) => ({
    x: x + dx * metre,
    y: y + dy * metre,
    width: width * metre,
    height: height * metre,
  });
  ellipse(canvas, part(0.18 * stride, 0.55, 0.17, 0.9), colours.legs);
  ellipse(canvas, part(-0.18 * stride, 0.55, 0.17, 0.9), colours.legs);
  ellipse(canvas, part(0, -0.1, 0.4, 0.65), colours.clothes);
  ellipse(canvas, part(0, -0.55, 0.17, 0.26), colours.hair);
  ellipse(canvas, part(0, -0.52, 0.13, 0.18), colours.skin);
}

/** A cat of 45 x 25 cm that crosses the floor at 0.5 m/s. */
export function cat(seed: number, distance: number, times: readonly number[]): Person {
  const fur = between(seeded(seed), 0.03, 0.6);
  const metre = METRE / distance;
  const long = ACROSS / metre / 0.5 + 1;
  const thing: Thing = (canvas, t) => {
    const since = times.map((begin) => t - begin).find((passed) => passed >= 0 && passed < long);
    if (since !== undefined)
      ellipse(canvas, { x: since * metre * 0.5, y: DOWN * 0.5 + metre, width: 0.45 * metre, height: 0.25 * metre }, fur);
  };
  return { thing, movements: times.map((begin) => [begin, begin + long] as const) };
}
