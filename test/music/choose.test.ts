import { describe, expect, test } from 'vitest';
import { MOODS } from '../../src/domain/emotion.ts';
import { MOST_RECENT } from '../../src/domain/music.ts';
import { choose } from '../../src/music/choose.ts';
import type { Mapping } from '../../src/music/mapping.ts';

const nothing = { queries: [], library: [], streams: [] };
const mapping = {
  ...Object.fromEntries(MOODS.map((mood) => [mood, nothing])),
  sad: { ...nothing, queries: ['soft piano', 'slow cello', 'warm rain'] },
} as unknown as Mapping;

const wish = { mood: 'sad', why: 'asked' } as const;
const query = (turn: number): string => choose({ wish, mapping, recent: [], turn }).query;

describe('choose', () => {
  test('lets the searches of a mood take turns', () => {
    expect([0, 1, 2, 3, 4].map(query)).toEqual(['soft piano', 'slow cello', 'warm rain', 'soft piano', 'slow cello']);
  });

  test('takes any whole number for a turn', () => {
    expect([-1, -3, 300_000_001].map(query)).toEqual(['warm rain', 'soft piano', 'slow cello']);
  });

  test('passes mood and reasons on, and gives the same choice for the same input', () => {
    const choosing = { wish: { mood: 'sad', why: 'track-ended', because: 'lift' }, mapping, recent: ['a', 'b'], turn: 7 } as const;
    expect(choose(choosing)).toEqual({ mood: 'sad', why: 'track-ended', because: 'lift', query: 'slow cello', avoid: ['a', 'b'] });
    expect(choose(choosing)).toEqual(choose(choosing));
  });

  test('passes on what is liked and skipped', () => {
    const taste = new Map([['a', 1]]);
    expect(choose({ wish, mapping, recent: [], turn: 0, taste }).taste).toBe(taste);
  });

  test('asks nothing where the mapping has no searches', () => {
    expect(choose({ wish: { mood: 'away', why: 'mood-changed' }, mapping, recent: [], turn: 5 }).query).toBe('');
  });

  test('avoids the last fifty at most, the oldest first', () => {
    const recent = Array.from({ length: 80 }, (_, i) => `t${i}`);
    const { avoid } = choose({ wish, mapping, recent, turn: 0 });
    expect(avoid).toHaveLength(MOST_RECENT);
    expect([avoid[0], avoid.at(-1)]).toEqual(['t30', 't79']);
  });
});
