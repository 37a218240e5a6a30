import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { Jukebox } from '../../src/daemon/playback/jukebox.ts';
import { trackOf } from '../../src/domain/music.ts';
import { loadMapping } from '../../src/music/choose/mapping.ts';
import { openMusic } from '../../src/music/open.ts';
import { systemClock } from '../../src/shared/async/clock.ts';
import { tagged } from '../fixtures/tagged.ts';
import { tone } from '../fixtures/tone.ts';
import { Folder, openMpv } from '../players/stage.ts';

vi.setConfig({ testTimeout: 90_000 });
const SOON = { timeout: 40_000, interval: 50 };

/** A station that sounds for five seconds and then goes off the air; every other URL is unreachable. */
async function station() {
  const sound = await tone(440, 5);
  const asked: string[] = [];
  const server = createServer(({ url = '' }, response) => {
    asked.push(url);
    if (url === '/radio' && asked.filter((each) => each === url).length === 1) response.end(sound);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, [Symbol.asyncDispose]: close };
}

/** Sources, jukebox and mpv as the daemon has them, with YouTube out of order. */
async function box(folder: Folder, streams: readonly string[]) {
  const bundled = loadMapping('', 'gentle');
  const mapping = { ...bundled, sad: { ...bundled.sad, streams } };
  const overrides = { 'music.ytdlp': '/no/such/yt-dlp', 'music.library': folder.file('library') };
  const { music: config } = loadConfig({ env: {}, overrides });
  const { player, log } = await openMpv();
  const music = openMusic(config, { clock: systemClock, log, mapping, stateDir: folder.file('state') });
  const jukebox = new Jukebox({
    ...{ player, clock: systemClock, log },
    choose: (wish, recent) => ({ ...wish, query: mapping[wish.mood].queries[0] ?? '', avoid: recent }),
    find: (choice, signal) => music.find(choice, signal),
    recent: [],
  });
  jukebox.onEvent((event) => event.kind === 'unplayable' && music.unplayable(event.track, event.why, event.at));
  const stop = new AbortController();
  const running = jukebox.run(stop.signal);
  const close = async (): Promise<void> => {
    stop.abort();
    await running;
    await player[Symbol.asyncDispose]();
    await music[Symbol.asyncDispose]();
  };
  const plays = (title: string | undefined) =>
    vi.waitFor(() => expect([player.playback.kind, trackOf(player.playback)?.title]).toEqual(['playing', title]), SOON);
  return { jukebox, log, plays, [Symbol.asyncDispose]: close };
}

test('YouTube is out of order, a station is dead, the other goes off the air, a file is broken: each time another plays', async () => {
  using folder = new Folder();
  await using radio = await station();
  const broken = join(folder.file('library'), 'sad/broken.mp3');
  mkdirSync(dirname(broken), { recursive: true });
  writeFileSync(broken, Buffer.alloc(5000, 'no music '));
  await tagged(join(folder.file('library'), 'x/song.flac'), { title: 'A Song', MOOD: 'Soothing' }, '-af', 'apad=pad_dur=60');
  await using world = await box(folder, [`${radio.url}/gone`, `${radio.url}/radio`]);
  world.jukebox.perform({ kind: 'music', mood: 'sad', why: 'mood-changed' });
  await world.plays('127.0.0.1');
  expect(radio.asked).toContain('/gone');
  await world.plays('A Song');
  expect(radio.asked.filter((url) => url === '/gone').length).toBeLessThanOrEqual(2);
});

test('with nothing else to play, the built-in loop does', async () => {
  using folder = new Folder();
  await using radio = await station();
  await using world = await box(folder, [`${radio.url}/gone`]);
  world.jukebox.perform({ kind: 'music', mood: 'sad', why: 'mood-changed' });
  await world.plays('moodbox: sad');
  expect(world.log.events).not.toContain('music.missing');
});
