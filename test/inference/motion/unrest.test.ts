import { describe, expect, test } from 'vitest';
import { instant } from '../../../src/domain/units.ts';
import type { Unrest } from '../../../src/inference/motion/unrest.ts';
import { initialUnrest, learnUnrest, unusual } from '../../../src/inference/motion/unrest.ts';

const grid = { across: 5, down: 1 };
const only = (cell: number, change: number): Float32Array => Float32Array.from({ length: 5 }, (_, at) => (at === cell ? change : 0));

/** Three pictures a second; the change comes in the first picture of every so many. */
function taught(unrest: Unrest, from: number, seconds: number, change: Float32Array, every: number): Unrest {
  const nothing = new Float32Array(5);
  let known = unrest;
  for (let picture = 0; picture < seconds * 3; picture += 1) {
    known = learnUnrest(known, picture % every === 0 ? change : nothing, instant(from + (picture * 1000) / 3));
  }
  return known;
}
const marked = (unrest: Unrest, change: number): readonly number[] => [...unusual(unrest, only(1, change), grid)];
const fresh = initialUnrest(grid, instant(0));

describe('a change', () => {
  test('is unusual at first, and says whether the cell became brighter or darker', () => {
    expect([marked(fresh, 20), marked(fresh, -20)]).toEqual([
      [0, 1, 0, 0, 0],
      [0, -1, 0, 0, 0],
    ]);
  });
  test('of a few greys is noise', () => expect(marked(fresh, 4)).toEqual([0, 0, 0, 0, 0]));
});

describe('a place that changes every second', () => {
  const restless = taught(fresh, 0, 120, only(1, 40), 3);
  test('is usual after two minutes', () => expect(marked(restless, 40)).toEqual([0, 0, 0, 0, 0]));
  test('but not to a far stronger change', () => expect(marked(restless, 110)).toEqual([0, 1, 0, 0, 0]));
  test('makes its neighbour tolerant and leaves the others alone', () => {
    expect([...unusual(restless, new Float32Array(5).fill(40), grid)]).toEqual([0, 0, 0, 1, 1]);
  });
  test('counts as quiet again five minutes after it became quiet', () => {
    expect(marked(taught(restless, 120_000, 300, new Float32Array(5), 1), 40)).toEqual([0, 1, 0, 0, 0]);
  });
});

test('a place that changes once a minute for an hour stays unusual', () => {
  expect(marked(taught(fresh, 0, 3600, only(1, 40), 180), 40)).toEqual([0, 1, 0, 0, 0]);
});
