// From a mood to its music: node src/bench/daemon/sound.mjs [--library FOLDER] [--fade 0ms] [--json]
// Development only. Build first. Asks the running daemon for one mood after another (POST /api/commands) and measures the time until it
// reports that the new track is audible: mpv's `playback-restart`, when its audio output begins. That output is `null`, which keeps time
// like a sound card. `pcm:FILE` would not work: mpv fills 65,536 frames (1.4 s) of it before playback begins.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { prepare } from './scenes.mjs';

const { values } = parseArgs({
  options: {
    library: { type: 'string' },
    fade: { type: 'string', default: '0ms' },
    bin: { type: 'string', default: join(dirname(fileURLToPath(import.meta.url)), '../../../bin/moodbox') },
    json: { type: 'boolean', default: false },
  },
});
/** The first track is not counted: there is nothing to fade out, and everything is loaded for the first time. */
const MOODS = ['neutral', 'happy', 'sad', 'angry', 'fear', 'surprise', 'happy', 'neutral', 'sad', 'angry', 'happy'];
const PATIENCE = 30_000;

const folder = mkdtempSync(join(tmpdir(), 'moodbox-bench-'));
const source = values.library === undefined ? {} : { MOODBOX_MUSIC_ORDER: 'library', MOODBOX_MUSIC_LIBRARY: values.library };
const settings = { ...prepare('off', folder), MOODBOX_LOG_LEVEL: 'info', MOODBOX_PLAYER_FADE: values.fade, ...source };
const daemon = spawn(values.bin, ['run'], { cwd: folder, env: { ...process.env, ...settings }, stdio: ['ignore', 'pipe', 'pipe'] });
const ended = once(daemon, 'exit');
const said = [];
for (const stream of [daemon.stdout, daemon.stderr]) createInterface(stream).on('line', (line) => said.push(line));

try {
  const page = (await heard(/^page +(\S+)/, 0))[1];
  const took = [];
  for (const mood of MOODS) {
    const from = said.length;
    const began = performance.now();
    await fetch(`${page}/api/commands`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ type: 'override', mood }),
    });
    await heard(/track\.started/, from);
    took.push(Math.round(performance.now() - began));
    await sleep(4000); // the new one fades in
  }
  const sorted = took.slice(1).sort((a, b) => a - b);
  const result = { first_ms: took[0], median_ms: sorted[Math.floor(sorted.length / 2)], most_ms: sorted.at(-1), fade: values.fade };
  process.stdout.write(
    values.json
      ? `${JSON.stringify(result)}\n`
      : `from a mood to its music: median ${result.median_ms} ms, at most ${result.most_ms} ms, the first ${result.first_ms} ms (fade ${values.fade})\n`,
  );
} finally {
  daemon.kill('SIGTERM');
  await ended;
  rmSync(folder, { recursive: true, force: true });
}

async function heard(form, from) {
  for (const limit = performance.now() + PATIENCE; performance.now() < limit; await sleep(2)) {
    const found = said
      .slice(from)
      .map((line) => form.exec(line))
      .find(Boolean);
    if (found) return found;
  }
  throw new Error(`nothing like ${form} was said:\n${said.join('\n')}`);
}
