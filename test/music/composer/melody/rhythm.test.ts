import { expect, test } from 'vitest';
import { barRhythm } from '../../../../src/music/composer/melody/rhythm.ts';
import { seeded } from '../../../../src/shared/random.ts';

test('a bar is filled exactly, with about as many notes as were asked for', () => {
  for (let seed = 1; seed <= 100; seed += 1)
    for (const beats of [3, 4])
      for (const count of [1, 2, 3, 5]) {
        const lengths = barRhythm(seeded(seed), beats, count, 0.4);
        expect(lengths.reduce((sum, each) => sum + each, 0)).toBe(beats);
        expect(lengths).toHaveLength(count);
      }
});

test('without syncopation nothing falls off the beat but the second half of one', () => {
  const lengths = Array.from({ length: 50 }, (_, i) => barRhythm(seeded(i), 4, 4, 0));
  for (const bar of lengths) {
    const starts = bar.map((_, i) => bar.slice(0, i).reduce((sum, each) => sum + each, 0));
    for (const [i, start] of starts.entries()) if (start % 1 !== 0) expect(bar[i]).toBe(0.5);
  }
});
