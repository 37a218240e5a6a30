import { describe, expect, test } from 'vitest';
import { byRecency, byWords, shuffled } from '../../../src/music/choose/ranking.ts';

describe('freshest', () => {
  test('keeps the order of what was not played', () => expect(byRecency(['c', 'a', 'b'], [])).toEqual(['c', 'a', 'b']));
  test('puts what was played last, the longest ago first', () =>
    expect(byRecency(['a', 'b', 'c', 'd'], ['c', 'x', 'a'])).toEqual(['b', 'd', 'c', 'a']));
  test('still has something when all were played', () => expect(byRecency(['a', 'b'], ['b', 'a'])).toEqual(['b', 'a']));
});

describe('freshest, by taste', () => {
  const taste = new Map([
    ['good', 1],
    ['fine', 0.5],
    ['bad', -1],
  ]);

  test('liked things come first and skipped ones last, the others stay in their order', () =>
    expect(byRecency(['bad', 'a', 'fine', 'b', 'good'], [], taste)).toEqual(['good', 'fine', 'a', 'b', 'bad']));

  test('what was played lately comes after what was not, however liked', () =>
    expect(byRecency(['good', 'a', 'bad'], ['good'], taste)).toEqual(['a', 'bad', 'good']));

  test('of what was played a liked thing comes back sooner, but not at once, and a skipped one later', () => {
    const played = ['bad', 'a', 'b', 'c', 'd', 'e', 'f', 'good'];
    expect(byRecency(played, played, taste)).toEqual(['a', 'b', 'c', 'good', 'bad', 'd', 'e', 'f']);
    expect(byRecency(['a', 'good'], ['a', 'good'], taste)[0]).toBe('a');
  });

  test('nothing is ever left out, whatever was skipped', () => {
    const ids = Array.from({ length: 30 }, (_, i) => `${i}`);
    const hated = new Map(ids.map((id) => [id, -1]));
    for (const avoid of [[], ids.slice(0, 10), ids]) expect([...byRecency(ids, avoid, hated)].sort()).toEqual([...ids].sort());
  });

  test('a liked thing is played more often than others over an evening, a skipped one less, and never twice within half of the list', () => {
    const ids = [...'abcdefghij', 'good', 'bad'];
    const played: string[] = [];
    for (let i = 0; i < 600; i += 1) played.push(byRecency(ids, [...new Set(played.slice(-50).reverse())].reverse(), taste)[0] ?? '');
    const times = (id: string): number => played.filter((each) => each === id).length;
    expect(times('good')).toBeGreaterThan(times('a'));
    expect(times('bad')).toBeLessThan(times('a'));
    expect(times('bad')).toBeGreaterThan(0);
    const gaps = played.map((id, i) => i - played.lastIndexOf(id, i - 1)).slice(ids.length);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(6);
  });
});

describe('carrying', () => {
  const paths = ['sad/a.mp3', 'sad/Calm/b.mp3', 'sad/calm piano - c.mp3', 'sad/calmness/d.mp3'];

  test('puts first what has more of the words in its folders or its name, and loses nothing', () =>
    expect(byWords(paths, ['calm', 'piano'])).toEqual(['sad/calm piano - c.mp3', 'sad/Calm/b.mp3', 'sad/a.mp3', 'sad/calmness/d.mp3']));
  test('leaves the order alone without words', () => expect(byWords(paths)).toBe(paths));
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
