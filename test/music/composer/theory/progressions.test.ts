import { describe, expect, test } from 'vitest';
import { MODES } from '../../../../src/music/composer/score.ts';
import { progression } from '../../../../src/music/composer/theory/progressions.ts';
import { seeded } from '../../../../src/shared/random.ts';

/** Where a half cadence rests, by mode: on the dominant, or on what takes its place in a mode without a leading note. */
const OPEN = { ionian: [4], lydian: [4], mixolydian: [3, 6], dorian: [3, 6], aeolian: [4] };

describe('progressions', () => {
  test('begin and end as they should, in every mode', () => {
    for (const mode of MODES)
      for (let seed = 1; seed <= 20; seed += 1) {
        const closed = progression(seeded(seed), mode, 8, 'authentic');
        expect(closed).toHaveLength(8);
        expect([closed[0], closed.at(-1)]).toEqual([0, 0]);
        const open = progression(seeded(seed), mode, 4, 'half', 0);
        expect(OPEN[mode]).toContain(open.at(-1));
      }
  });

  test('never stand still', () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const degrees = progression(seeded(seed), 'ionian', 8, 'plagal');
      expect(degrees.slice(1).filter((degree, i) => degree === degrees[i])).toEqual([]);
    }
  });

  test('are of many kinds', () => {
    const all = Array.from({ length: 100 }, (_, i) => progression(seeded(i), 'ionian', 8, 'authentic').join());
    expect(new Set(all).size).toBeGreaterThan(60);
  });
});
