import { describe, expect, test } from 'vitest';
import type { HistoryEntry } from '../../../src/domain/history.ts';
import { HOURS_THAT_COUNT, HourlyCounter, SENSITIVITY } from '../../../src/history/private/hourly-counts.ts';
import { privately, researchLines } from '../../../src/history/private/release.ts';
import { seeded } from '../../../src/shared/random.ts';
import { local, mood } from '../diary/entries.ts';

process.env.TZ = 'Europe/Berlin';

const SPAN = { since: local('2026-11-24 00:00'), until: local('2026-11-25 00:00') };
const EMOTIONS = ['happy', 'sad', 'neutral', 'angry'] as const;
const clock = (minute: number) => `2026-11-24 ${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** A day made of quarters of an hour of any mood, or of nobody. */
function anyDay(seed: number): readonly HistoryEntry[] {
  const random = seeded(seed);
  return Array.from({ length: 95 }, (_, i) => {
    const name = EMOTIONS[Math.floor(random() * 5)] ?? 'away';
    return mood(clock(i * 15), clock(i * 15 + 15), name);
  });
}

const countsOf = (entries: readonly HistoryEntry[]) => new HourlyCounter(SPAN).add(entries).counts;

describe('counts an hour', () => {
  test('have a row for each kind of day, hour and emotion, whatever happened', () => {
    expect(countsOf([]).length).toBe(2 * 24 * 7);
    expect(countsOf(anyDay(1)).length).toBe(2 * 24 * 7);
  });

  test('count an hour for the mood that took most of it', () => {
    const counts = countsOf([mood('2026-11-24 08:00', '2026-11-24 08:20', 'sad'), mood('2026-11-24 08:20', '2026-11-24 09:30', 'happy')]);
    expect(counts.filter(({ count }) => count > 0)).toEqual([
      { day: 'workday', hour: 8, mood: 'happy', count: 1 },
      { day: 'workday', hour: 9, mood: 'happy', count: 1 },
    ]);
  });

  test('leave out what is outside the days, short, or not read', () =>
    expect(
      countsOf([
        mood('2026-11-23 20:00', '2026-11-24 00:05', 'happy'),
        mood('2026-11-24 10:00', '2026-11-24 12:00', 'happy', 'person'),
        mood('2026-11-24 12:00', '2026-11-24 13:00', 'happy', 'plan'),
        mood('2026-11-24 13:00', '2026-11-24 14:00', 'away'),
        mood('2026-11-25 00:00', '2026-11-25 10:00', 'happy'),
      ]).every(({ count }) => count === 0),
    ).toBe(true));

  test('no two days, however different, change the sum of all counts by more than the sensitivity', () => {
    let largest = 0;
    for (let seed = 0; seed < 200; seed += 1) {
      const [one, other] = [countsOf(anyDay(seed)), countsOf(seed % 10 === 0 ? [] : anyDay(seed + 1000))];
      const change = one.reduce((sum, each, i) => sum + Math.abs(each.count - (other[i]?.count ?? 0)), 0);
      largest = Math.max(largest, change);
    }
    expect(largest).toBeLessThanOrEqual(SENSITIVITY);
    expect(largest).toBeGreaterThan(HOURS_THAT_COUNT);
  });
});

describe('a release', () => {
  const counts = countsOf(anyDay(1));
  const fixed = () => {
    const random = seeded(5);
    return (below: number) => Math.floor(random() * below);
  };

  test('without noise is exact, with an epsilon of 0 or infinity', () => {
    expect(privately(counts, 0, fixed())).toEqual(counts);
    expect(privately(counts, Number.POSITIVE_INFINITY, fixed())).toEqual(counts);
  });

  test('gets whole noise of the size that sensitivity and epsilon ask for', () => {
    const size = (epsilon: number) => {
      const noise = privately(counts, epsilon, fixed()).map(({ count }, i) => count - (counts[i]?.count ?? 0));
      expect(noise.every(Number.isInteger)).toBe(true);
      return noise.reduce((sum, each) => sum + Math.abs(each), 0) / noise.length;
    };
    // The mean size of Laplace noise is its scale; 336 draws of it scatter by 5 %.
    expect(size(1) / SENSITIVITY).toBeCloseTo(1, 0);
    expect(size(0.1)).toBeGreaterThan(5 * size(1));
  });

  test('is written as lines that name the days and the epsilon', () => {
    const lines = researchLines({ since: '2026-11-01', until: '2026-11-24', epsilon: 0.5, counts: counts.slice(0, 1) });
    expect(lines).toEqual([`2026-11-01,2026-11-24,0.5,workday,0,angry,${counts[0]?.count}`]);
  });
});
