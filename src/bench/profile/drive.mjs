// node src/bench/profile/drive.mjs [--seconds N] [--rounds N] [--warm N] [--searches] [--perf FILE]
// Our eyes over the usual clip, decoded beforehand, and nothing else: for a profiler to look at. Prints how many frames it saw and their
// CPU time; with --searches also how often a whole frame was searched and how often only around a face, and what one search costs. With
// --perf, perf records this process from the end of the warm-up to the end of the last round.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { decode, usualClip } from '../peers/footage.mjs';
import { ours } from '../peers/sides/moodbox.mjs';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '20' },
    rounds: { type: 'string', default: '20' },
    warm: { type: 'string', default: '3' },
    searches: { type: 'boolean', default: false },
    perf: { type: 'string' },
  },
});
const [seconds, rounds, warm] = [values.seconds, values.rounds, values.warm].map(Number);

const folder = mkdtempSync(join(tmpdir(), 'moodbox-profile-'));
const footage = JSON.parse(readFileSync(decode(usualClip(), seconds, folder).path, 'utf8'));
const whole = readFileSync(footage.gray.file);
rmSync(folder, { recursive: true });
const frames = Array.from(
  { length: footage.frames },
  (_, index) => new Uint8Array(whole.subarray(index * footage.gray.bytes, (index + 1) * footage.gray.bytes)),
);

const searches = values.searches ? await counted(['find', 'findAgain']) : undefined;
const side = await ours(footage);
let seq = 0;
async function look(times) {
  for (let round = 0; round < times; round += 1) for (const frame of frames) await side.look(frame, seq++);
}

await look(warm);
const perf = values.perf === undefined ? undefined : await recording(values.perf);
const before = process.cpuUsage();
await look(rounds);
const { user, system } = process.cpuUsage(before);
if (perf) {
  perf.kill('SIGINT');
  await once(perf, 'exit');
}
const seen = rounds * frames.length;
const cpu_ms_per_frame = (user + system) / 1000 / Math.max(1, seen);
process.stdout.write(`${JSON.stringify({ frames: seen, all_frames: seq, cpu_ms_per_frame, searches })}\n`);

/** Counts the searches of every finder from now on, the warm-up's too. */
async function counted(kinds) {
  const { HaarFinder } = await import('../../../dist/inference/finding/haar.js');
  const counts = Object.fromEntries(kinds.map((kind) => [kind, { times: 0, cpu_ms: 0 }]));
  for (const kind of kinds) {
    const search = HaarFinder.prototype[kind];
    HaarFinder.prototype[kind] = async function (...given) {
      const before = process.cpuUsage();
      const found = await search.apply(this, given);
      const { user, system } = process.cpuUsage(before);
      counts[kind] = { times: counts[kind].times + 1, cpu_ms: counts[kind].cpu_ms + (user + system) / 1000 };
      return found;
    };
  }
  return counts;
}

async function recording(file) {
  const child = spawn('perf', ['record', '-e', 'cpu-clock', '-F', '1999', '-g', '-o', file, '-p', String(process.pid)], {
    stdio: 'ignore',
  });
  for (const limit = performance.now() + 10_000; !existsSync(file) && performance.now() < limit; ) await sleep(50);
  await sleep(1000); // by now it has attached to all threads; if not, the profile begins a little later
  return child;
}
