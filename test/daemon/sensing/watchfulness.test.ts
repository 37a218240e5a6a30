import { describe, expect, test } from 'vitest';
import type { Watchfulness } from '../../../src/daemon/sensing/watchfulness.ts';
import { watchfulness } from '../../../src/daemon/sensing/watchfulness.ts';
import { scoresBy } from '../../../src/domain/emotion.ts';
import type { Sighting } from '../../../src/domain/sight.ts';
import { instant, px } from '../../../src/domain/units.ts';

const box = { x: px(0), y: px(0), width: px(50), height: px(50) };
const sighting = (at: number, somebody: boolean): Sighting => ({
  at: instant(at),
  faces: somebody ? [{ id: 1, box, scores: scoresBy(() => 1 / 7) }] : [],
});
const paces = (...seen: readonly (readonly [at: number, somebody: boolean])[]): string[] => {
  let now: Watchfulness | undefined;
  return seen.map(([at, somebody]) => {
    now = watchfulness(now, sighting(at, somebody));
    return now.pace;
  });
};

describe('watchfulness', () => {
  test('looks at full pace at first, and at the idle pace once nobody has come for a while', () =>
    expect(paces([0, false], [4900, false], [5000, false], [9000, false])).toEqual(['full', 'full', 'idle', 'idle']));
  test('looks at full pace from the first face', () =>
    expect(paces([0, false], [6000, false], [6333, true])).toEqual(['full', 'idle', 'full']));
  test('goes on at full pace if somebody is out of sight for a moment', () =>
    expect(paces([0, true], [3000, true], [7900, false], [8000, false])).toEqual(['full', 'full', 'full', 'idle']));
});
