import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../assets.ts';
import { files, serve } from '../players/messages.ts';
import type { RunningBox } from './box.ts';
import { startBox, tempFolder } from './box.ts';
import { loudness } from './sound.ts';

const PATIENCE = { timeout: 60_000, interval: 250 };
const MUSIC = 880;
const WORDS = 330;
const AUDIBLE = -40;
const SILENT = -60;

function tone(folder: string, name: string, hertz: number, seconds: number): string {
  const file = join(folder, name);
  const source = `sine=frequency=${hertz}:duration=${seconds}:sample_rate=48000`;
  execFileSync('ffmpeg', ['-v', 'error', '-y', '-f', 'lavfi', '-i', source, '-ac', '2', file]);
  return file;
}

/** A box that plays one tone and records what is heard, and a server with messages that it may fetch from, but from nothing else here. */
async function stage() {
  const folder = await tempFolder();
  await mkdir(join(folder, 'music', 'sad'), { recursive: true });
  tone(join(folder, 'music', 'sad'), 'tone.flac', MUSIC, 600);
  const own = await serve((_, response) => void response.end());
  const words = tone(folder, 'words.wav', WORDS, 5);
  const given = files({ words, song: tone(folder, 'song.opus', WORDS, 30), noise: join(root, 'package.json') });
  const server = await serve((request, response) => {
    if (request.url === '/inside') response.writeHead(302, { location: own.at('reboot') }).end();
    else if (request.url !== '/hang') given(request, response);
  });
  const record = join(folder, 'heard.wav');
  const config = {
    player: {
      output: `pcm:${record}`,
      volume: 100,
      even_loudness: false,
      fetch_from: [`127.0.0.1:${server.port}`],
      announce_longest: '6s',
    },
    camera: { source: '/dev/video99' },
    music: { order: ['library'], library: join(folder, 'music') },
    ...{ mqtt: { broker_port: 0 }, state: { dir: folder }, web: { port: 0 } },
  };
  const box = await startBox(folder, config);
  const close = async (): Promise<void> => {
    await box[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
    await own[Symbol.asyncDispose]();
  };
  return { box, server, own, record, [Symbol.asyncDispose]: close };
}

async function order({ url }: RunningBox, command: object) {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(command) };
  const answer = await fetch(`${url}/api/commands`, init);
  return { status: answer.status, ...((await answer.json()) as { readonly code?: string }) };
}

type Told = { readonly announcing?: object; readonly announceFailed?: { readonly why: { readonly code: string } } };
const report = async ({ url }: RunningBox): Promise<Told> => (await fetch(`${url}/api/report`)).json() as Promise<Told>;
const failure = async (box: RunningBox): Promise<string | undefined> => (await report(box)).announceFailed?.why.code;

describe.runIf(existsSync(join(root, 'dist/cli/main.js')))('announcements', { timeout: 300_000 }, () => {
  test('are heard in place of the music, one after another, or say why not, and the music comes back', async () => {
    await using all = await stage();
    const { box, own, record, server } = all;
    const heard = (hertz: number): Promise<number> => loudness(record, hertz, 1);
    const musicIsBack = (): Promise<void> => expect.poll(() => heard(MUSIC), PATIENCE).toBeGreaterThan(AUDIBLE);
    expect((await order(box, { type: 'override', mood: 'sad' })).status).toBe(202);
    await musicIsBack();

    const bell = { type: 'announce', url: server.at('words?token=s3cret'), title: 'Bell' };
    expect((await order(box, { ...bell, url: server.at('words') })).status).toBe(202);
    await expect.poll(() => heard(WORDS), PATIENCE).toBeGreaterThan(AUDIBLE);
    expect(await report(box)).toMatchObject({ announcing: { title: 'Bell' }, playback: { kind: 'playing' } });
    await expect.poll(() => heard(MUSIC), PATIENCE).toBeLessThan(SILENT);
    await musicIsBack();
    await expect.poll(() => report(box), PATIENCE).not.toHaveProperty('announcing');

    for (const [path, code] of [
      ['gone?token=s3cret', 'announce_unreachable'],
      ['noise', 'announce_no_sound'],
      ['inside', 'address_own'],
      ['song', 'announce_long'],
    ] as const) {
      expect((await order(box, { ...bell, url: server.at(path) })).status).toBe(202);
      await expect.poll(() => failure(box), PATIENCE).toBe(code);
    }
    await musicIsBack();
    expect(await order(box, { ...bell, url: own.at('reboot') })).toMatchObject({ status: 400, code: 'address_own' });
    expect(own.asked).toEqual([]);

    expect((await order(box, { type: 'play_url', url: server.at('song'), title: 'A song' })).status).toBe(202);
    await expect
      .poll(() => report(box), PATIENCE)
      .toMatchObject({ playback: { kind: 'playing', track: { title: 'A song', source: 'asked' } } });
    await expect.poll(() => heard(WORDS), PATIENCE).toBeGreaterThan(AUDIBLE);
    expect((await order(box, { type: 'next' })).status).toBe(202);
    await musicIsBack();

    for (let n = 0; n < 6; n += 1) expect((await order(box, { ...bell, url: server.at('hang') })).status).toBe(202);
    expect(await order(box, bell)).toMatchObject({ status: 429, code: 'announcements_full' });
    await musicIsBack();
    expect(await box.stop()).toBe(0);
    expect(box.log.join('\n')).not.toContain('s3cret');
  });
});
