import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../assets.ts';
import { descendantsOf } from '../fixtures/family.ts';
import { mappingWithOrder } from '../fixtures/mapping.ts';
import { PASSWORD, StubMusicServer } from '../fixtures/music-server.ts';
import { tone } from '../fixtures/tone.ts';
import { Broker, Ear, hasMosquitto } from '../mqtt/setting.ts';
import type { RunningBox } from './box.ts';
import { startBox, tempFolder } from './box.ts';
import { loudness } from './sound.ts';

const PATIENCE = { timeout: 60_000, interval: 250 };
const [HAPPY, SAD] = [660, 1320];
const STATION_TOKEN = 's3cret-station-token';
const canRun = existsSync(join(root, 'dist/cli/main.js')) && hasMosquitto;

/** The built daemon with a music server, a station with a token, a real mpv into a file, a broker, and the log at debug. */
describe.runIf(canRun)('the built daemon on a music server', { timeout: 240_000 }, () => {
  let stub: StubMusicServer;
  let broker: Broker;
  let ear: Ear;
  let box: RunningBox;
  let sound: string;
  const commandLines: string[] = [];

  beforeAll(async () => {
    const tones = { 'Bright Morning': await tone(HAPPY, 60), 'Slow Rain': await tone(SAD, 60) };
    stub = await StubMusicServer.open({
      songs: [
        { title: 'Bright Morning', artist: 'The Suns', genre: 'Pop', duration: 60, cover: true },
        { title: 'Slow Rain', artist: 'Clouds', genre: 'Piano', duration: 60, starred: true },
      ],
      sound: ({ title }) => tones[title as keyof typeof tones],
    });
    broker = await Broker.open();
    ear = await Ear.open(broker.port);
    const folder = await tempFolder();
    sound = join(folder, 'sound.wav');
    const mapping = mappingWithOrder(join(folder, 'music.yaml'), 'angry', ['streams', 'loops']);
    const station = `streams: ["${stub.url}/radio?token=${STATION_TOKEN}"]`;
    writeFileSync(mapping, readFileSync(mapping, 'utf8').replace(/^( {4}angry:\n)/m, `$1      ${station}\n`));
    const { give_back: _, ...server } = stub.config;
    box = await startBox(
      folder,
      {
        camera: { source: '/dev/video99' },
        music: { order: ['subsonic', 'loops'], mapping, change: 'eager', change_after: '1s' },
        subsonic: { ...server, give_back: 'stars' },
        player: { output: `pcm:${sound}`, fade: '0s', volume: 100, even_loudness: false },
        mqtt: { url: broker.url, id: 'box' },
        web: { port: 0 },
        state: { dir: join(folder, 'state') },
        log: { level: 'debug' },
      },
      {},
    );
    await command({ type: 'override', mood: 'happy' });
  }, 240_000);
  afterAll(async () => {
    await box?.[Symbol.asyncDispose]();
    await ear?.[Symbol.asyncDispose]();
    await broker?.[Symbol.asyncDispose]();
    await stub?.[Symbol.asyncDispose]();
  });

  async function command(said: object): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${box.url}/api/commands`, { method: 'POST', headers, body: JSON.stringify(said) });
    expect(answer.status).toBe(202);
  }
  const report = async () => (await (await fetch(`${box.url}/api/report`)).json()) as { readonly playback: Playback };
  type Playback = { readonly kind: string; readonly track?: { readonly title: string; readonly source?: string } };
  const playing = async (): Promise<string> => {
    for (const { command: words } of descendantsOf(box.pid)) commandLines.push(words.join(' '));
    const { playback } = await report();
    return `${playback.kind} ${playback.track?.title ?? ''}`;
  };

  test('plays a song that fits, and it is heard', async () => {
    await expect.poll(playing, PATIENCE).toBe('playing The Suns – Bright Morning');
    await expect.poll(() => loudness(sound, HAPPY, 2), PATIENCE).toBeGreaterThan(-40);
    expect(await loudness(sound, SAD, 2)).toBeLessThan(-60);
  });

  test('follows the mood to another song', async () => {
    await command({ type: 'override', mood: 'sad' });
    await expect.poll(playing, PATIENCE).toBe('playing Clouds – Slow Rain');
    await expect.poll(() => loudness(sound, SAD, 1), PATIENCE).toBeGreaterThan(-40);
    await command({ type: 'like' });
    await expect.poll(() => stub.count('star'), PATIENCE).toBe(1);
  });

  test('goes on while the server is gone, and has other music at the next change', async () => {
    await stub.fall();
    await command({ type: 'override', mood: 'happy' });
    await expect.poll(playing, PATIENCE).toBe('playing moodbox: happy');
    await stub.rise();
    await expect
      .poll(
        async () => {
          const now = await playing();
          // Pressed while the song is loading, Next would only put it off.
          if (now === 'playing moodbox: happy') await command({ type: 'next' });
          return now;
        },
        { timeout: 120_000, interval: 4000 },
      )
      .toBe('playing The Suns – Bright Morning');
  });

  test('passes over a station that does not answer as one', async () => {
    await command({ type: 'override', mood: 'angry' });
    await expect.poll(() => stub.asked.some(({ settings }) => settings.get('token') === STATION_TOKEN), PATIENCE).toBe(true);
    await expect.poll(playing, PATIENCE).toBe('playing moodbox: angry');
    await expect.poll(() => box.log.some((line) => line.includes('player.failed')), PATIENCE).toBe(true);
  });

  test('tells nobody the password, nor a token or an address with one', async () => {
    const tokens = stub.asked.flatMap(({ settings }) => [settings.get('t'), settings.get('s')].filter((each) => each !== null));
    expect(tokens.length).toBeGreaterThan(0);
    const secrets = [
      STATION_TOKEN,
      PASSWORD,
      encodeURIComponent(PASSWORD),
      Buffer.from(PASSWORD).toString('hex'),
      ...new Set(tokens),
      'u=moodbox-user',
    ];
    const pages = ['/', '/api/report', '/api/plays', '/api/sources', '/api/config', '/api/log', '/api/opinions', '/api/machine'];
    const told: Record<string, string> = {
      log: box.log.join('\n'),
      said: box.said.join('\n'),
      mqtt: JSON.stringify([...ear.heard]),
      processes: commandLines.join('\n'),
    };
    for (const page of pages) told[page] = await (await fetch(box.url + page)).text();
    for (const file of filesIn(join(box.folder, 'state'))) told[file] = readFileSync(file, 'latin1');
    for (const [where, text] of Object.entries(told))
      for (const secret of secrets) expect(text.includes(secret), `${where}: ${secret}`).toBe(false);
    expect(told.processes).toContain('mpv');
    expect(told.mqtt).toContain('Bright Morning');
    expect(told.log).toContain('subsonic.lost');
  });
});

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile());
