import { HEIGHT, pointsOf, WIDTH } from './sparkline-points.ts';

type SparklineProps = {
  /** Oldest first. */
  readonly values: readonly number[];
  /** The value at the top of the picture. */
  readonly most: number;
  /** For how many values there is room; a short line begins at the right. */
  readonly room: number;
};

/** The last minutes of a number as a line. The number itself stands beside it as text, so screen readers pass over the line. */
export function Sparkline({ values, most, room }: SparklineProps) {
  return (
    <svg class="sparkline" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
      <polyline points={pointsOf(values, most, room)} />
    </svg>
  );
}
