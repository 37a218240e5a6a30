// node src/bench/profile/instructions.mjs FEWER MORE FRAMES: two callgrind files of drive.mjs, the second with that many more frames:
// prints the instructions of one frame, in thousands. Start, warm-up and end are in both files and cancel out.
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import { byPlace } from './places.mjs';

/** Code that belongs to no file was compiled by V8. */
const placeOf = ({ ob, fn }) => (ob === '???' || ob === '' ? '[JIT];file:' : `${basename(ob)};${fn}`);

const [fewer, more, frames] = process.argv.slice(2);
const [before, after] = [new Map(byPlace(await selfCosts(fewer))), byPlace(await selfCosts(more))];
const rows = after.map(([name, count]) => [name, (count - (before.get(name) ?? 0)) / Number(frames) / 1000]);
rows.push(['all', rows.reduce((sum, [, count]) => sum + count, 0)]);
for (const [name, thousands] of rows) process.stdout.write(`${thousands.toFixed(1).padStart(9)}  ${name}\n`);

/**
 * `library;function` with its own instructions, without those of the functions it calls. A name is written in full once, then as a number.
 */
async function selfCosts(file) {
  const names = { ob: new Map(), fn: new Map() };
  const at = { ob: '', fn: '' };
  const costs = new Map();
  let called = false;
  for await (const line of createInterface(createReadStream(file))) {
    const [, key, number, name] = /^(ob|fn)=\((\d+)\)(?: (.*))?$/.exec(line) ?? /^c(ob|fn)=\((\d+)\)(?: (.*))?$/.exec(line) ?? [];
    if (key !== undefined) {
      if (name !== undefined) names[key].set(number, name);
      if (!line.startsWith('c')) at[key] = names[key].get(number) ?? '';
    } else if (line.startsWith('calls=')) called = true;
    else if (/^[+*\-\d]/.test(line)) {
      const place = placeOf(at);
      if (!called) costs.set(place, (costs.get(place) ?? 0) + Number(line.split(' ').at(-1)));
      called = false;
    }
  }
  return costs;
}
