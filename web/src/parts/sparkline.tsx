type SparklineProps = {
  /** Oldest first. */
  readonly values: readonly number[];
  /** The value at the top of the picture. */
  readonly most: number;
  /** For how many values there is room; a short line begins at the right. */
  readonly room: number;
};

const WIDTH = 100;
const HEIGHT = 24;

/** The last minutes of a number as a line. The number itself stands beside it as text, so screen readers pass over the line. */
export function Sparkline({ values, most, room }: SparklineProps) {
  return (
    <svg class="sparkline" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <polyline points={pointsOf(values, most, room)} />
    </svg>
  );
}

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
