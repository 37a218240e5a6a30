import { describe, expect, test } from 'vitest';
import { ms } from '../../../src/domain/units.ts';
import { YoutubeBackoff } from '../../../src/music/youtube/backoff.ts';
import type { SETBACKS } from '../../../src/music/youtube/failure.ts';
import { FakeClock } from '../../fakes/clock.ts';

const minutes = (spans: readonly number[]): readonly number[] => spans.map((span) => span / 60_000);
const rows = (failure: keyof typeof SETBACKS, times: number): readonly number[] => {
  const rests = new YoutubeBackoff(new FakeClock());
  return minutes(Array.from({ length: times }, () => rests.begin(failure)));
};

describe('how long YouTube is left alone', () => {
  test('offline: from 15 s to 5 min', () => expect(rows('offline', 7)).toEqual([0.25, 0.5, 1, 2, 4, 5, 5]));
  test('rate: always an hour', () => expect(rows('rate', 3)).toEqual([60, 60, 60]));
  test('bot-check: from 6 h to 24 h', () => expect(rows('bot-check', 4)).toEqual([360, 720, 1440, 1440]));
  test('broken: from 5 min to an hour', () => expect(rows('broken', 6)).toEqual([5, 10, 20, 40, 60, 60]));

  test('is over when its time is over, and not before', async () => {
    const clock = new FakeClock();
    const rests = new YoutubeBackoff(clock);
    expect(rests.why).toBeUndefined();
    rests.begin('offline');
    await clock.advance(ms(14_999));
    expect(rests.why).toBe('offline');
    await clock.advance(ms(1));
    expect(rests.why).toBeUndefined();
  });

  test('begins anew after a success, and after a failure of another kind', () => {
    const rests = new YoutubeBackoff(new FakeClock());
    rests.begin('offline');
    rests.begin('offline');
    rests.end();
    expect(rests.why).toBeUndefined();
    expect(rests.begin('offline')).toBe(15_000);
    expect(rests.begin('rate')).toBe(3_600_000);
    expect(rests.why).toBe('blocked');
    expect(rests.begin('offline')).toBe(15_000);
  });
});
