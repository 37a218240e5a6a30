import type { Random } from '../../../shared/random.ts';
import { byWeight, chance, nth } from '../dice.ts';

/** Ways to split a length (in beats), with a weight, and whether the result falls off the beat. */
type Split = { readonly into: readonly number[]; readonly weight: number; readonly offbeat?: true };
const SPLITS: ReadonlyMap<number, readonly Split[]> = new Map([
  [
    4,
    [
      { into: [2, 2], weight: 4 },
      { into: [3, 1], weight: 3 },
      { into: [1, 3], weight: 1 },
      { into: [1.5, 2.5], weight: 3, offbeat: true },
      { into: [2.5, 1.5], weight: 1, offbeat: true },
    ],
  ],
  [
    3,
    [
      { into: [2, 1], weight: 4 },
      { into: [1, 2], weight: 2 },
      { into: [1.5, 1.5], weight: 2, offbeat: true },
    ],
  ],
  [
    2.5,
    [
      { into: [1, 1.5], weight: 2 },
      { into: [0.5, 2], weight: 2 },
    ],
  ],
  [
    2,
    [
      { into: [1, 1], weight: 4 },
      { into: [1.5, 0.5], weight: 3 },
      { into: [0.5, 1.5], weight: 1, offbeat: true },
    ],
  ],
  [
    1.5,
    [
      { into: [1, 0.5], weight: 3 },
      { into: [0.5, 1], weight: 1, offbeat: true },
    ],
  ],
  [1, [{ into: [0.5, 0.5], weight: 1 }]],
]);

/**
 * A bar's rhythm as lengths in beats that add up to `beats`: about `count` notes, made by splitting longer ones. `syncopation` (0 to 1) is
 * how likely a split off the beat is.
 */
export function barRhythm(random: Random, beats: number, count: number, syncopation: number): readonly number[] {
  let lengths: readonly number[] = [beats];
  while (lengths.length < Math.round(count)) {
    const longest = Math.max(...lengths.filter((length) => SPLITS.has(length)), 0);
    const able = [...lengths.keys()].filter((i) => nth(lengths, i) >= Math.min(longest, 1.5) && SPLITS.has(nth(lengths, i)));
    if (able.length === 0 || longest === 0) return lengths;
    const at = byWeight(
      random,
      able.map((i) => [i, nth(lengths, i) ** 2] as const),
    );
    lengths = [...lengths.slice(0, at), ...split(random, nth(lengths, at), syncopation), ...lengths.slice(at + 1)];
  }
  return lengths;
}

function split(random: Random, length: number, syncopation: number): readonly number[] {
  const ways = SPLITS.get(length) ?? [];
  const allowed = chance(random, syncopation) ? ways : ways.filter(({ offbeat }) => !offbeat);
  return byWeight(
    random,
    (allowed.length > 0 ? allowed : ways).map((way) => [way.into, way.weight] as const),
  );
}
