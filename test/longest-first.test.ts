import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './assets.ts';
import { LONGEST } from './longest-first.ts';

test.each(LONGEST)('%s, which begins first, is a file that is there', (name) => {
  expect(existsSync(join(root, name))).toBe(true);
});
