import { describe, expect, test } from 'vitest';
import { ms } from '../../../src/domain/units.ts';
import { RateLimiter } from '../../../src/shared/async/rate-limiter.ts';
import { FakeClock } from '../../fakes/clock.ts';

describe('RateLimiter', () => {
  test('gives out so many in a sliding span', async () => {
    const clock = new FakeClock();
    const limiter = new RateLimiter(clock, { most: 2, span: ms(1000) });
    expect(limiter.take()).toBe(true);
    await clock.advance(ms(600));
    expect([limiter.take(), limiter.take()]).toEqual([true, false]);
    await clock.advance(ms(400));
    expect([limiter.take(), limiter.take()]).toEqual([true, false]);
  });

  test('gives out more of what is in reserve', () => {
    const limiter = new RateLimiter(new FakeClock(), { most: 2, span: ms(1000) });
    expect([limiter.take(), limiter.take(), limiter.take()]).toEqual([true, true, false]);
    expect([limiter.take(1), limiter.take(1), limiter.take()]).toEqual([true, false, false]);
  });
});
