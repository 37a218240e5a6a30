/** The size of the picture, in its own units. */
export const WIDTH = 100;
export const HEIGHT = 24;

/** The corners of the line, in a picture of 100 by 24. A single value is a short level line. */
export function pointsOf(measured: readonly number[], most: number, room: number): string {
  const values = measured.length === 1 ? [...measured, ...measured] : measured;
  const step = WIDTH / Math.max(1, room - 1);
  const first = WIDTH - (values.length - 1) * step;
  return values
    .map((value, index) => {
      const height = most > 0 ? Math.min(1, Math.max(0, value / most)) : 0;
      return `${(first + index * step).toFixed(1)},${(HEIGHT - 1 - height * (HEIGHT - 2)).toFixed(1)}`;
    })
    .join(' ');
}
