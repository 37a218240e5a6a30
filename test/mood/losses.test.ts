import { describe, expect, test } from 'vitest';
import { instant } from '../../src/domain/units.ts';
import { freshFrom, held, isFresh, NO_LOSSES } from '../../src/mood/losses.ts';

const seenAt = (at: number) => ({ freshUntil: freshFrom(instant(at)) });
const losses = (interrupted: readonly string[], lost: readonly string[] = []) => ({
  interrupted: new Set(interrupted),
  lost: new Set(lost),
});
const fresh = (views: ReadonlyMap<string, { readonly freshUntil: ReturnType<typeof instant> }>, at: number) =>
  [...views].filter(([, view]) => isFresh(view, instant(at))).map(([camera]) => camera);

describe('freshFrom', () => {
  const until = (at: number, previous: number) => freshFrom(instant(at), instant(previous));

  test('what a camera with ten pictures a second shows counts for a second', () => expect(until(5000, 4900)).toBe(6000));

  test('a slow camera shows something all the time, not only in the second after each picture', () => {
    expect(until(5000, 4000)).toBe(6500);
    expect(until(5000, 3200)).toBe(7700);
  });

  test('after a long break nothing counts for long', () => expect(until(60_000, 0)).toBe(63_000));
});

describe('held', () => {
  const views = new Map([
    ['bar', seenAt(0)],
    ['door', seenAt(0)],
  ]);

  test('leaves everything as it is while no camera has a problem: a view is out of date after a second', () => {
    expect(held(views, NO_LOSSES, instant(0), instant(500))).toBe(views);
    expect(fresh(views, 999)).toEqual(['bar', 'door']);
    expect(fresh(views, 1000)).toEqual([]);
  });

  test('keeps what an interrupted camera saw, from second to second', () => {
    let kept = held(views, losses(['door']), instant(0), instant(900));
    expect(fresh(kept, 1950)).toEqual(['door']);
    for (let at = 1950; at < 6000; at += 1050) kept = held(kept, losses(['door']), instant(at - 1050), instant(at));
    expect(fresh(kept, 6000)).toEqual(['door']);
  });

  test('gives up at once what a lost camera saw, and brings nothing back that was out of date already', () => {
    const kept = held(views, losses(['door']), instant(0), instant(900));
    expect(fresh(held(kept, losses([], ['door']), instant(900), instant(1500)), 1500)).toEqual([]);
    expect(fresh(held(views, losses(['door']), instant(3000), instant(4000)), 4000)).toEqual([]);
  });
});
