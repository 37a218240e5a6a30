import { nth } from '../dice.ts';
import type { Score } from '../score.ts';

/** How many notes make a piece of melody that could be recognised. */
const GRAM = 8;

/** Every eight melody notes in a row, as the intervals between them, so that a transposed tune counts as the same. */
export function melodicGrams({ voices }: Pick<Score, 'voices'>): ReadonlySet<string> {
  const { melody } = voices;
  const intervals = melody.slice(1).map(({ pitch }, i) => pitch - nth(melody, i).pitch);
  const count = Math.max(0, intervals.length - GRAM + 2);
  return new Set(Array.from({ length: count }, (_, i) => intervals.slice(i, i + GRAM - 1).join(' ')));
}

/** The share of the smaller set that is in the other one too, 0 to 1. */
export function sharedGrams(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  return small.size === 0 ? 0 : [...small].filter((gram) => large.has(gram)).length / small.size;
}
