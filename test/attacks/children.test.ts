import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo, Server } from 'node:net';
import { createServer } from 'node:net';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clip, root } from '../assets.ts';
import type { Relative } from '../fixtures/family.ts';
import { descendantsOf } from '../fixtures/family.ts';
import type { RunningBox } from '../system/box.ts';
import { startBox, tempFolder } from '../system/box.ts';

const PATIENCE = { timeout: 45_000, interval: 50 };
/** Each place has a secret of its own, so that a failure names it. */
const SECRETS = { mqtt: 's3cret-mqtt', camera: 's3cret-camera', station: 's3cret-station', token: 's3cret-token', other: 's3cret-other' };
const PROXY = 's3cret-proxy';

/**
 * A local user looks at `ps`; a yt-dlp, mpv or ffmpeg that a stranger's stream has taken over looks at its own environment.
 * Before: yt-dlp, mpv and ffmpeg had the broker's password, the credentials' folder and everything else in their environment. After: none.
 */
describe.runIf(existsSync(join(root, 'dist/cli/main.js')))('the programs that the built daemon starts', { timeout: 120_000 }, () => {
  let box: RunningBox;
  let silent: Server;
  let folder: string;
  const seen = new Map<number, Relative>();
  /** What yt-dlp, which is gone within moments, was given: it writes that down itself. */
  const calls = (): readonly string[] =>
    readdirSync(folder)
      .filter((name) => name.startsWith('call-'))
      .map((name) => readFileSync(join(folder, name), 'utf8'));

  beforeAll(async () => {
    folder = await tempFolder();
    silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const port = (silent.address() as AddressInfo).port;
    const ytdlp = join(folder, 'yt-dlp');
    writeFileSync(
      ytdlp,
      `#!/bin/sh\ntr '\\0' '\\n' </proc/$$/environ >'${folder}'/call-$$\necho "ARGUMENTS $*" >>'${folder}'/call-$$\necho 2026.11.20\n`,
      { mode: 0o755 },
    );
    const mapping = join(folder, 'music.yaml');
    const station = `http://listener:${SECRETS.station}@127.0.0.1:${port}/live?token=${SECRETS.token}`;
    const mood = { queries: ['piano'], streams: [station] };
    const moods = ['happy', 'sad', 'angry', 'fear', 'surprise', 'neutral', 'disgust', 'away'];
    writeFileSync(mapping, JSON.stringify({ presets: { gentle: Object.fromEntries(moods.map((name) => [name, mood])) } }));
    const config = {
      camera: { sources: [{ front: clip() }, { door: `rtsp://viewer:${SECRETS.camera}@127.0.0.1:${port}/live` }] },
      mood: { hold: '500ms' },
      music: { order: ['youtube', 'streams', 'loops'], mapping, ytdlp },
      player: { output: 'null' },
      mqtt: { username: 'house', broker_port: 0 },
      web: { port: 0 },
      state: { dir: join(folder, 'state') },
    };
    const env = { MOODBOX_MQTT_PASSWORD: SECRETS.mqtt, CREDENTIALS_DIRECTORY: '/run/credentials/x', ACCESS_KEY: SECRETS.other };
    box = await startBox(folder, config, { ...env, http_proxy: `http://user:${PROXY}@127.0.0.1:9`, no_proxy: '127.0.0.1' });
  }, 90_000);
  afterAll(async () => {
    silent?.close();
    await box?.[Symbol.asyncDispose]();
  });

  test('learn no secret, neither on their command line nor in their environment', async () => {
    const wanted = ['mpv', 'ffmpeg', 'mosquitto'];
    const names = (): readonly string[] => {
      for (const each of descendantsOf(box.pid)) if (each.command.length > 0) seen.set(each.pid, each);
      return [...seen.values()].map(({ command }) => basename(command[0] ?? ''));
    };
    await expect.poll(() => wanted.filter((name) => !names().includes(name)), PATIENCE).toEqual([]);
    await expect.poll(() => calls().filter((call) => call.includes('ytsearch10')).length, PATIENCE).toBeGreaterThan(0);
    const told = [...[...seen.values()].flatMap(({ command, environment }) => [...command, ...environment]), ...calls()];
    for (const secret of Object.values(SECRETS)) expect(told.filter((words) => words.includes(secret))).toEqual([]);
    expect(told.filter((words) => /^(MOODBOX_|CREDENTIALS_DIRECTORY)/m.test(words))).toEqual([]);
    // The proxy's password is needed in the environment by whoever uses the network; a command line, which everybody sees, never holds it.
    expect([...seen.values()].filter(({ command }) => command.some((word) => word.includes(PROXY)))).toEqual([]);
    expect(calls().filter((call) => /^ARGUMENTS .*s3cret/m.test(call))).toEqual([]);
  });

  test("give yt-dlp a home of its own, which isn't ours", () => {
    const homes = calls().map((call) => /^HOME=(.*)$/m.exec(call)?.[1]);
    expect(homes.length).toBeGreaterThan(0);
    for (const home of homes) expect(home).toMatch(/moodbox-ytdlp-\w{6}$/);
  });

  test('are ended before the daemon when memory runs out', () => {
    const scores = descendantsOf(box.pid)
      .filter(({ command }) => /mpv$/.test(command[0] ?? ''))
      .map(({ pid }) => Number(readFileSync(`/proc/${pid}/oom_score_adj`, 'utf8')));
    expect(scores.length).toBeGreaterThan(0);
    expect(Math.min(...scores)).toBeGreaterThan(Number(readFileSync(`/proc/${box.pid}/oom_score_adj`, 'utf8')));
  });
});
