// node src/bench/profile/shares.mjs PERF.DATA: where the CPU time of a recording of drive.mjs went, in percent.
import { execFileSync } from 'node:child_process';
import { byPlace } from './places.mjs';

const report = ['report', '-i', process.argv[2], '--no-children', '-F', 'sample,dso,sym', '--stdio', '-g', 'none', '-t', ';'];
const said = execFileSync('perf', report, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 2 ** 28 });
const samples = said.split('\n').flatMap((line) => {
  const [, count, place] = /^\s*(\d+)\s*;(.*)$/.exec(line) ?? [];
  return place === undefined ? [] : [[place.trim(), Number(count)]];
});
const all = samples.reduce((sum, [, count]) => sum + count, 0);
for (const [name, count] of byPlace(samples)) process.stdout.write(`${((count / all) * 100).toFixed(1).padStart(5)} %  ${name}\n`);
