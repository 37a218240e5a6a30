import { describe, expect, test } from 'vitest';
import { connectedGroups, dilated } from '../../../src/inference/motion/grid.ts';

const grid = { across: 4, down: 3 };

test('dilation takes the largest of a cell and its neighbours, and never wraps round an edge', () => {
  const values = new Float32Array(12);
  values[3] = 7; // the right end of the first row
  expect([...dilated(values, grid)]).toEqual([0, 0, 7, 7, 0, 0, 7, 7, 0, 0, 0, 0]);
  values[3] = 0;
  values[4] = 5; // the left end of the second
  expect([...dilated(values, grid)]).toEqual([5, 5, 0, 0, 5, 5, 0, 0, 5, 5, 0, 0]);
});

describe('connected groups', () => {
  test('touch by a side or a corner', () => {
    expect(
      connectedGroups(Uint8Array.from([1, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 1]), grid).map((group) => [...group].sort((a, b) => a - b)),
    ).toEqual([[0, 5], [3], [11]]);
  });
  test('do not touch round an edge', () =>
    expect(connectedGroups(Uint8Array.from([0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0]), grid)).toHaveLength(2));
  test('leave the marks as they are', () => {
    const marks = new Uint8Array(12).fill(1);
    expect([connectedGroups(marks, grid).map((group) => group.length), marks.includes(0)]).toEqual([[12], false]);
  });
});
