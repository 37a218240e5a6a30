import { describe, expect, test } from 'vitest';
import { freshest, shuffled } from '../../src/music/pick.ts';

describe('freshest', () => {
  test('keeps the order of what was not played', () => expect(freshest(['c', 'a', 'b'], [])).toEqual(['c', 'a', 'b']));
  test('puts what was played last, the longest ago first', () =>
    expect(freshest(['a', 'b', 'c', 'd'], ['c', 'x', 'a'])).toEqual(['b', 'd', 'c', 'a']));
  test('still has something when all were played', () => expect(freshest(['a', 'b'], ['b', 'a'])).toEqual(['b', 'a']));
});

describe('shuffled', () => {
  test('holds the same things, and leaves the list alone', () => {
    const things = Object.freeze([1, 2, 3, 4, 5]);
    expect([...shuffled(things, Math.random)].sort()).toEqual([1, 2, 3, 4, 5]);
  });

  test('follows its random numbers', () => {
    expect(shuffled([1, 2, 3], () => 0)).toEqual([2, 3, 1]);
    expect(shuffled([1, 2, 3], () => 0.999)).toEqual([1, 2, 3]);
  });
});
