import type { Random } from '../../../shared/random.ts';
import { byWeight, nth } from '../dice.ts';
import type { Cadence, ModeName } from '../score.ts';

/** How readily one degree follows another; degrees count from 0, the tonic. What is not named does not follow. */
type Moves = Readonly<Record<number, readonly (readonly [number, number])[]>>;

// Functional harmony: away from the tonic, by way of the subdominant, to the dominant and home; modes without a leading note turn home by
// their own degrees (D. Tymoczko, "A Geometry of Music", 2011, chapter 7).
// biome-ignore format: one degree a line
const MAJOR: Moves = {
  0: [[3, 3], [4, 2], [5, 3], [1, 2], [2, 1]],
  1: [[4, 5], [3, 1]],
  2: [[5, 3], [3, 3]],
  3: [[4, 3], [0, 2], [1, 2], [5, 0.5]],
  4: [[0, 4], [5, 2], [3, 0.5]],
  5: [[3, 3], [1, 3], [4, 1], [2, 0.7]],
};
// biome-ignore format: one degree a line
const LYDIAN: Moves = {
  0: [[1, 3], [4, 2], [5, 2], [2, 1]],
  1: [[0, 3], [4, 2], [5, 0.5]],
  2: [[5, 2], [1, 1], [0, 1]],
  4: [[0, 3], [5, 1], [1, 1]],
  5: [[1, 2], [4, 2], [2, 1], [0, 1]],
};
// biome-ignore format: one degree a line
const MIXOLYDIAN: Moves = {
  0: [[6, 3], [3, 3], [5, 2], [1, 1]],
  1: [[3, 2], [6, 1], [4, 1]],
  3: [[0, 3], [6, 2], [1, 1]],
  4: [[0, 2], [3, 2]],
  5: [[3, 3], [6, 1], [1, 1]],
  6: [[3, 3], [0, 3], [5, 0.5]],
};
// biome-ignore format: one degree a line
const DORIAN: Moves = {
  0: [[3, 4], [6, 2], [2, 1.5], [1, 1], [4, 1]],
  1: [[0, 2], [4, 1], [3, 1]],
  2: [[3, 2], [6, 2], [0, 1]],
  3: [[0, 3], [6, 2], [2, 1]],
  4: [[0, 2], [3, 1]],
  6: [[0, 3], [2, 1], [3, 2]],
};
// biome-ignore format: one degree a line
const AEOLIAN: Moves = {
  0: [[3, 3], [5, 3], [6, 2], [2, 2]],
  2: [[6, 2], [5, 3], [3, 2]],
  3: [[4, 3], [0, 2], [6, 1], [5, 1]],
  4: [[0, 4], [5, 2]],
  5: [[2, 2], [3, 3], [6, 2], [4, 1]],
  6: [[2, 3], [0, 2], [5, 1]],
};

const MOVES: Readonly<Record<ModeName, Moves>> = {
  ionian: MAJOR,
  lydian: LYDIAN,
  mixolydian: MIXOLYDIAN,
  dorian: DORIAN,
  aeolian: AEOLIAN,
};

/** The last two or three chords of each cadence, by mode. */
// biome-ignore format: one mode a line
const ENDS: Readonly<Record<ModeName, Readonly<Record<Cadence, readonly (readonly number[])[]>>>> = {
  ionian: { authentic: [[1, 4, 0], [3, 4, 0]], half: [[3, 4], [1, 4], [5, 4]], plagal: [[5, 3, 0], [4, 3, 0]], modal: [[1, 4, 0]] },
  lydian: { authentic: [[1, 4, 0], [5, 4, 0]], half: [[1, 4], [5, 4]], plagal: [[4, 1, 0]], modal: [[1, 4, 0]] },
  mixolydian: { authentic: [[3, 6, 0]], half: [[6, 3], [0, 6]], plagal: [[6, 3, 0]], modal: [[3, 6, 0], [1, 6, 0]] },
  dorian: { authentic: [[3, 6, 0]], half: [[2, 3], [0, 6]], plagal: [[6, 3, 0]], modal: [[2, 3, 0], [1, 4, 0]] },
  aeolian: { authentic: [[3, 4, 0], [5, 4, 0]], half: [[3, 4], [5, 4]], plagal: [[5, 3, 0]], modal: [[5, 6, 0]] },
};

/** The degrees on which a phrase of this mode may begin. */
export const openingDegrees = (mode: ModeName): readonly number[] => Object.keys(MOVES[mode]).map(Number);

const ATTEMPTS = 60;

/**
 * The degrees of a phrase of `count` chords, 3 or more, that begins on `first` and ends with the cadence. Neighbours always differ, except
 * where a short phrase leaves no other way.
 */
export function progression(random: Random, mode: ModeName, count: number, cadence: Cadence, first = 0): readonly number[] {
  const end = byWeight(
    random,
    ENDS[mode][cadence].map((each) => [each, 1] as const),
  );
  const free = count - end.length;
  if (free <= 0) return end.slice(-count);
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const walk = walked(random, MOVES[mode], free, first);
    if (follows(MOVES[mode], nth(walk, -1), nth(end, 0))) return [...walk, ...end];
  }
  return [...walked(random, MOVES[mode], free, first), ...end];
}

function walked(random: Random, moves: Moves, count: number, first: number): readonly number[] {
  const walk = [first];
  while (walk.length < count) walk.push(byWeight(random, moves[nth(walk, -1)] ?? [[0, 1]]));
  return walk;
}

const follows = (moves: Moves, from: number, to: number): boolean => from !== to && (moves[from] ?? []).some(([next]) => next === to);
