import type { GreyPicture } from '../../../src/inference/grey-picture.ts';
import { seeded } from '../../../src/shared/random.ts';
import { throwOf } from './lights.ts';
import type { Area, Light, Thing } from './room.ts';
import { ACROSS, between, DOWN } from './room.ts';

export type Shots = {
  /** Mean length of a shot, seconds. */
  readonly shot: number;
  /** Share of the shots in which the picture stands still. */
  readonly still: number;
  /** Brightness of white on the screen; the room's lamp gives 0.5. */
  readonly bright?: number;
  /** Light that a white screen throws onto the wall around it. */
  readonly throws?: number;
  readonly pauses?: readonly (readonly [from: number, to: number])[];
};

/** A television that shows film: shots of the given pictures, with hard cuts. The light it throws into the room is a light of its own. */
export function television(
  seed: number,
  area: Area,
  film: readonly GreyPicture[],
  shots: Shots,
): { readonly thing: Thing; readonly light: Light } {
  const random = seeded(seed);
  const { bright = 0.8, throws = 0, pauses = [] } = shots;
  const cast = throwOf(area, 30);
  let shot = { until: 0, start: 0, first: 0, still: false, zoom: 1, x: 0, y: 0, level: 1 };
  let shown = 0;
  let level = 0;
  const seek = (t: number): void => {
    if (pauses.some(([from, to]) => t >= from && t < to)) return;
    if (t >= shot.until) {
      const long = 1 - shots.shot * Math.log(1 - random());
      const zoom = between(random, 0.4, 0.9);
      shot = {
        until: t + long,
        start: t,
        first: Math.floor(random() * film.length),
        still: random() < shots.still,
        zoom,
        x: random() * (1 - zoom),
        y: random() * (1 - zoom),
        level: between(random, 0.25, 1),
      };
    }
    shown = (shot.first + (shot.still ? 0 : Math.floor((t - shot.start) * 10))) % film.length;
    const { gray } = film[shown] as GreyPicture;
    let sum = 0;
    for (let at = 0; at < gray.length; at += 97) sum += (gray[at] as number) ** 2;
    level = (shot.level * sum) / (65025 * Math.ceil(gray.length / 97));
  };
  const thing: Thing = ({ reflect, glow }) => {
    const picture = film[shown] as GreyPicture;
    for (let row = Math.floor(area.y); row < area.y + area.height && row < DOWN; row += 1) {
      for (let column = Math.floor(area.x); column < area.x + area.width && column < ACROSS; column += 1) {
        const x = shot.x + (shot.zoom * (column - area.x)) / area.width;
        const y = shot.y + (shot.zoom * (row - area.y)) / area.height;
        const grey = picture.gray[
          Math.floor(Math.max(0, y) * (picture.height - 1)) * picture.width + Math.floor(Math.max(0, x) * (picture.width - 1))
        ] as number;
        glow[row * ACROSS + column] = bright * shot.level * (grey / 255) ** 2;
        reflect[row * ACROSS + column] = 0.02;
      }
    }
  };
  const light: Light = (falls, t) => {
    seek(t);
    if (throws === 0) return;
    for (let at = 0; at < falls.length; at += 1) falls[at] = (falls[at] as number) + throws * level * (cast[at] as number);
  };
  return { thing, light };
}

/** A laptop's screen: steps, scrolling and typing, and minutes in which nothing happens. */
export function laptop(seed: number, area: Area, pause: number): Thing {
  const random = seeded(seed);
  let until = 0;
  let lines = Array.from({ length: 8 }, () => random());
  return ({ reflect, glow }, t) => {
    if (t >= until) {
      const scroll = random() < 0.5;
      lines = scroll ? [...lines.slice(1), random()] : lines.map((line) => (random() < 0.6 ? random() : line));
      until = t + (random() < 0.8 ? between(random, 0.3, 3) : -pause * Math.log(1 - random()));
    }
    for (let row = Math.floor(area.y); row < area.y + area.height; row += 1) {
      const line = lines[Math.floor(((row - area.y) / area.height) * lines.length)] ?? 0.5;
      for (let column = Math.floor(area.x); column < area.x + area.width; column += 1) {
        glow[row * ACROSS + column] = 0.1 + 0.7 * line;
        reflect[row * ACROSS + column] = 0.02;
      }
    }
  };
}
