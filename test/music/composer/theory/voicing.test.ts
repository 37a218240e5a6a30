import { describe, expect, test } from 'vitest';
import { areParallel } from '../../../../src/music/composer/theory/parallels.ts';
import { voiced } from '../../../../src/music/composer/theory/voicing.ts';
import { seeded } from '../../../../src/shared/random.ts';

const chord = (...tones: readonly number[]) => ({ tones, rooted: true });
const compass = { bass: [31, 48], upper: [51, 69] } as const;

describe('voicing', () => {
  test('leads the voices without parallels, by the shortest ways, with every tone of the triads', () => {
    // The series that tempts most: neighbouring triads in root position.
    const chords = [chord(0, 4, 7), chord(2, 5, 9), chord(4, 7, 11), chord(5, 9, 0), chord(7, 11, 2), chord(9, 0, 4), chord(0, 4, 7)];
    const voicings = voiced(seeded(1), chords, compass);
    const voices = voicings.map(({ bass, upper }) => [bass, ...upper]);
    for (let i = 1; i < voices.length; i += 1)
      for (let a = 0; a < 4; a += 1)
        for (let b = a + 1; b < 4; b += 1) {
          const [from, to] = [voices[i - 1] ?? [], voices[i] ?? []];
          expect(areParallel(from[a] ?? 0, to[a] ?? 0, from[b] ?? 0, to[b] ?? 0)).toBe(false);
        }
    expect(voicings.map(({ bass }) => bass % 12)).toEqual([0, 2, 4, 5, 7, 9, 0]);
    for (const { upper } of voicings) for (const pitch of upper) expect(pitch >= 51 && pitch <= 69).toBe(true);
  });

  test('resolves a seventh downwards', () => {
    const [first, second] = voiced(seeded(2), [chord(7, 11, 2, 5), chord(0, 4, 7)], compass);
    const index = first?.upper.findIndex((pitch) => pitch % 12 === 5) ?? -1;
    const move = (second?.upper[index] ?? 0) - (first?.upper[index] ?? 0);
    expect(index).toBeGreaterThanOrEqual(0);
    expect([0, -1, -2]).toContain(move);
  });

  test('throws where a compass has no room', () =>
    expect(() => voiced(seeded(1), [chord(0, 4, 7)], { bass: [31, 32], upper: [51, 69] })).toThrow(/compass/));
});
