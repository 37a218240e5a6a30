/** A rectangle of the picture, in shares of its width and height. */
export type Shape = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
/** A place in the picture, in the same shares. */
export type Point = { readonly x: number; readonly y: number };

/** The smallest side of a zone, and the step of the keys and buttons. */
export const LEAST = 0.02;
export const STEP = 0.02;
/** Where a new zone begins. */
export const NEW_SHAPE: Shape = { x: 0.35, y: 0.3, width: 0.3, height: 0.4 };

const within = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));
/** Tenths of a per cent: finer than a finger, and short in the number fields. */
const rounded = (value: number): number => Math.round(value * 1000) / 1000;

/** The shape moved, as far as the picture reaches. */
export function movedBy(shape: Shape, { x, y }: Point): Shape {
  return {
    ...shape,
    x: rounded(within(shape.x + x, 0, 1 - shape.width)),
    y: rounded(within(shape.y + y, 0, 1 - shape.height)),
  };
}

/** The shape with its lower right corner moved, as far as the picture reaches. */
export function resizedBy(shape: Shape, { x, y }: Point): Shape {
  return {
    ...shape,
    width: rounded(within(shape.width + x, LEAST, 1 - shape.x)),
    height: rounded(within(shape.height + y, LEAST, 1 - shape.y)),
  };
}

/** The shape between two opposite corners. */
export function between(a: Point, b: Point): Shape {
  const [left, top] = [within(Math.min(a.x, b.x), 0, 1 - LEAST), within(Math.min(a.y, b.y), 0, 1 - LEAST)];
  const [right, bottom] = [within(Math.max(a.x, b.x), 0, 1), within(Math.max(a.y, b.y), 0, 1)];
  return {
    x: rounded(left),
    y: rounded(top),
    width: rounded(within(right - left, LEAST, 1 - left)),
    height: rounded(within(bottom - top, LEAST, 1 - top)),
  };
}

/** The shape with one side set to a number of per cent, made to fit into the picture. */
export function withSide(shape: Shape, side: keyof Shape, percent: number): Shape {
  const asked = { ...shape, [side]: Number.isFinite(percent) ? percent / 100 : shape[side] };
  const x = within(asked.x, 0, 1 - LEAST);
  const y = within(asked.y, 0, 1 - LEAST);
  return {
    x: rounded(x),
    y: rounded(y),
    width: rounded(within(asked.width, LEAST, 1 - x)),
    height: rounded(within(asked.height, LEAST, 1 - y)),
  };
}

/** What an arrow key asks for; undefined for any other key. */
export function keyStep(key: string): Point | undefined {
  if (key === 'ArrowLeft') return { x: -STEP, y: 0 };
  if (key === 'ArrowRight') return { x: STEP, y: 0 };
  if (key === 'ArrowUp') return { x: 0, y: -STEP };
  if (key === 'ArrowDown') return { x: 0, y: STEP };
  return undefined;
}
