import { describe, expect, test } from 'vitest';
import { composePiece } from '../../../../src/music/composer/compose.ts';
import { repeatsIn } from '../../../../src/music/composer/review/repeats.ts';
import type { Score } from '../../../../src/music/composer/score.ts';

const piece = composePiece({ mood: 'happy', seed: 1, minutes: 2 });
const moved = (score: Score, change: (note: { at: number; pitch: number }) => object): Score => ({
  ...score,
  parts: score.parts.map((part) => ({ ...part, notes: part.notes.map((note) => ({ ...note, ...change(note) })) })),
});

describe('repeats', () => {
  test('are found where a piece comes again, also if it is played with another touch', () => {
    expect(repeatsIn([piece])).toBe(0);
    const bars = repeatsIn([piece, piece]);
    expect(bars).toBeGreaterThan(30);
    expect(repeatsIn([piece, moved(piece, ({ at }) => ({ at: Math.round(at * 4) / 4, velocity: 0.5 }))])).toBe(bars);
  });

  test('are not found in another key', () => {
    expect(repeatsIn([piece, moved(piece, ({ pitch }) => ({ pitch: pitch + 1 }))])).toBe(0);
  });

  test.each(['happy', 'sad'] as const)('do not happen within a quarter of an hour for %s', (mood) => {
    expect(repeatsIn(Array.from({ length: 5 }, (_, i) => composePiece({ mood, seed: 500 + i })))).toBe(0);
  });
});
