// node bench/profile/instructions.mjs FEWER MORE FRAMES: two files of callgrind over drive.mjs, of which the second saw so many frames
// more: the instructions of a frame, in thousands. What starting, warming up and ending took is in both, and falls out.
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import { byPlace } from './places.mjs';

/** Code that lies in no file is what V8 compiled. */
const placeOf = ({ ob, fn }) => (ob === '???' || ob === '' ? '[JIT];file:' : `${basename(ob)};${fn}`);

const [fewer, more, frames] = process.argv.slice(2);
const [before, after] = [new Map(byPlace(await selfCosts(fewer))), byPlace(await selfCosts(more))];
const rows = after.map(([name, count]) => [name, (count - (before.get(name) ?? 0)) / Number(frames) / 1000]);
rows.push(['all', rows.reduce((sum, [, count]) => sum + count, 0)]);
for (const [name, thousands] of rows) process.stdout.write(`${thousands.toFixed(1).padStart(9)}  ${name}\n`);

/** `library;function` with its own instructions, those that it called left out. Names are written once, then told by number. */
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
