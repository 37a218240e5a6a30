import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../assets.ts';
import { PROMISES } from './promises.ts';

const page = readFileSync(join(root, 'docs/reliability.md'), 'utf8');

test.each(Object.values(PROMISES))('docs/reliability.md promises what is held: $fault', ({ fault, heard, most }) => {
  expect(page).toContain(`| ${fault} | ${heard} | ${most} s |`);
});
