import { expect, test } from 'vitest';
import type { Reach } from '../../../src/bench/reach.ts';
import { reachFigure } from '../../../src/cli/figures/reach.ts';

const seen = (found: number) => ({ found, same: found, wrong: 0, cpu_ms: 4 });
const madeReach: Reach = {
  reach: 'normal',
  people: ['one', 'two'],
  lights: ['day'],
  frames: 30,
  rows: [0.75, 1.5, 3, 4].map((metres) => ({ metres, pixels: 100, ours: seen(1 - metres / 20), paper: seen(1 - metres / 5) })),
  first_cpu_ms: 100,
  ratio: 15.2,
};

test('the figure of the reach names its distances, and draws three lines with a dot for each of them', () => {
  const svg = reachFigure(madeReach);
  for (const { metres } of madeReach.rows) expect(svg).toContain(`>${metres} m</text>`);
  expect(svg.match(/<polyline /g)).toHaveLength(3);
  expect(svg.match(/<circle /g)).toHaveLength(12);
  expect(svg).toContain('1/15 of the recipe');
});
