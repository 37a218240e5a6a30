// What the daemon costs:
//
//   node src/bench/daemon/measure.mjs [--scene face,vga,empty,off,face-face,face-empty,empty-empty] [--seconds 30 | --minutes 30] [--json]
//
// Development only. Build first (npm run build). The capture's own decoding is part of the daemon's CPU time: the clips are MJPG of
// 1280 x 720 (vga: 640 x 480) at 10 a second, as a USB camera sends them. mpv and the broker are processes of their own and reported apart.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { childrenOf, cpuMs, memoryMb } from './proc.mjs';
import { prepare } from './scenes.mjs';

const { values } = parseArgs({
  options: {
    scene: { type: 'string', default: 'face,empty,off' },
    seconds: { type: 'string', default: '30' },
    minutes: { type: 'string' },
    warm: { type: 'string', default: '20' },
    bin: { type: 'string', default: join(dirname(fileURLToPath(import.meta.url)), '../../../bin/moodbox') },
    json: { type: 'boolean', default: false },
  },
});
const seconds = values.minutes === undefined ? Number(values.seconds) : Number(values.minutes) * 60;
const MOOD = /^mood +(?!away)[a-z]/;
const SLOWEST_START = 60_000;

const results = {};
for (const name of values.scene.split(',')) {
  const folder = mkdtempSync(join(tmpdir(), 'moodbox-bench-'));
  try {
    results[name] = await measure(name, folder);
    if (!values.json) print(name, results[name]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
if (values.json) process.stdout.write(`${JSON.stringify(results)}\n`);

async function measure(name, folder) {
  const settings = prepare(name, folder);
  const began = performance.now();
  const daemon = spawn(values.bin, ['run'], { cwd: folder, env: { ...process.env, ...settings }, stdio: ['ignore', 'pipe', 'inherit'] });
  const at = {};
  createInterface(daemon.stdout).on('line', (line) => {
    const ms = Math.round(performance.now() - began);
    if (line.startsWith('page')) at.page_ms ??= ms;
    if (/^camera .*watching/.test(line)) at.camera_ms ??= ms;
    if (MOOD.test(line)) at.mood_ms ??= ms;
    if (/^music +(?!silent|paused)\S/.test(line)) at.music_ms ??= ms;
  });
  const ended = once(daemon, 'exit');
  try {
    await Promise.race([started(name, at), ended.then(([code]) => Promise.reject(new Error(`the daemon ended with ${code}`)))]);
    await sleep(Number(values.warm) * 1000);
    return { start: at, ...(await watched(daemon.pid)) };
  } finally {
    daemon.kill('SIGTERM');
    await ended;
  }
}

async function started(name, at) {
  const last = name.startsWith('face') || name === 'vga' ? 'mood_ms' : 'page_ms';
  for (const limit = performance.now() + SLOWEST_START; at[last] === undefined; await sleep(20)) {
    if (performance.now() > limit) throw new Error(`no ${last} within ${SLOWEST_START / 1000} s`);
  }
}

/** CPU of the daemon and of each child in percent of one core, over the time asked for; memory at the start, each minute and at the end. */
async function watched(pid) {
  const children = childrenOf(pid);
  const from = { at: performance.now(), own: cpuMs(pid), children: children.map((child) => cpuMs(child.pid)) };
  const memory = [{ minute: 0, ...memoryMb(pid) }];
  for (let left = seconds; left > 0; left -= 60) {
    await sleep(Math.min(60, left) * 1000);
    memory.push({ minute: Math.round((performance.now() - from.at) / 600) / 100, ...memoryMb(pid) });
  }
  const span = performance.now() - from.at;
  const percent = (used) => Math.round((used / span) * 100_00) / 100;
  return {
    cpu_percent: percent(cpuMs(pid) - from.own),
    children: Object.fromEntries(children.map((child, i) => [child.name, percent(cpuMs(child.pid) - from.children[i])])),
    memory_mb: memory,
  };
}

function print(name, { start, cpu_percent, children, memory_mb }) {
  const line = (...parts) => process.stdout.write(`${parts.join('  ')}\n`);
  line(name.padEnd(6), `${cpu_percent} % of a core`, `children ${JSON.stringify(children)}`, `start ${JSON.stringify(start)}`);
  for (const each of memory_mb)
    line('      ', `after ${each.minute} min:`, `RSS ${each.rss} MB, PSS ${each.pss} MB, private dirty ${each.private_dirty} MB`);
}
