import { describe, expect, test } from 'vitest';
import { ms } from '../../src/domain/units.ts';
import { TtlCache } from '../../src/music/ttl-cache.ts';
import { FakeClock } from '../fakes/clock.ts';

describe('Memory', () => {
  test('tells what it remembers, and its age', async () => {
    const clock = new FakeClock();
    const memory = new TtlCache<string>(clock, { most: 3, lasts: ms(1000) });
    memory.set('a', 'A');
    await clock.advance(ms(999));
    expect(memory.get('a')).toEqual({ value: 'A', age: 999 });
    await clock.advance(ms(1));
    expect(memory.get('a')).toBeUndefined();
  });

  test('forgets the oldest when it is full; what is set anew is young again', () => {
    const memory = new TtlCache<number>(new FakeClock(), { most: 2, lasts: ms(1000) });
    for (const [key, value] of Object.entries({ a: 1, b: 2 })) memory.set(key, value);
    memory.set('a', 3);
    memory.set('c', 4);
    expect(['a', 'b', 'c'].map((key) => memory.get(key)?.value)).toEqual([3, undefined, 4]);
  });
});
