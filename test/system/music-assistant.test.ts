import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../assets.ts';
import { descendantsOf } from '../fixtures/family.ts';
import { MusicAssistantStandIn, PLAYER_NAME } from '../fixtures/music-assistant.ts';
import { Broker, Ear, hasMosquitto } from '../mqtt/setting.ts';
import { songNamed, TOKEN, USUAL } from '../music-assistant/stage.ts';
import type { RunningBox } from './box.ts';
import { startBox, tempFolder } from './box.ts';

const PATIENCE = { timeout: 60_000, interval: 250 };
const canRun = existsSync(join(root, 'dist/cli/main.js')) && hasMosquitto;

/** The built daemon with a Music Assistant, a broker, and the log at debug. */
describe.runIf(canRun)('the built daemon on a Music Assistant', { timeout: 240_000 }, () => {
  let server: MusicAssistantStandIn;
  let broker: Broker;
  let ear: Ear;
  let box: RunningBox;
  const commandLines: string[] = [];

  beforeAll(async () => {
    server = await MusicAssistantStandIn.open(USUAL);
    broker = await Broker.open();
    ear = await Ear.open(broker.port);
    const folder = await tempFolder();
    const token_file = join(folder, 'token');
    writeFileSync(token_file, TOKEN, { mode: 0o600 });
    box = await startBox(
      folder,
      {
        camera: { source: '/dev/video99' },
        music: { order: ['music_assistant', 'loops'], change: 'eager', change_after: '1s' },
        music_assistant: { url: server.url, token_file, player: PLAYER_NAME },
        player: { output: 'null', fade: '0s' },
        mqtt: { url: broker.url, id: 'box' },
        web: { port: 0 },
        state: { dir: join(folder, 'state') },
        log: { level: 'debug' },
      },
      {},
    );
    await command({ type: 'override', mood: 'sad' });
  }, 240_000);
  afterAll(async () => {
    await box?.[Symbol.asyncDispose]();
    await ear?.[Symbol.asyncDispose]();
    await broker?.[Symbol.asyncDispose]();
    await server?.[Symbol.asyncDispose]();
  });

  async function command(said: object): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${box.url}/api/commands`, { method: 'POST', headers, body: JSON.stringify(said) });
    expect(answer.status).toBe(202);
  }
  type Playback = { readonly kind: string; readonly track?: { readonly title: string } };
  const playing = async (): Promise<string> => {
    for (const { command: words } of descendantsOf(box.pid)) commandLines.push(words.join(' '));
    const { playback } = (await (await fetch(`${box.url}/api/report`)).json()) as { readonly playback: Playback };
    return `${playback.kind} ${playback.track?.title ?? ''}`;
  };

  test('plays what fits the mood, on the player there', async () => {
    await expect.poll(playing, PATIENCE).toBe('playing Clouds – rain');
    expect(server).toMatchObject({ state: 'playing', queued: [songNamed('rain').uri] });
    await command({ type: 'like' });
    await expect.poll(() => ear.last('moodbox/box/track/attributes'), PATIENCE).toContain('"liked":true');
  });

  test('leaves what somebody else plays there alone, and has it back by Play', async () => {
    server.handPlays(songNamed('noon').uri);
    await expect.poll(playing, PATIENCE).toBe('silent ');
    expect(server).toMatchObject({ state: 'playing', queued: [songNamed('noon').uri] });
    await command({ type: 'play' });
    await expect.poll(playing, PATIENCE).toBe('playing Clouds – rain');
    expect(server.queued).toEqual([songNamed('rain').uri]);
  });

  test('is heard on its own loudspeaker while the server is gone', async () => {
    const { port } = server;
    await server[Symbol.asyncDispose]();
    await expect.poll(playing, PATIENCE).toBe('playing moodbox: sad');
    server = await MusicAssistantStandIn.open(USUAL, port);
    await expect
      .poll(
        async () => {
          const now = await playing();
          if (now === 'playing moodbox: sad') await command({ type: 'next' });
          return now;
        },
        { timeout: 120_000, interval: 4000 },
      )
      .toBe('playing Clouds – rain');
  });

  test('tells nobody the token', async () => {
    const pages = ['/', '/api/report', '/api/plays', '/api/sources', '/api/config', '/api/log', '/api/opinions', '/api/machine'];
    const told: Record<string, string> = {
      log: box.log.join('\n'),
      said: box.said.join('\n'),
      mqtt: JSON.stringify([...ear.heard]),
      processes: commandLines.join('\n'),
    };
    for (const page of pages) told[page] = await (await fetch(box.url + page)).text();
    for (const file of filesIn(join(box.folder, 'state'))) told[file] = readFileSync(file, 'latin1');
    for (const [where, text] of Object.entries(told)) expect(text.includes(TOKEN), where).toBe(false);
    expect(told.processes).toContain('mpv');
    expect(told.mqtt).toContain('Clouds – rain');
    expect(told.log).toContain('music_assistant.lost');
  });
});

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile());
