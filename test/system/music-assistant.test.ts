import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../assets.ts';
import { descendantsOf } from '../fixtures/family.ts';
import { MusicAssistantStandIn, PLAYER_NAME } from '../fixtures/music-assistant.ts';
import { tone } from '../fixtures/tone.ts';
import { Broker, Ear, hasMosquitto } from '../mqtt/setting.ts';
import { songNamed, TOKEN, USUAL } from '../music-assistant/stage.ts';
import type { RunningBox } from './box.ts';
import { startBox, tempFolder } from './box.ts';
import { Loudspeakers } from './loudspeakers.ts';

const PATIENCE = { timeout: 60_000, interval: 250 };
const canRun = existsSync(join(root, 'dist/cli/main.js')) && hasMosquitto;

/** The built daemon with a Music Assistant, pieces of a few seconds for a real mpv into a file, a broker, and the log at debug. */
describe.runIf(canRun)('the built daemon on a Music Assistant', { timeout: 240_000 }, () => {
  let server: MusicAssistantStandIn;
  let both: Loudspeakers;
  let start: () => Promise<RunningBox>;
  let broker: Broker;
  let ear: Ear;
  let box: RunningBox;
  const commandLines: string[] = [];
  /** What the box has said that was killed. */
  const before: string[] = [];

  beforeAll(async () => {
    server = await MusicAssistantStandIn.open(USUAL);
    broker = await Broker.open();
    ear = await Ear.open(broker.port);
    const folder = await tempFolder();
    const token_file = join(folder, 'token');
    writeFileSync(token_file, TOKEN, { mode: 0o600 });
    const library = join(folder, 'library');
    mkdirSync(join(library, 'sad'), { recursive: true });
    writeFileSync(join(library, 'sad', 'piece.ogg'), await tone(660, 8));
    const sound = join(folder, 'sound.wav');
    start = () =>
      startBox(folder, {
        camera: { source: '/dev/video99' },
        music: { order: ['music_assistant', 'library'], library, change: 'eager', change_after: '1s' },
        music_assistant: { url: server.url, token_file, player: PLAYER_NAME },
        player: { output: `pcm:${sound}`, fade: '1s', volume: 100, even_loudness: false },
        mqtt: { url: broker.url, id: 'box' },
        web: { port: 0 },
        state: { dir: join(folder, 'state') },
        log: { level: 'debug' },
      });
    box = await start();
    both = new Loudspeakers(sound, () => server);
    await command({ type: 'override', mood: 'sad' });
  }, 240_000);
  afterAll(async () => {
    both?.[Symbol.dispose]();
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

  test('is heard on its own loudspeaker while the server is gone, and there again at the end of a track', async () => {
    const { port } = server;
    const began = performance.now();
    await server[Symbol.asyncDispose]();
    await expect.poll(() => both.isOwnLoud, { ...PATIENCE, interval: 20 }).toBe(true);
    process.stdout.write(`the own loudspeaker was heard ${Math.round(performance.now() - began)} ms after the server had gone\n`);
    expect(await playing()).toBe('playing piece');
    server = await MusicAssistantStandIn.open(USUAL, port);
    await expect.poll(playing, PATIENCE).toBe('playing Clouds – rain');
    await expect.poll(() => both.isOtherLoud, PATIENCE).toBe(true);
    expect(both.isOwnLoud).toBe(false);
  });

  test.each([
    [
      'has lost its player, which it says still plays',
      () => server.handSets({ available: false }),
      () => server.handSets({ available: true }),
    ],
    ['says nothing any more', () => server.hang(), () => server.wake()],
  ])('is heard on its own loudspeaker while the server %s', async (what, goesWrong, mend) => {
    await expect.poll(() => both.isOtherLoud, PATIENCE).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 4_000)); // A song that has just begun is tried again later than another.
    const began = performance.now();
    goesWrong();
    await expect.poll(() => both.isOwnLoud, { ...PATIENCE, interval: 20 }).toBe(true);
    process.stdout.write(`the own loudspeaker was heard after ${Math.round(performance.now() - began)} ms: the server ${what}\n`);
    expect(server.state).toBe('playing');
    mend();
    await expect.poll(playing, PATIENCE).toBe('playing Clouds – rain');
  });

  test('killed and started again, it leaves alone what somebody plays there now', async () => {
    await box.stop('SIGKILL');
    before.push(...box.log, ...box.said);
    server.handPlays(songNamed('noon').uri);
    server.handSets({ volume: 25 });
    box = await start();
    await expect.poll(() => box.log.some((line) => line.includes('music_assistant.other_hand')), PATIENCE).toBe(true);
    await expect.poll(playing, PATIENCE).toBe('silent ');
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    expect(await playing()).toBe('silent ');
    expect(server).toMatchObject({ state: 'playing', queued: [songNamed('noon').uri], volume: 25 });
    await command({ type: 'play' });
    await expect.poll(playing, PATIENCE).toBe('playing Clouds – rain');
  });

  test('the two loudspeakers were never loud together', () => {
    expect(both.looks).toBeGreaterThan(50);
    expect(both.wasOwnLoud && both.wasOtherLoud).toBe(true);
    expect(both.loudTogether).toEqual([]);
  });

  test('tells nobody the token', async () => {
    const pages = ['/', '/api/report', '/api/plays', '/api/sources', '/api/config', '/api/log', '/api/opinions', '/api/machine'];
    const told: Record<string, string> = {
      log: [...before, ...box.log].join('\n'),
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
