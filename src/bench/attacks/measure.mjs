#!/usr/bin/env node
// What the box notices of an attack on its page:
//
//   node src/bench/attacks/measure.mjs [--attack pipelining,streams,…] [--seconds 60] [--warm 60] [--rest 15] [--bin bin/moodbox] [--json]
//
// Build first (npm run build). One box bears all attacks in turn, so that what one of them leaves behind shows in the next row: the built
// daemon with its eyes at 10 FPS on a clip of 1280 x 720, its own broker, and music into a file. The attacker (a process of its own, as
// nice as the page) comes from 127.0.0.1, the honest visitor from 127.0.0.2. Each attack gives one row of the table of docs/reliability.md.
// All of them take about 20 minutes; Ctrl-C ends the box too.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { getPriority, loadavg, setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import mqtt from 'mqtt';
import { ATTACKS } from '../../../dist/bench/attacks/attacks.js';
import { childrenOf, memoryMb } from '../daemon/proc.mjs';
import { prepare } from '../daemon/scenes.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const ATTACKER = join(root, 'dist/bench/attacks/attacker.js');
const { values } = parseArgs({
  options: {
    attack: { type: 'string', default: Object.keys(ATTACKS).join(',') },
    seconds: { type: 'string', default: '60' },
    bin: { type: 'string', default: join(root, 'bin/moodbox') },
    warm: { type: 'string', default: '60' },
    rest: { type: 'string', default: '15' },
    json: { type: 'boolean', default: false },
  },
});
const SECONDS = Number(values.seconds);
/** How much nicer than the daemon the page makes itself; the attacker gets as little, since in earnest it has a machine of its own. */
const MODESTY = 5;
const HEAD = [
  '| attack (sockets) | eyes, FPS | MQTT away | longest time without sound | memory of the daemon, MB: before, most, after | of the page, MB | honest visitor: slowest answer, not answered |',
  '| --- | --- | --- | --- | --- | --- | --- |',
];

async function measure(name, { box, ear, sound }) {
  const before = memory(box.pid);
  const most = { ...before };
  const clock = setInterval(() => raise(most, memory(box.pid)), 500);
  const visitor = new Visitor(Number(new URL(box.url).port));
  const gaps = new Gaps(sound);
  ear.begin();
  const load = loadavg()[0];
  const attacker = spawn(process.execPath, [ATTACKER, name, new URL(box.url).port], { stdio: 'ignore' });
  setPriority(attacker.pid, Math.min(19, getPriority() + MODESTY));
  try {
    await sleep(SECONDS * 1000);
  } finally {
    attacker.kill('SIGKILL');
  }
  const seen = { ...ear.end(), gap: gaps.end(), ...visitor.end(), load: [load, loadavg()[0]] };
  await sleep(Number(values.rest) * 1000); // to get over it
  clearInterval(clock);
  return { name, before, most, after: memory(box.pid), ...seen };
}

/** Calls `work` with a box that has played for a while: the first search and the first track take memory of their own. */
async function withBox(work) {
  const folder = mkdtempSync(join(tmpdir(), 'moodbox-attacks-'));
  const sound = join(folder, 'sound.wav');
  const box = await start(folder, sound);
  const ear = new Ear(box.broker);
  try {
    await sleep(Number(values.warm) * 1000);
    await work({ box, ear, sound });
  } finally {
    ear.close();
    await box.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function start(folder, sound) {
  const env = { ...process.env, ...prepare('face', folder), MOODBOX_PLAYER_OUTPUT: `pcm:${sound}`, MOODBOX_MQTT_ID: 'box' };
  const daemon = spawn(values.bin, ['run'], { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] });
  const said = {};
  createInterface(daemon.stdout).on('line', (line) => {
    said.url ??= /^page\s+(\S+)/.exec(line)?.[1];
    said.broker ??= /^broker\s+connected to (\S+)/.exec(line)?.[1];
    said.music ??= /^music +(?!silent|paused)\S/.test(line) || undefined;
  });
  const ended = once(daemon, 'exit');
  for (let tries = 0; !(said.url && said.broker && said.music); tries += 1) {
    if (tries > 600 || daemon.exitCode !== null) throw new Error('the box does not start');
    await sleep(100);
  }
  const stop = async () => {
    daemon.kill('SIGTERM');
    await ended;
  };
  return { pid: daemon.pid, ...said, stop };
}

/** Memory in MB (resident): the daemon, and its page if that is a process of its own. */
function memory(pid) {
  const page = childrenOf(pid).find((child) => child.name === 'node' || child.name === 'MainThread');
  try {
    return { daemon: memoryMb(pid).rss, page: page ? memoryMb(page.pid).rss : 0 };
  } catch {
    return { daemon: Number.NaN, page: Number.NaN }; // it has gone
  }
}

function raise(most, now) {
  for (const key of Object.keys(most)) most[key] = Math.max(most[key], now[key] || 0);
}

/** Listens to the box's own broker: whether it is online. */
class Ear {
  #client;
  #since;
  #away = 0;
  #awaySince;

  constructor(url) {
    this.#client = mqtt.connect(url, { reconnectPeriod: 500 });
    this.#client.on('error', () => undefined).subscribe('moodbox/box/#');
    this.#client.on('message', (topic, payload) => this.#heard(topic, payload.toString()));
  }

  begin() {
    this.#since = Date.now();
    this.#away = 0;
  }

  end() {
    this.#back();
    return { away: this.#away / 1000 };
  }

  close() {
    this.#client.end(true);
  }

  #heard(topic, payload) {
    if (topic !== 'moodbox/box/availability' || this.#since === undefined) return;
    if (payload === 'offline') this.#awaySince ??= Date.now();
    else this.#back();
  }

  #back() {
    if (this.#awaySince !== undefined) this.#away += Date.now() - this.#awaySince;
    this.#awaySince = undefined;
  }
}

/** Watches the file of the sound grow, ten times a second. */
class Gaps {
  #last = Date.now();
  #size = 0;
  #longest = 0;
  #timer;

  constructor(file) {
    this.#timer = setInterval(() => {
      const { size } = statSync(file);
      if (size === this.#size) return;
      this.#longest = Math.max(this.#longest, Date.now() - this.#last);
      this.#last = Date.now();
      this.#size = size;
    }, 100);
  }

  end() {
    clearInterval(this.#timer);
    return Math.max(this.#longest, Date.now() - this.#last) / 1000;
  }
}

/** Asks for the report five times a second, with a socket of its own each time, and for the page in between. */
class Visitor {
  #port;
  #open = new Set();
  #times = [];
  #rates = [];
  #asked = 0;
  #missed = 0;
  #timer;

  constructor(port) {
    this.#port = port;
    this.#timer = setInterval(() => void this.#ask(this.#asked % 5 === 0 ? '/' : '/api/report'), 200);
  }

  /** A question that is still open counts with the time that it has waited. The rate of the eyes is as the reports say it, on average. */
  end() {
    clearInterval(this.#timer);
    const waiting = [...this.#open].map((began) => Date.now() - began);
    const late = waiting.filter((each) => each > 1000).length;
    const slowest = Math.max(0, ...this.#times, ...waiting) / 1000;
    const fps = this.#rates.reduce((sum, each) => sum + each, 0) / this.#rates.length;
    return { slowest, asked: this.#asked, missed: this.#missed + late, fps };
  }

  async #ask(path) {
    const began = Date.now();
    this.#asked += 1;
    this.#open.add(began);
    try {
      const body = await answer({ host: '127.0.0.1', port: this.#port, path, localAddress: '127.0.0.2', agent: false });
      if (path !== '/') this.#rates.push(JSON.parse(body).fps);
    } catch {
      this.#missed += 1;
    }
    this.#open.delete(began);
    this.#times.push(Date.now() - began);
  }
}

/** The body of a 200. Rejects for any other answer. */
async function answer(to) {
  const [res] = await once(request(to).end(), 'response');
  if (res.statusCode !== 200) throw new Error(`answered ${res.statusCode}`);
  return text(res);
}

function row({ name, before, most, after, fps, away, gap, slowest, asked, missed }) {
  const { title, sockets } = ATTACKS[name];
  const mb = (key) => [before, most, after].map((each) => Math.round(each[key])).join(', ');
  return `| ${title} (${sockets}) | ${fps.toFixed(1)} | ${away.toFixed(1)} s | ${gap.toFixed(1)} s | ${mb('daemon')} | ${mb('page')} | ${slowest.toFixed(2)} s, ${missed} of ${asked} |`;
}

const results = [];
const names = values.attack.split(',');
const unknown = names.find((name) => !Object.hasOwn(ATTACKS, name));
if (unknown !== undefined) throw new Error(`there is no attack '${unknown}': choose from ${Object.keys(ATTACKS).join(', ')}`);
if (!values.json) process.stdout.write(`${HEAD.join('\n')}\n`);
await withBox(async (parts) => {
  for (const name of names) {
    const result = await measure(name, parts);
    results.push(result);
    if (!values.json) process.stdout.write(`${row(result)}\n`);
  }
});
if (values.json) process.stdout.write(`${JSON.stringify(results, undefined, 1)}\n`);
