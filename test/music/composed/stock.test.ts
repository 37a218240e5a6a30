import { describe, expect, test } from 'vitest';
import type { Emotion } from '../../../src/domain/emotion.ts';
import { EMOTIONS } from '../../../src/domain/emotion.ts';
import { ms } from '../../../src/domain/units.ts';
import { pieceId } from '../../../src/music/composed/piece.ts';
import type { ReadyPiece } from '../../../src/music/composed/shelf.ts';
import { neediest, nextNumber, styleFor } from '../../../src/music/composed/stock.ts';
import { seeded } from '../../../src/shared/random.ts';

const MINUTE = 60_000;
const ready = (mood: Emotion, minutes: number, heardAt = 0, number = 1): ReadyPiece => {
  const name = { mood, style: 'piano', number } as const;
  return { ...name, id: pieceId(name), file: `/x/${mood}${number}.opus`, bytes: 1, duration: ms(minutes * MINUTE), heardAt };
};
const quarter = EMOTIONS.map((mood) => ready(mood, 15));

describe('the stock', () => {
  test('is a quarter of an hour for each mood, and an hour for those that may well come', () => {
    expect(neediest([], [])).toBe('angry');
    expect(neediest(quarter, [])).toBeUndefined();
    expect(neediest(quarter, ['sad'])).toBe('sad');
    expect(neediest([...quarter, ready('sad', 45)], ['sad'])).toBeUndefined();
  });

  test('is counted by what nobody has heard yet', () => {
    const heard = quarter.map((piece) => (piece.mood === 'happy' ? { ...piece, heardAt: 1 } : piece));
    expect(neediest(heard, [])).toBe('happy');
  });

  test('numbers go on where they were; a box without any begins anywhere', () => {
    expect(nextNumber(seeded(1), 'happy', [ready('happy', 4, 0, 412), ready('happy', 4, 0, 7), ready('sad', 4, 0, 999)])).toBe(413);
    const firsts = [1, 2, 3].map((seed) => nextNumber(seeded(seed), 'happy', []));
    expect(new Set(firsts).size).toBe(3);
    for (const first of firsts) expect(first).toBeGreaterThan(0);
  });

  test('likes and skips teach styles, in both directions and not for good', () => {
    const opinion = (style: 'piano' | 'harp', value: number) => [pieceId({ mood: 'sad', style, number: value * 10 + 50 }), value] as const;
    const count = (taste: ReadonlyMap<string, number>): Record<string, number> => {
      const random = seeded(4);
      const drawn = Array.from({ length: 600 }, () => styleFor(random, 'sad', taste));
      return Object.fromEntries(['piano', 'harp', 'nocturne'].map((style) => [style, drawn.filter((each) => each === style).length]));
    };
    const [plain, taught] = [count(new Map()), count(new Map([opinion('piano', 1), opinion('harp', -1)]))];
    expect(taught.piano).toBeGreaterThan((plain.piano ?? 0) * 1.2);
    expect(taught.harp).toBeLessThan((plain.harp ?? 0) * 0.85);
    expect(taught.harp).toBeGreaterThan(0);
    const hated = new Map(Array.from({ length: 30 }, (_, i) => [pieceId({ mood: 'sad', style: 'harp', number: i + 1 }), -1]));
    expect(count(hated).harp).toBeGreaterThan(0);
  });
});
