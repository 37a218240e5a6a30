#!/usr/bin/env node
// Comments wrap at the formatter's width. Biome wraps code only.
//
//   node scripts/comment-width.mjs    prints each line of a comment in src, test and web that is too long; exit 1 if there is one
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const { lineWidth } = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8')).formatter;
const COMMENT = /^\s*(\/\*\*? |\* |\/\/ )/;

for (const file of ['src', 'test', 'web'].flatMap((folder) => readdirSync(join(root, folder), { recursive: true }).map((name) => `${folder}/${name}`))) {
  if (!/\.(tsx?|mjs|css)$/.test(file)) continue;
  for (const [index, line] of readFileSync(join(root, file), 'utf8').split('\n').entries()) {
    if (line.length <= lineWidth || !COMMENT.test(line)) continue;
    process.stderr.write(`${file}:${index + 1}: a comment of ${line.length} columns; wrap it at ${lineWidth}\n`);
    process.exitCode = 1;
  }
}
