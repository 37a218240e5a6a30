import type { Picture } from '../../../src/inference/crop.ts';
import { uniform } from '../../../src/inference/spoil.ts';
import type { Area, Light, Thing } from './room.ts';
import { ACROSS, between, DOWN, ellipse, METRE, rectangle } from './room.ts';

/** Evenly lit, a little brighter at the ceiling. */
export function ambient(level = 0.5): Light {
  const cast = Float32Array.from({ length: ACROSS * DOWN }, (_, at) => level * (1.15 - (0.3 * at) / (ACROSS * DOWN)));
  return (light) => {
    for (let at = 0; at < light.length; at += 1) light[at] = (light[at] as number) + (cast[at] as number);
  };
}

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
  film: readonly Picture[],
  shots: Shots,
): { readonly thing: Thing; readonly light: Light } {
  const random = uniform(seed);
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
    const { gray } = film[shown] as Picture;
    let sum = 0;
    for (let at = 0; at < gray.length; at += 97) sum += (gray[at] as number) ** 2;
    level = (shot.level * sum) / (65025 * Math.ceil(gray.length / 97));
  };
  const thing: Thing = ({ reflect, glow }) => {
    const picture = film[shown] as Picture;
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
    for (let at = 0; at < falls.length; at += 1) falls[at] = (falls[at] as number) + throws * level * (cast[at] as number);
  };
  return { thing, light };
}

/** How strongly light from an area reaches each point: half as much at `reach` points from its middle, and evenly a tenth. */
function throwOf(area: Area, reach: number): Float32Array {
  const [x, y] = [area.x + area.width / 2, area.y + area.height / 2];
  return Float32Array.from({ length: ACROSS * DOWN }, (_, at) => {
    const away = Math.hypot((at % ACROSS) - x, Math.floor(at / ACROSS) - y) / reach;
    return 0.1 + 0.9 / (1 + away * away);
  });
}

/** A laptop's screen: steps, scrolling and typing, and minutes in which nothing happens. */
export function laptop(seed: number, area: Area, pause: number): Thing {
  const random = uniform(seed);
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

/** A standing fan at a distance (m): blades that the shutter freezes at some angle, and a head that turns from side to side, or does not. */
export function fan(seed: number, distance: number, x: number, turns: boolean): Thing {
  const random = uniform(seed);
  const metre = METRE / distance;
  const [colour, speed, period] = [between(random, 0.03, 0.6), between(random, 8, 17), between(random, 8, 14)];
  return (canvas, t) => {
    const middle = x + (turns ? 0.12 * metre * Math.sin((6.283 * t) / period) : 0);
    const y = DOWN * 0.5;
    rectangle(canvas, { x: middle - 0.02 * metre, y, width: 0.04 * metre, height: 0.9 * metre }, colour);
    for (let blade = 0; blade < 3; blade += 1) {
      const angle = 6.283 * (speed * t + blade / 3);
      const [dx, dy] = [0.1 * metre * Math.cos(angle), 0.1 * metre * Math.sin(angle)];
      ellipse(canvas, { x: middle + dx, y: y + dy, width: 0.17 * metre, height: 0.17 * metre }, colour);
    }
  };
}

/** A curtain with folds that a draught moves; `gusts` is the mean time between two gusts (s), 0 for a draught that never ends. */
export function curtain(seed: number, area: Area, gusts: number): Thing {
  const random = uniform(seed);
  const [light, dark, fold] = [between(random, 0.5, 0.8), between(random, 0.15, 0.4), between(random, 4, 9)];
  const noise = [0, 1, 2].map(() => ({ rate: between(random, 0.15, 0.6), phase: between(random, 0, 6) }));
  let gust = { from: 0, until: gusts === 0 ? Number.POSITIVE_INFINITY : 20 };
  return ({ reflect, glow }, t) => {
    if (t > gust.until) {
      const from = t - gusts * Math.log(1 - random());
      gust = { from, until: from + between(random, 8, 25) };
    }
    const strength = t < gust.from ? 0 : Math.min(1, (t - gust.from) / 3, Math.max(0, gust.until - t) / 3);
    const sway = noise.reduce((sum, { rate, phase }) => sum + Math.sin(6.283 * rate * t + phase), 0);
    for (let row = Math.floor(area.y); row < area.y + area.height && row < DOWN; row += 1) {
      const reach = (4 * strength * sway * (row - area.y)) / area.height;
      for (let column = Math.floor(area.x + Math.min(0, reach)); column < area.x + area.width + reach; column += 1) {
        if (column < 0 || column >= ACROSS) continue;
        const at = row * ACROSS + column;
        reflect[at] = dark + (light - dark) * (0.5 + 0.5 * Math.sin((6.283 * (column - reach)) / fold));
        glow[at] = 0;
      }
    }
  };
}

/** A lamp at a point, switched at each of the times: to a brightness, within so many seconds. Its furniture throws a shadow. */
export function lamp(area: Area, level: number, times: readonly number[], fade = 0): Light {
  const cast = throwOf(area, 35).map((share, at) =>
    at % ACROSS > area.x + 25 && at % ACROSS < area.x + 38 && at / ACROSS > 50 ? share * 0.3 : share,
  );
  return (light, t) => {
    const passed = times.filter((time) => time <= t);
    const last = passed.at(-1);
    if (last === undefined) return;
    const done = fade === 0 ? 1 : Math.min(1, (t - last) / fade);
    const share = passed.length % 2 === 1 ? done : 1 - done;
    for (let at = 0; at < light.length; at += 1) light[at] = (light[at] as number) + level * share * (cast[at] as number);
  };
}

/** Daylight through a window that lights the left more than the right: clouds at several paces, and a patch of sun on the floor. */
export function daylight(seed: number, sun: number): Light {
  const random = uniform(seed);
  const clouds = [90, 31, 11, 5].map((period) => ({ rate: 6.283 / (period * between(random, 0.7, 1.4)), phase: between(random, 0, 6) }));
  const patch = {
    x: between(random, 15, 110),
    y: between(random, 58, 66),
    width: between(random, 18, 34),
    height: between(random, 10, 18),
  };
  return (light, t) => {
    const sum = clouds.reduce((total, { rate, phase }) => total + Math.sin(rate * t + phase), 0);
    const open = 1 / (1 + Math.exp(-2.5 * sum));
    for (let at = 0; at < light.length; at += 1) light[at] = (light[at] as number) + (0.3 + 0.4 * open) * (1.2 - (at % ACROSS) / ACROSS);
    for (let row = Math.floor(patch.y); row < patch.y + patch.height; row += 1) {
      for (let column = Math.floor(patch.x); column < patch.x + patch.width; column += 1) {
        light[row * ACROSS + column] = (light[row * ACROSS + column] as number) + sun * open;
      }
    }
  };
}

/** The sun through a tree: flecks that sway on the wall, with gusts. */
export function tree(seed: number, area: Area, sun: number): Light {
  const random = uniform(seed);
  const leaves = Array.from({ length: 14 }, () => ({
    x: between(random, 0, area.width),
    y: between(random, 0, area.height),
    size: between(random, 3, 8),
    rate: between(random, 0.2, 0.7),
    phase: between(random, 0, 6),
  }));
  return (light, t) => {
    const gust = 1 + Math.sin(t / 7) * Math.sin(t / 23);
    const places = leaves.map(({ x, y, size, rate, phase }) => ({
      x: area.x + x + 2.5 * gust * Math.sin(6.283 * rate * t + phase),
      y: area.y + y + 1.2 * gust * Math.sin(6.283 * rate * 0.7 * t + phase),
      size,
    }));
    for (let row = Math.floor(area.y); row < area.y + area.height; row += 1) {
      for (let column = Math.floor(area.x); column < area.x + area.width; column += 1) {
        let open = 1;
        for (const leaf of places) {
          const away = Math.hypot(column - leaf.x, row - leaf.y) - leaf.size / 2;
          if (away < 2) open *= Math.max(0, Math.min(1, (away + 1) / 3));
        }
        light[row * ACROSS + column] = (light[row * ACROSS + column] as number) + sun * open;
      }
    }
  };
}
