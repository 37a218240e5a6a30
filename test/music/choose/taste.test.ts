import { describe, expect, test } from 'vitest';
import type { Feedback } from '../../../src/domain/history.ts';
import type { Track } from '../../../src/domain/music.ts';
import { done, failed } from '../../../src/domain/result.ts';
import { moment } from '../../../src/domain/units.ts';
import { tasteNote, tasteOf } from '../../../src/music/choose/taste.ts';

const DAY = 86_400_000;
const NOW = moment(Date.UTC(2026, 10, 24));
const said = (kind: Feedback['kind'], id: string, days = 0, mood: 'sad' | 'happy' = 'sad'): Feedback => ({
  ...{ kind, at: moment(NOW - days * DAY), track: { id, title: id, source: 'library', mood } },
});

describe('tasteOf', () => {
  test('a like counts for and a skip against, in that mood only', () =>
    expect([...tasteOf([said('like', 'a'), said('skip', 'b'), said('like', 'c', 0, 'happy')], 'sad', NOW)]).toEqual([
      ['a', 1],
      ['b', -1],
    ]));

  test('that somebody does not want a track outweighs a like', () =>
    expect(tasteOf([said('dislike', 'a'), said('like', 'a')], 'sad', NOW).get('a')).toBe(-1));

  test('likes and skips of one track are weighed against each other, and stay in their range', () => {
    expect(tasteOf([said('like', 'a'), said('skip', 'a')], 'sad', NOW).has('a')).toBe(false);
    expect(
      tasteOf(
        Array.from({ length: 50 }, () => said('skip', 'a')),
        'sad',
        NOW,
      ).get('a'),
    ).toBe(-1);
  });

  test('an opinion counts half after a month, and is forgotten in the end', () => {
    expect(tasteOf([said('like', 'a', 30)], 'sad', NOW).get('a')).toBeCloseTo(0.5);
    expect(tasteOf([said('like', 'a', 59)], 'sad', NOW).has('a')).toBe(true);
    expect(tasteOf([said('like', 'a', 61)], 'sad', NOW).has('a')).toBe(false);
    expect(tasteOf([said('skip', 'a', 1), said('like', 'a', 40)], 'sad', NOW).get('a')).toBeLessThan(0);
  });

  test('an opinion of tomorrow, told by a clock that was wrong, counts like one of now', () =>
    expect(tasteOf([said('like', 'a', -3000)], 'sad', NOW).get('a')).toBe(1));
});

describe('explained', () => {
  const track: Track = { id: 'a', title: 'A', url: 'file:///a', source: 'library', mood: 'sad' };
  const wish = (taste?: ReadonlyMap<string, number>) =>
    ({ mood: 'sad', query: '', why: 'asked', avoid: [], ...(taste && { taste }) }) as const;

  test('a track that was liked says so', () =>
    expect(tasteNote(done(track), wish(new Map([['a', 0.4]])))).toEqual(done({ ...track, because: 'liked' })));

  test.each([new Map([['a', -1]]), new Map([['b', 1]]), undefined])('any other stays as it is', (taste) =>
    expect(tasteNote(done(track), wish(taste))).toEqual(done(track)),
  );

  test("a track for another mood than the room's says so first, a loop too", () => {
    const lift = { ...wish(new Map([['a', 1]])), because: 'lift' } as const;
    for (const source of ['library', 'loops'] as const)
      expect(tasteNote(done({ ...track, source }), lift)).toEqual(done({ ...track, source, because: 'lift' }));
  });

  test('a loop is the only one of its mood: nothing was chosen', () => {
    const loop = done({ ...track, source: 'loops' } as const);
    expect(tasteNote(loop, wish(new Map([['a', 1]])))).toBe(loop);
  });

  test('what was not found stays so', () => expect(tasteNote(failed('offline'), wish())).toEqual(failed('offline')));
});
