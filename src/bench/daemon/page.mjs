// What a page costs that stays open:
//
//   node src/bench/daemon/page.mjs [--minutes 60] [--scene face] [--bin bin/moodbox] [--json]
//
// Development only. Build first (npm run build). Runs the daemon on a clip with the page open in Chromium, and prints each minute the heap
// and the nodes of the tab after its garbage has been collected, and the memory of the daemon and of the process that serves the page.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { childrenOf, cpuMs, memoryMb } from './proc.mjs';
import { prepare } from './scenes.mjs';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    scene: { type: 'string', default: 'face' },
    bin: { type: 'string', default: join(dirname(fileURLToPath(import.meta.url)), '../../../bin/moodbox') },
    json: { type: 'boolean', default: false },
  },
});
const MINUTE = 60_000;
const PAGE = /^page\s.*?(https?:\/\/\S+)/;
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run', '--disable-background-networking'];

const folder = mkdtempSync(join(tmpdir(), 'moodbox-bench-'));
const settings = prepare(values.scene, folder);
const daemon = spawn(values.bin, ['run'], { cwd: folder, env: { ...process.env, ...settings }, stdio: ['ignore', 'pipe', 'inherit'] });
const ended = once(daemon, 'exit');
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, args: FLAGS });
try {
  const url = await Promise.race([address(), ended.then(([code]) => Promise.reject(new Error(`the daemon ended with ${code}`)))]);
  await watch(await opened(url));
} finally {
  await browser.close();
  daemon.kill('SIGTERM');
  await ended;
  rmSync(folder, { recursive: true, force: true });
}

async function address() {
  for await (const line of createInterface(daemon.stdout)) {
    const found = PAGE.exec(line);
    if (found) {
      daemon.stdout.resume();
      return found[1];
    }
  }
  throw new Error('the daemon has named no page');
}

async function opened(url) {
  const page = await browser.newPage({ viewport: { width: 360, height: 740 } });
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  let bytes = 0;
  session.on('Network.dataReceived', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  await page.goto(url);
  await page.waitForSelector('html[data-link=live]');
  await page.waitForSelector('.question, .decides, .record'); // the later half
  return { session, received: () => bytes };
}

async function watch({ session, received }) {
  const began = performance.now();
  const web = childrenOf(daemon.pid).find(({ pid }) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('web/process/main'));
  for (let minute = 0; minute <= Number(values.minutes); minute += 1) {
    await sleep(Math.max(0, began + minute * MINUTE - performance.now()));
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
    const look = {
      ...{ minute, heap_kb: Math.round(usedSize / 1024), nodes, listeners: jsEventListeners, received_kb: Math.round(received() / 1024) },
      ...{ daemon: memoryMb(daemon.pid), page: web && memoryMb(web.pid), cpu_s: Math.round(cpuMs(daemon.pid) / 100) / 10 },
    };
    process.stdout.write(`${values.json ? JSON.stringify(look) : lineOf(look)}\n`);
  }
}

function lineOf({ minute, heap_kb, nodes, listeners, received_kb, daemon: own, page, cpu_s }) {
  const memory = (of) => (of ? `RSS ${of.rss} PSS ${of.pss}` : 'none');
  const tab = `tab ${heap_kb} kB, ${nodes} nodes, ${listeners} listeners, ${received_kb} kB received`;
  return `${String(minute).padStart(3)} min  ${tab}  daemon ${memory(own)}  page's process ${memory(page)}  CPU ${cpu_s} s`;
}
