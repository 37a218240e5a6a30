import { describe, expect, test } from 'vitest';
import { ms } from '../../src/domain/units.ts';
import { NewestGate } from '../../src/mqtt/newest-gate.ts';
import { FakeClock } from '../fakes/clock.ts';

const setting = () => {
  const clock = new FakeClock();
  const stop = new AbortController();
  const passed: string[] = [];
  const floods: [string, number][] = [];
  const gate = new NewestGate({ clock, signal: stop.signal, onFlood: (key, dropped) => floods.push([key, dropped]) });
  const at: number[] = [];
  const put = (key: string, value: number): void =>
    gate.put(key, () => {
      passed.push(`${key} ${value}`);
      at.push(clock.now());
    });
  return { at, clock, floods, passed, put, stop };
};

describe('NewestGate', () => {
  test('lets the first five through at once', () => {
    const { passed, put } = setting();
    for (let i = 1; i <= 6; i += 1) put('volume', i);
    expect(passed).toEqual([1, 2, 3, 4, 5].map((i) => `volume ${i}`));
  });

  test('lets no more than ten through in any second', async () => {
    const { clock, put, at } = setting();
    for (let i = 0; i < 3000; i += 1) {
      put('volume', i);
      await clock.advance(ms(i % 700 === 0 ? 900 : 1));
    }
    const inSecondFrom = (start: number): number => at.filter((time) => time >= start && time < start + 1000).length;
    expect(Math.max(...at.map(inSecondFrom))).toBeLessThanOrEqual(10);
    expect(at.length).toBeGreaterThan(20);
  });

  test('of twenty thousand in a second and a half the last one counts, and a dozen others', async () => {
    const { clock, floods, passed, put } = setting();
    for (let i = 0; i < 20_000; i += 1) {
      put('volume', i);
      if (i % 200 === 199) await clock.advance(ms(15));
    }
    await clock.advance(ms(2000));
    expect(passed.at(-1)).toBe('volume 19999');
    expect(passed.length).toBeLessThanOrEqual(14);
    expect(floods).toEqual([['volume', 20_000 - passed.length]]);
  });

  test('keeps the topics apart', async () => {
    const { clock, passed, put } = setting();
    for (const value of [1, 2, 3, 4, 5, 6, 7]) for (const key of ['volume', 'next']) put(key, value);
    await clock.advance(ms(200));
    expect(passed.filter((each) => each.startsWith('next'))).toEqual([1, 2, 3, 4, 5, 7].map((i) => `next ${i}`));
    expect(passed.filter((each) => each.startsWith('volume'))).toEqual([1, 2, 3, 4, 5, 7].map((i) => `volume ${i}`));
  });

  test('a person is never too quick, and a slider is no flood', async () => {
    const { clock, floods, passed, put } = setting();
    for (let i = 0; i < 5; i += 1) put('next', i);
    for (let i = 0; i < 60; i += 1) {
      put('volume', i);
      await clock.advance(ms(33));
    }
    await clock.advance(ms(200));
    expect(passed.filter((each) => each.startsWith('next'))).toHaveLength(5);
    expect(passed.at(-1)).toBe('volume 59');
    await clock.advance(ms(1000));
    expect(floods).toEqual([]);
  });

  test('is as open as before a second later', async () => {
    const { clock, passed, put } = setting();
    for (let i = 0; i < 5; i += 1) put('next', i);
    await clock.advance(ms(1000));
    for (let i = 5; i < 10; i += 1) put('next', i);
    expect(passed).toHaveLength(10);
  });

  test('lets nothing through any more once it is stopped', async () => {
    const { clock, passed, put, stop } = setting();
    for (let i = 1; i <= 6; i += 1) put('next', i);
    stop.abort();
    await clock.advance(ms(1000));
    put('stop', 7);
    expect(passed).toHaveLength(5);
  });

  test('takes no more than a few topics at a time, and says so', () => {
    const { floods, passed, put } = setting();
    for (let i = 0; i < 70; i += 1) put(`made-up/${i}`, i);
    expect(passed).toHaveLength(64);
    expect(floods).toEqual(Array.from({ length: 6 }, () => ['other topics', 1]));
  });
});
