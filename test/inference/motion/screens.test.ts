import { describe, expect, test } from 'vitest';
import { ms } from '../../../src/domain/units.ts';
import type { Screens } from '../../../src/inference/motion/screens.ts';
import { learnScreens, noScreens, offScreen } from '../../../src/inference/motion/screens.ts';

const grid = { across: 12, down: 8 };
const area = (left: number, top: number, width: number, height: number, change = 30): Float32Array =>
  Float32Array.from({ length: 96 }, (_, cell) => {
    const [x, y] = [cell % 12, Math.floor(cell / 12)];
    return x >= left && x < left + width && y >= top && y < top + height ? change : 0;
  });
const still = new Float32Array(96);
const shown = (before: Screens, ...moments: readonly Float32Array[]): Screens =>
  moments.reduce((screens, changes) => learnScreens(screens, changes, grid, ms(333)), before);
const times = (count: number, ...moments: readonly Float32Array[]): readonly Float32Array[] =>
  Array.from({ length: count }, () => moments).flat();
/** Cells that are left of a picture in which every cell is marked. */
const left = (screens: Screens): number => offScreen(screens, new Int8Array(96).fill(1), grid).filter((mark) => mark === 1).length;

const cut = [still, area(4, 2, 4, 3), still, still];

describe('a rectangle that changes at once', () => {
  test('three times is a screen, with a border of one cell', () => {
    expect(left(shown(noScreens(grid), ...times(3, ...cut)))).toBe(96);
    expect(left(shown(noScreens(grid), ...times(4, ...cut)))).toBe(96 - 6 * 5);
  });
  test('is forgotten in a quarter of an hour', () => {
    const screen = shown(noScreens(grid), ...times(30, ...cut));
    expect(left(learnScreens(screen, still, grid, ms(300_000)))).toBe(66);
    expect(left(learnScreens(screen, still, grid, ms(900_000)))).toBe(96);
  });
});

describe('not a screen:', () => {
  test('what goes on changing, as a person does', () => {
    expect(left(shown(noScreens(grid), ...times(9, still, area(4, 2, 4, 3), area(4, 2, 4, 3), area(4, 2, 4, 3))))).toBe(96);
  });
  test('a frame around what stays as it is', () => {
    const outline = area(3, 1, 6, 5).map((change, cell) => ((area(4, 2, 4, 3)[cell] as number) > 0 ? 0 : change));
    expect(left(shown(noScreens(grid), ...times(9, still, outline, still, still)))).toBe(96);
  });
  test('what is smaller than a laptop', () => {
    expect(left(shown(noScreens(grid), ...times(9, still, area(4, 2, 3, 2), still, still)))).toBe(96);
  });
  test('what changes by less than six greys', () => {
    expect(left(shown(noScreens(grid), ...times(9, still, area(4, 2, 4, 3, 5), still, still)))).toBe(96);
  });
});
