import { describe, expect, it } from 'vitest';
import { pacer, thin } from '../../src/camera/pace.ts';
import { ms } from '../../src/domain/units.ts';
import { FakeClock } from '../fakes/clock.ts';

const kept = (fps: number, moments: readonly number[]): number[] => moments.filter(thin(() => fps));
const every = (step: number, count: number): number[] => Array.from({ length: count }, (_, i) => i * step);

describe('thin', () => {
  it('takes 10 of 25 a second, evenly', () => {
    const taken = kept(10, every(40, 250));
    expect(taken).toHaveLength(100);
    expect(taken.slice(0, 5)).toEqual([0, 80, 200, 280, 400]);
  });
  it('takes every third of 30 a second', () => expect(kept(10, every(1000 / 30, 30))).toHaveLength(10));
  it('takes all of a source at the very rate asked for, though it jitters', () => {
    const jitter = every(100, 200).map((at, i) => at + ([0, 20, -20, 11, -7][i % 5] ?? 0));
    expect(kept(10, jitter)).toHaveLength(200);
  });
  it('takes all of a slower source', () => expect(kept(10, every(400, 20))).toHaveLength(20));
  it('takes no burst after a pause', () => expect(kept(10, [0, 5000, 5010, 5020, 5030, 5100])).toEqual([0, 5000, 5100]));
  it('takes the next one as soon as the rate is raised, and fewer as soon as it is lowered', () => {
    let fps = 1;
    const due = thin(() => fps);
    const taken = every(100, 50).filter((at) => {
      if (at === 1300) fps = 10;
      if (at === 1700) fps = 2;
      return due(at);
    });
    expect(taken.slice(0, 8)).toEqual([0, 800, 1300, 1400, 1500, 1600, 2000, 2500]);
  });
  it('takes everything when there is no limit', () => expect(kept(Number.POSITIVE_INFINITY, every(1, 50))).toHaveLength(50));
});

describe('pacer', () => {
  it('beats at its rate', async () => {
    const clock = new FakeClock(1000);
    const beats: number[] = [];
    const stop = new AbortController();
    const beat = pacer(4, clock);
    const beating = (async () => {
      for (;;) {
        await beat(stop.signal);
        beats.push(clock.now());
      }
    })().catch(() => 'stopped');
    await clock.advance(ms(1000));
    expect(beats).toEqual([1000, 1250, 1500, 1750, 2000]);
    stop.abort();
    await expect(beating).resolves.toBe('stopped');
  });

  it('catches up after a short delay, and continues from now after a long one', async () => {
    const clock = new FakeClock();
    const { signal } = new AbortController();
    const beat = pacer(10, clock);
    await beat(signal);
    await clock.advance(ms(350));
    for (let late = 0; late < 3; late += 1) await beat(signal);
    expect(clock.now()).toBe(350);
    await clock.advance(ms(60_000));
    await beat(signal);
    const next = beat(signal);
    expect(clock.sleeping).toBe(1);
    await clock.advance(ms(100));
    await next;
    expect(clock.now()).toBe(60_450);
  });
});
