#!/usr/bin/env node
// What the chaos tests measure, as the table of docs/reliability.md.
//
//   node src/bench/reliability/measure.mjs          runs test/chaos and prints the table (build first: npm run build)
//   node src/bench/reliability/measure.mjs FILE     prints the table of what an earlier run wrote to FILE (MOODBOX_CHAOS_MEASURED=FILE)
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));

function run() {
  const folder = mkdtempSync(join(tmpdir(), 'moodbox-reliability-'));
  const file = join(folder, 'measured.jsonl');
  try {
    const env = { ...process.env, MOODBOX_CHAOS_MEASURED: file };
    const { status } = spawnSync(join(root, 'node_modules/.bin/vitest'), ['run', 'test/chaos'], {
      cwd: root,
      env,
      stdio: ['ignore', 2, 2],
    });
    process.exitCode = status ?? 1;
    return linesOf(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const linesOf = (file) => {
  if (!existsSync(file)) throw new Error(`nothing was measured: there is no ${file}`);
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
};

/** One row for each promise, in the order in which they are made. */
function rows(lines) {
  const groups = grouped(lines);
  return [...groups.values()]
    .sort(([a], [b]) => a.place - b.place)
    .map((group) => {
      const [{ fault, heard, most }] = group;
      const seconds = group.map((each) => each.seconds).sort((a, b) => a - b);
      const median = seconds[Math.floor((seconds.length - 1) / 2)];
      return `| ${fault} | ${heard} | ${most} s | ${tenths(median)} s | ${tenths(seconds.at(-1))} s | ${seconds.length} |`;
    });
}

function grouped(lines) {
  const groups = new Map();
  for (const line of lines) groups.set(line.name, [...(groups.get(line.name) ?? []), line]);
  return groups;
}

const tenths = (seconds) => seconds.toFixed(1);
const [file] = process.argv.slice(2);
const lines = file === undefined ? run() : linesOf(file);
const head = [
  '| what goes wrong | what is heard then | at most | half the time | longest seen | times |',
  '| --- | --- | --- | --- | --- | --- |',
];
process.stdout.write(`${[...head, ...rows(lines)].join('\n')}\n`);
