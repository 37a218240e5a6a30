// node child.mjs SIDE FOOTAGE.json: one side in a process of its own. Prints {"about":…} when it is open; for each line on standard
// input it looks at all frames once and prints {"cpu_ms":…,"wall_ms":…,"found":[…],"rss_mb":…}. Reading the frames is not counted.
import { openSync, readFileSync, readSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { SIDES } from './sides.mjs';

const [name, path] = process.argv.slice(2);
const footage = JSON.parse(readFileSync(path, 'utf8'));
const { open, pixels } = SIDES[name];
const { file, bytes } = footage[pixels];
const frames = openSync(file);
const say = (said) => process.stdout.write(`${JSON.stringify(said)}\n`);

const side = await open(footage);
let seq = 0;
say({ about: side.about });
for await (const _line of createInterface(process.stdin)) say(await round());

async function round() {
  const spent = { cpu: 0, wall: 0 };
  const found = [];
  for (let index = 0; index < footage.frames; index += 1) {
    const frame = new Uint8Array(bytes);
    readSync(frames, frame, 0, bytes, index * bytes);
    const [wall, cpu] = [process.hrtime.bigint(), process.cpuUsage()];
    found.push(await side.look(frame, seq));
    const { user, system } = process.cpuUsage(cpu);
    spent.cpu += (user + system) / 1000;
    spent.wall += Number(process.hrtime.bigint() - wall) / 1e6;
    seq += 1;
  }
  return { cpu_ms: spent.cpu, wall_ms: spent.wall, found, rss_mb: process.memoryUsage.rss() / 2 ** 20 };
}
