import { expect, it } from 'vitest';
import { whyKey } from '../../../web/src/views/camera/why-key.ts';

const SIDE = 16;
/** A map with this value in these rows. */
const rows = (from: number, to: number, value: number): number[] =>
  Array.from({ length: SIDE * SIDE }, (_, at) => (Math.floor(at / SIDE) >= from && Math.floor(at / SIDE) < to ? value : -0.2));

it.each([
  ['why_eyes', rows(2, 5, 0.8)],
  ['why_nose', rows(6, 10, 0.8)],
  ['why_mouth', rows(11, 15, 0.8)],
  ['why_nowhere', rows(0, SIDE, 0.5)],
  ['why_nowhere', rows(0, SIDE, -0.5)],
] as const)('%s: says where what speaks for the reading lies', (key, grid) => expect(whyKey(grid, SIDE)).toBe(key));
