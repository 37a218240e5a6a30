import { seeded } from '../../../src/shared/random.ts';
import type { Area, Thing } from './room.ts';
import { ACROSS, between, DOWN, ellipse, METRE, rectangle } from './room.ts';

/**
 * A standing fan at a distance (m): blades that the shutter freezes at some angle, and a head that turns from side to side, or does not.
 */
export function fan(seed: number, distance: number, x: number, turns: boolean): Thing {
  const random = seeded(seed);
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
  const random = seeded(seed);
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
