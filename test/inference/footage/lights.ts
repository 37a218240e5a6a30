import { seeded } from '../../../src/shared/random.ts';
import type { Area, Light } from './room.ts';
import { ACROSS, between, DOWN } from './room.ts';

/** Evenly lit, a little brighter at the ceiling. */
export function ambient(level = 0.5): Light {
  const cast = Float32Array.from({ length: ACROSS * DOWN }, (_, at) => level * (1.15 - (0.3 * at) / (ACROSS * DOWN)));
  return (light) => {
    for (let at = 0; at < light.length; at += 1) light[at] = (light[at] as number) + (cast[at] as number);
  };
}

/** How strongly light from an area reaches each point: half as much at `reach` points from its middle, and evenly a tenth. */
export function throwOf(area: Area, reach: number): Float32Array {
  const [x, y] = [area.x + area.width / 2, area.y + area.height / 2];
  return Float32Array.from({ length: ACROSS * DOWN }, (_, at) => {
    const away = Math.hypot((at % ACROSS) - x, Math.floor(at / ACROSS) - y) / reach;
    return 0.1 + 0.9 / (1 + away * away);
  });
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
  const random = seeded(seed);
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
  const random = seeded(seed);
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
