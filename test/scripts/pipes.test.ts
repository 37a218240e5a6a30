import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../assets.ts';

const folders = ['scripts', 'scripts/lib'];
const files = folders.flatMap((folder) =>
  readdirSync(join(root, folder), { withFileTypes: true })
    .filter((each) => each.isFile() && !each.name.endsWith('.mjs'))
    .map((each) => join(folder, each.name)),
);

// `grep -q` ends at the first line that fits. The program that still writes into the pipe is ended by that, and with pipefail the whole
// check fails, now and then: a watchdog that did its work was called broken so.
test.each(files)('no check in %s reads a pipe by halves', (file) => {
  const lines = readFileSync(join(root, file), 'utf8').split('\n');
  expect(lines.filter((line) => /[^|]\|\s*grep\s+-\w*q/.test(line) && !/^\s*#/.test(line))).toEqual([]);
});
