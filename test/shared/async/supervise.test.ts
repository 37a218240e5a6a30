import { describe, expect, test } from 'vitest';
import { ms } from '../../../src/domain/units.ts';
import { supervise } from '../../../src/shared/async/supervise.ts';
import { FakeClock } from '../../fakes/clock.ts';

const rest = (failures: number) => ms(1000 * (failures + 1));

function supervised(work: (run: number, clock: FakeClock, signal: AbortSignal) => Promise<void>) {
  const clock = new FakeClock();
  const stop = new AbortController();
  const retries: number[] = [];
  let runs = 0;
  const counted = (signal: AbortSignal): Promise<void> => {
    runs += 1;
    return work(runs, clock, signal);
  };
  const ended = supervise(counted, {
    signal: stop.signal,
    clock,
    rest,
    onFailure: (_, retryMs) => retries.push(retryMs),
  });
  return { clock, stop, retries, ended, runs: () => runs };
}

describe('supervise', () => {
  test('rests grow with the failures in a row', async () => {
    const world = supervised(async () => {
      throw new Error('unplugged');
    });
    await world.clock.advance(ms(6000));
    expect(world.retries).toEqual([1000, 2000, 3000, 4000]);
    world.stop.abort();
    await world.ended;
  });

  test('a healthy minute forgets the failures before it', async () => {
    const world = supervised(async (run, clock, signal) => {
      if (run === 3) await clock.sleep(ms(60_000), signal);
      throw new Error('unplugged');
    });
    await world.clock.advance(ms(3000 + 60_000));
    expect(world.retries).toEqual([1000, 2000, 1000]);
    world.stop.abort();
    await world.ended;
  });

  test('an abort ends a rest at once', async () => {
    const world = supervised(async () => {
      throw new Error('unplugged');
    });
    await world.clock.advance(ms(0));
    world.stop.abort();
    await world.ended;
    expect(world.runs()).toBe(1);
  });

  test('a broken program is thrown on', async () => {
    const world = supervised(async () => {
      throw new TypeError('not a function');
    });
    await expect(world.ended).rejects.toThrow('not a function');
  });
});
