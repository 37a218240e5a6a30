import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { Jukebox } from '../../src/daemon/playback/jukebox.ts';
import type { Track } from '../../src/domain/music.ts';
import { done } from '../../src/domain/result.ts';
import { ms } from '../../src/domain/units.ts';
import { loadMapping } from '../../src/music/choose/mapping.ts';
import { Fallback } from '../../src/music/fallback.ts';
import type { MusicSource } from '../../src/music/port.ts';
import { openAssistant } from '../../src/music-assistant/open.ts';
import { MpvPlayer } from '../../src/players/mpv-player.ts';
import { PlayerPair } from '../../src/players/pair.ts';
import { systemClock as clock, today } from '../../src/shared/async/clock.ts';
import { FakeLog } from '../fakes/log.ts';
import { MusicAssistantStandIn, PLAYER_NAME } from '../fixtures/music-assistant.ts';
import { tone } from '../fixtures/tone.ts';
import { PATIENCE as SOON, songNamed, TOKEN, USUAL } from './stage.ts';

const PATIENCE = { ...SOON, timeout: 60_000 };
const MORNING = songNamed('morning');

/** The jukebox with a Music Assistant first and short pieces for a real mpv after it. */
class Evening implements AsyncDisposable {
  server: MusicAssistantStandIn;
  readonly log = new FakeLog();
  readonly jukebox: Jukebox;
  readonly pair: PlayerPair;
  readonly #own: MpvPlayer;
  readonly #assistant: NonNullable<ReturnType<typeof openAssistant>>;
  readonly #folder: string;
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;

  private constructor(parts: { server: MusicAssistantStandIn; own: MpvPlayer; folder: string; file: string }) {
    this.server = parts.server;
    this.#own = parts.own;
    this.#folder = parts.folder;
    const token_file = join(parts.folder, 'token');
    writeFileSync(token_file, TOKEN);
    const mapping = loadMapping('', 'gentle');
    const world = { clock, log: this.log, today, mapping, stateDir: parts.folder, fade: ms(100) };
    const assistant = openAssistant({ url: parts.server.url, token_file, player: PLAYER_NAME }, world);
    if (!assistant) throw new Error('no assistant');
    this.#assistant = assistant;
    this.pair = new PlayerPair(parts.own, assistant.playerBeside(parts.own));
    const piece: Track = { id: 'piece', title: 'piece', url: parts.file, source: 'library', mood: 'happy' };
    const library: MusicSource = { name: 'library', find: async () => done(piece) };
    const sources = new Fallback({
      sources: [assistant.source, library],
      orderOf: () => ['music_assistant', 'library'],
      clock,
      log: this.log,
    });
    this.jukebox = new Jukebox({
      ...{ player: this.pair, recent: [], clock, log: this.log },
      choose: (query, avoid) => ({ ...query, query: 'happy', avoid }),
      find: (choice, signal) => sources.find(choice, signal),
    });
    this.jukebox.onEvent((event) => event.kind === 'unplayable' && sources.unplayable(event.track, event.why, event.at));
    this.#running = this.jukebox.run(this.#stop.signal);
  }

  static async open(): Promise<Evening> {
    const folder = mkdtempSync(join(tmpdir(), 'moodbox-evening-'));
    const file = join(folder, 'piece.wav');
    writeFileSync(file, await tone(440, 4));
    const own = await MpvPlayer.open({ ...loadConfig({ env: {} }).player, output: 'null', fade: ms(0) }, { clock, log: new FakeLog() });
    return new Evening({ server: await MusicAssistantStandIn.open(USUAL), own, folder, file });
  }

  get playing(): string | undefined {
    const { playback } = this.pair;
    return playback.kind === 'playing' ? playback.track.source : undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#running;
    await this.pair[Symbol.asyncDispose]();
    await this.#own[Symbol.asyncDispose]();
    await this.#assistant[Symbol.asyncDispose]();
    await this.server[Symbol.asyncDispose]();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

const happy = { kind: 'music', mood: 'happy', why: 'mood-changed' } as const;

test.each([
  ['says nothing any more', async (server: MusicAssistantStandIn) => server.hang()],
  ['has lost its player, which it says still plays', async (server: MusicAssistantStandIn) => server.handSets({ available: false })],
  ['has ended', (server: MusicAssistantStandIn) => server[Symbol.asyncDispose]()],
])('a server that %s: music on the own loudspeaker, and back at the end of a track', async (_, goesWrong) => {
  await using evening = await Evening.open();
  evening.jukebox.perform(happy);
  await expect.poll(() => evening.playing, PATIENCE).toBe('music_assistant');
  const { port } = evening.server;
  const began = performance.now();
  await goesWrong(evening.server);
  await expect.poll(() => evening.playing, PATIENCE).toBe('library');
  process.stdout.write(`own loudspeaker after ${Math.round(performance.now() - began)} ms (${_})\n`);
  await evening.server[Symbol.asyncDispose]().catch(() => undefined);
  evening.server = await MusicAssistantStandIn.open(USUAL, port);
  await expect.poll(() => evening.playing, PATIENCE).toBe('music_assistant');
  expect(evening.server.state).toBe('playing');
});

test('songs follow each other without being asked for again, and another mood has other ones', async () => {
  await using evening = await Evening.open();
  evening.server.settings = { ...USUAL, songs: USUAL.songs.map((song) => (song.uri === MORNING.uri ? { ...song, seconds: 4 } : song)) };
  const started: string[] = [];
  evening.jukebox.onEvent((event) => event.kind === 'started' && started.push(event.track.id));
  evening.jukebox.perform(happy);
  await expect.poll(() => started, PATIENCE).toHaveLength(1);
  evening.server.handSets({ index: evening.server.queued.indexOf(MORNING.uri), elapsed: 0 });
  await expect.poll(() => started.length, PATIENCE).toBeGreaterThan(1);
  expect(evening.server.programmes).toHaveLength(1);
  evening.jukebox.perform({ ...happy, mood: 'sad' });
  await expect.poll(() => started.at(-1), PATIENCE).toBe(songNamed('rain').uri);
  expect(evening.server.queued).toEqual([songNamed('rain').uri]);
  await expect.poll(() => evening.server.volume, PATIENCE).toBe(60);
});
