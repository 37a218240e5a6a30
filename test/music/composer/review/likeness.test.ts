import { describe, expect, test } from 'vitest';
import { EMOTIONS } from '../../../../src/domain/emotion.ts';
import { composePiece } from '../../../../src/music/composer/compose.ts';
import { melodicGrams, sharedGrams } from '../../../../src/music/composer/review/likeness.ts';

const tune = (...pitches: readonly number[]) => {
  const melody = pitches.map((pitch, at) => ({ at, beats: 1, pitch }));
  return melodicGrams({ voices: { melody, counter: [], inner: [], root: [], bass: [] } });
};

describe('likeness', () => {
  test('is 1 for a tune and itself, also transposed', () => {
    const notes = [60, 62, 64, 65, 67, 65, 64, 62, 60];
    expect(tune(...notes).size).toBe(2);
    expect(sharedGrams(tune(...notes), tune(...notes.map((pitch) => pitch + 5)))).toBe(1);
  });

  test('is 0 for tunes that have no eight notes in common, and for those that have no eight notes', () => {
    expect(sharedGrams(tune(60, 62, 64, 65, 67, 65, 64, 62), tune(60, 62, 64, 65, 67, 69, 64, 62))).toBe(0);
    expect(sharedGrams(tune(60, 62), tune(60, 62))).toBe(0);
  });

  test.each(EMOTIONS)('no two of 16 pieces for %s share more than a fifth of their eight-note turns', (mood) => {
    const grams = Array.from({ length: 16 }, (_, i) => melodicGrams(composePiece({ mood, seed: 100 + i })));
    const most = Math.max(...grams.flatMap((a, i) => grams.slice(i + 1).map((b) => sharedGrams(a, b))));
    expect(most).toBeLessThanOrEqual(0.2);
  });
});
