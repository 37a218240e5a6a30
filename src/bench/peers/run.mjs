// src/bench/peers/run [--clip FILE] [--seconds N] [--rounds N] [--side NAME,…] [--json]: README.md says what for.
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { figuresOf, lines } from './figures.mjs';
import { decode, usualClip } from './footage.mjs';
import { NEEDS, PEERS } from './peers.mjs';
import { SideProcess } from './side-process.mjs';

const { values } = parseArgs({
  options: {
    clip: { type: 'string' },
    seconds: { type: 'string', default: '20' },
    rounds: { type: 'string', default: '3' },
    side: { type: 'string', default: Object.keys(PEERS).join() },
    json: { type: 'boolean', default: false },
  },
});

const wanted = values.side.split(',');
const unknown = wanted.filter((name) => !PEERS[name]);
const [seconds, rounds] = [values.seconds, values.rounds].map(Number);
if (unknown.length > 0) fail(`there is no side '${unknown.join(', ')}'; there are ${Object.keys(PEERS).join(', ')}`);
if (!(seconds > 0) || !(rounds >= 1)) fail('--seconds and --rounds want a number above 0');
for (const { there, what } of NEEDS) if (!there()) fail(what);

const sides = wanted.filter((name) => PEERS[name].there());
const missing = wanted.filter((name) => !sides.includes(name)).map((name) => `${name} is left out: ${PEERS[name].what}`);
if (sides.length === 0) fail(missing.join('\n'));

const folder = mkdtempSync(join(tmpdir(), 'moodbox-peers-'));
try {
  const measured = await measure(folder);
  const said = values.json ? [JSON.stringify(measured)] : lines(measured);
  for (const line of said) process.stdout.write(`${line}\n`);
  for (const line of missing) process.stderr.write(`${line}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Opens every side and warms it up with a round that is not counted; then the sides take turns, forwards and backwards, one at a time. */
async function measure(folder) {
  const clip = values.clip ?? usualClip();
  const { path, frames } = decode(clip, seconds, folder);
  const open = Object.fromEntries(sides.map((name) => [name, new SideProcess(name, PEERS[name].command(path))]));
  const seen = Object.fromEntries(sides.map((name) => [name, []]));
  const about = {};
  try {
    for (const name of sides) about[name] = (await open[name].answer()).about;
    for (let round = 0; round <= rounds; round += 1) {
      for (const name of round % 2 === 0 ? sides : sides.toReversed()) {
        const answer = await open[name].round();
        if (round > 0) seen[name].push(answer);
      }
    }
  } finally {
    for (const side of Object.values(open)) side.end();
  }
  const machine = { cpu: cpus()[0]?.model.trim(), cores: cpus().length, node: process.version };
  return { clip, frames, rounds, machine, missing, sides: figuresOf(seen, about, frames) };
}

function fail(why) {
  process.stderr.write(`${why}\n`);
  process.exit(1);
}
