import { describe, expect, test } from 'vitest';
import type { Emotion } from '../../src/domain/emotion.ts';
import { scoresBy } from '../../src/domain/emotion.ts';
import { instant, ms } from '../../src/domain/units.ts';
import { energyIn } from '../../src/mood/energy.ts';

const room = (mood: Emotion, shares: { readonly [E in Emotion]?: number }) => ({
  mood,
  climate: { mood, scores: scoresBy((emotion) => shares[emotion] ?? 0), seen: ms(60_000), at: instant(0), restless: 0 },
});

describe('energyIn', () => {
  test('a room that is as its mood says is in the middle, and so is one that nobody has read', () => {
    expect(energyIn(room('happy', { happy: 1 }))).toBe(0.5);
    expect(energyIn(room('sad', { sad: 1 }))).toBe(0.5);
    expect(energyIn({ mood: 'neutral' })).toBe(0.5);
    expect(energyIn({ ...room('happy', { happy: 1 }), mood: 'away' })).toBe(0.5);
  });

  test('surprise makes a happy room livelier, and neutral faces make it calmer', () => {
    const lively = energyIn(room('happy', { happy: 0.6, surprise: 0.4 }));
    const calm = energyIn(room('happy', { happy: 0.6, neutral: 0.4 }));
    expect(lively).toBeGreaterThan(0.55);
    expect(calm).toBeLessThan(0.35);
  });

  test('stays between 0 and 1', () => {
    expect(energyIn(room('sad', { sad: 0.3, surprise: 0.7 }))).toBe(1);
    expect(energyIn(room('surprise', { surprise: 0.3, sad: 0.7 }))).toBe(0);
  });
});
