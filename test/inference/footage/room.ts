import type { Sketch } from '../../../src/inference/motion/sketch.ts';
import { sketchWith } from '../../../src/inference/motion/sketch.ts';
import { seeded } from '../../../src/shared/random.ts';

/**
 * A made room as a camera of 70° sees it, on a canvas whose points are a quarter of a sketch's cell wide: 160 x 88 points are 40 x 22
 * cells. `reflect` is the share of light that a surface gives back; `glow` is what a screen sends out of itself; both are linear light.
 */
export type Canvas = { readonly reflect: Float32Array; readonly glow: Float32Array };

/** Something in the room, drawn over what stands behind it. Called with times (s) that only grow. */
export type Thing = (canvas: Canvas, t: number) => void;

/** Adds the light that falls on each point at a time (s). */
export type Light = (light: Float32Array, t: number) => void;

export type Room = {
  readonly seed: number;
  readonly things: readonly Thing[];
  readonly lights: readonly Light[];
  /** Sensor noise, standard deviation of one pixel of the reduced picture, greys. */
  readonly noise?: number;
  /** Greys by which a stream's keyframes, one a second, shift its blocks. */
  readonly flicker?: number;
  /** The camera's exposure: it corrects itself in steps, or it is given by the time, as a factor. */
  readonly exposure?: 'auto' | ((t: number) => number);
};

export const ACROSS = 160;
export const DOWN = 88;
const CELL = 4;
/** Canvas points that a metre takes at a distance of one metre. */
export const METRE = ACROSS / (2 * Math.tan((35 * Math.PI) / 180));

export const between = (random: () => number, low: number, high: number): number => low + (high - low) * random();

/** A camera that films the room: a sketch for each time (s), which must grow. */
export function camera(room: Room): (t: number) => Sketch {
  const wall = furnished(room.seed);
  const canvas = { reflect: new Float32Array(ACROSS * DOWN), glow: new Float32Array(ACROSS * DOWN) };
  const light = new Float32Array(ACROSS * DOWN);
  const spoil = sensor(room);
  let exposure = 0;
  return (t) => {
    canvas.reflect.set(wall);
    canvas.glow.fill(0);
    light.fill(0);
    for (const shine of room.lights) shine(light, t);
    for (const paint of room.things) paint(canvas, t);
    for (let at = 0; at < light.length; at += 1)
      light[at] = (light[at] as number) * (canvas.reflect[at] as number) + (canvas.glow[at] as number);
    exposure = exposed(room, exposure, light, t);
    return spoil(sketched(light, exposure), t);
  };
}

/** Webcams correct themselves when they are off by more than a tenth, by about a third of the error a picture. */
function exposed({ exposure }: Room, before: number, light: Float32Array, t: number): number {
  const right = 0.2 / mean(light);
  if (before === 0) return right * (typeof exposure === 'function' ? exposure(t) : 1);
  if (exposure === undefined) return before;
  if (typeof exposure === 'function') return (before * exposure(t)) / exposure(t - 1 / 3);
  const off = Math.log(right / before);
  return Math.abs(off) < 0.1 ? before : before * Math.exp(off * 0.3);
}

function mean(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

function sketched(light: Float32Array, exposure: number): Sketch {
  const [across, down] = [ACROSS / CELL, DOWN / CELL];
  const greys = new Float32Array(across * down);
  for (let row = 0, at = 0; row < DOWN; row += 1) {
    for (let cell = (row >> 2) * across, column = 0; column < ACROSS; column += 1, at += 1) {
      if (column > 0 && column % CELL === 0) cell += 1;
      greys[cell] = (greys[cell] as number) + 15.9375 * Math.sqrt(Math.min(1, (light[at] as number) * exposure)); // 255 / 16
    }
  }
  return sketchWith({ across, down }, greys);
}

/** Noise of 64 averaged pixels, and a stream's blocks of 16 pixels that jump with every keyframe. */
function sensor({ seed, noise = 3, flicker = 0 }: Room): (sketch: Sketch, t: number) => Sketch {
  const random = seeded(seed + 77);
  const blocks = new Float32Array((ACROSS * DOWN) / 64);
  let keyframe = -1;
  return (sketch, t) => {
    if (Math.floor(t) !== keyframe) for (let at = 0; at < blocks.length; at += 1) blocks[at] = flicker * (2 * random() - 1);
    keyframe = Math.floor(t);
    for (let at = 0; at < sketch.greys.length; at += 1) {
      const block = Math.floor(Math.floor(at / sketch.across) / 2) * 20 + Math.floor((at % sketch.across) / 2);
      const normal = (random() + random() + random() + random() - 2) * Math.sqrt(3);
      sketch.greys[at] = Math.min(255, Math.max(0, (sketch.greys[at] as number) + (normal * noise) / 8 + (blocks[block] as number)));
    }
    return sketchWith(sketch, sketch.greys);
  };
}

/** A wall, a floor and furniture, with some texture. */
function furnished(seed: number): Float32Array {
  const random = seeded(seed);
  const wall = new Float32Array(ACROSS * DOWN);
  const floor = between(random, 55, 70);
  const [above, below] = [between(random, 0.35, 0.7), between(random, 0.12, 0.4)];
  for (let at = 0; at < wall.length; at += 1) wall[at] = (at / ACROSS < floor ? above : below) * between(random, 0.92, 1.08);
  const canvas = { reflect: wall, glow: new Float32Array(wall.length) };
  for (let piece = 0; piece < 12; piece += 1) {
    const [x, y, width, height] = [between(random, 0, 140), between(random, 5, 75), between(random, 6, 50), between(random, 4, 25)];
    rectangle(canvas, { x, y, width, height }, between(random, 0.05, 0.7));
  }
  return wall;
}

export type Area = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** Paints a rectangle, canvas points from its top left corner, with edges as sharp as the points allow. */
export function rectangle({ reflect, glow }: Canvas, { x, y, width, height }: Area, colour: number): void {
  for (let row = Math.max(0, Math.floor(y)); row < Math.min(DOWN, y + height); row += 1) {
    const rows = Math.min(row + 1, y + height) - Math.max(row, y);
    for (let column = Math.max(0, Math.floor(x)); column < Math.min(ACROSS, x + width); column += 1) {
      const share = rows * (Math.min(column + 1, x + width) - Math.max(column, x));
      const at = row * ACROSS + column;
      reflect[at] = (reflect[at] as number) * (1 - share) + colour * share;
      glow[at] = (glow[at] as number) * (1 - share);
    }
  }
}

/** Paints an ellipse, canvas points from its middle, softened by a point at its edge. */
export function ellipse({ reflect, glow }: Canvas, { x, y, width, height }: Area, colour: number): void {
  const [wide, high] = [width / 2, height / 2];
  for (let row = Math.max(0, Math.floor(y - high - 1)); row < Math.min(DOWN, y + high + 1); row += 1) {
    for (let column = Math.max(0, Math.floor(x - wide - 1)); column < Math.min(ACROSS, x + wide + 1); column += 1) {
      const away = Math.hypot((column + 0.5 - x) / wide, (row + 0.5 - y) / high);
      const share = Math.min(1, Math.max(0, (1 - away) * Math.min(wide, high) + 0.5));
      const at = row * ACROSS + column;
      reflect[at] = (reflect[at] as number) * (1 - share) + colour * share;
      glow[at] = (glow[at] as number) * (1 - share);
    }
  }
}
