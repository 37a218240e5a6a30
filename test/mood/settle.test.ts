import { describe, expect, test } from 'vitest';
import type { Emotion, Mood } from '../../src/domain/emotion.ts';
import { scoresBy } from '../../src/domain/emotion.ts';
import { instant, ms, share } from '../../src/domain/units.ts';
import type { Settling } from '../../src/mood/settle.ts';
import { settle } from '../../src/mood/settle.ts';

const manners = { hold: ms(3000), margin: share(0.1), away_after: ms(10_000) };
const mostly = (emotion: Emotion, by = 0.5) => scoresBy((each) => (each === emotion ? (1 + 6 * by) / 7 : (1 - by) / 7));

type Seen = [at: number, seen: Emotion | 'nobody', by?: number];
const moodAfter = (start: Mood, ...moments: Seen[]): Mood =>
  moments.reduce<Settling>(
    (state, [at, seen, by]) => settle(state, { at: instant(at), scores: seen === 'nobody' ? undefined : mostly(seen, by) }, manners),
    { mood: start, seen: instant(0) },
  ).mood;

/** Every 100 ms from one moment to another. */
const steadily = (from: number, to: number, seen: Emotion | 'nobody', by?: number): Seen[] =>
  Array.from(
    { length: Math.floor((to - from) / 100) + 1 },
    (_, i): Seen => (by === undefined ? [from + i * 100, seen] : [from + i * 100, seen, by]),
  );

describe('settle', () => {
  test('a passing frown does not change the mood', () =>
    expect(moodAfter('happy', ...steadily(0, 2000, 'happy'), ...steadily(2100, 4900, 'angry'), ...steadily(5000, 6000, 'happy'))).toBe(
      'happy',
    ));

  test('three steady seconds do', () => expect(moodAfter('happy', ...steadily(0, 3000, 'sad'))).toBe('sad'));

  test('just under three seconds do not', () => expect(moodAfter('happy', ...steadily(0, 2900, 'sad'))).toBe('happy'));

  test('an interruption by another rival starts the time anew', () =>
    expect(moodAfter('happy', ...steadily(0, 2000, 'sad'), [2100, 'angry'], ...steadily(2200, 5000, 'sad'))).toBe('happy'));

  test('a lead smaller than the margin never wins', () => expect(moodAfter('happy', ...steadily(0, 20_000, 'sad', 0.09))).toBe('happy'));

  test('a frame without a face does not break a lead', () =>
    expect(moodAfter('happy', ...steadily(0, 1500, 'sad'), [1600, 'nobody'], [1700, 'nobody'], ...steadily(1800, 3000, 'sad'))).toBe(
      'sad',
    ));

  test('two seconds without a face do', () =>
    expect(moodAfter('happy', ...steadily(0, 1500, 'sad'), ...steadily(1600, 3500, 'nobody'), ...steadily(3600, 4000, 'sad'))).toBe(
      'happy',
    ));

  test('nobody for ten seconds is away', () => {
    expect(moodAfter('happy', [0, 'happy'], ...steadily(100, 9900, 'nobody'))).toBe('happy');
    expect(moodAfter('happy', [0, 'happy'], ...steadily(100, 10_000, 'nobody'))).toBe('away');
  });

  test('somebody who comes needs the hold but no margin', () => {
    expect(moodAfter('away', ...steadily(0, 2900, 'neutral', 0.05))).toBe('away');
    expect(moodAfter('away', ...steadily(0, 3000, 'neutral', 0.05))).toBe('neutral');
  });

  test('a room that was always empty stays away', () => expect(moodAfter('away', ...steadily(0, 60_000, 'nobody'))).toBe('away'));
});
