import { describe, expect, test } from 'vitest';
import { commonColour, fifthsBetween, modulation, modulationsTo } from '../../../../src/music/composer/flow/modulation.ts';
import { MODES } from '../../../../src/music/composer/score.ts';
import { chordOn, isMinor, scaleOf, TONICS } from '../../../../src/music/composer/theory/keys.ts';
import { seeded } from '../../../../src/shared/random.ts';

const KEYS = MODES.flatMap((mode) => TONICS[isMinor(mode) ? 'minor' : 'major'].map((tonic) => ({ tonic, mode })));

describe('a way into another key', () => {
  test.each(['triad', 'seventh', 'ninth'] as const)(
    'exists from every key into every mode, by a common %s or a plainer chord',
    (wanted) => {
      const foreign = KEYS.flatMap((from) =>
        MODES.filter((mode) => {
          const colour = commonColour(from, mode, wanted);
          const ways = modulationsTo(from, mode, colour);
          const areCommon = ways.every(({ key, degree }) =>
            chordOn(key, degree, colour).tones.every((tone) => scaleOf(from).includes(tone) && scaleOf(key).includes(tone)),
          );
          return ways.length === 0 || !areCommon;
        }).map((mode) => ({ from, mode })),
      );
      expect(foreign).toEqual([]);
    },
  );

  test('is counted in fifths, by the notes of both keys', () => {
    const c = { tonic: 'C', mode: 'ionian' } as const;
    expect(fifthsBetween(c, { tonic: 'G', mode: 'ionian' })).toBe(1);
    expect(fifthsBetween(c, { tonic: 'F', mode: 'ionian' })).toBe(-1);
    expect(fifthsBetween(c, { tonic: 'A', mode: 'aeolian' })).toBe(0);
    expect(fifthsBetween(c, { tonic: 'C', mode: 'aeolian' })).toBe(-3);
  });

  test('leads where it is asked to, and elsewhere in any case', () => {
    const from = { tonic: 'D', mode: 'ionian' } as const;
    const go = (direction: 'brighter' | 'darker', seed: number): number =>
      fifthsBetween(from, modulation(seeded(seed), from, 'ionian', { colour: 'triad', direction }).key);
    const seeds = Array.from({ length: 60 }, (_, i) => i);
    const sum = (direction: 'brighter' | 'darker'): number => seeds.reduce((total, seed) => total + go(direction, seed), 0);
    expect(sum('brighter')).toBeGreaterThan(60);
    expect(sum('darker')).toBeLessThan(-60);
    expect(seeds.map((seed) => go('brighter', seed))).not.toContain(0);
  });
});
