import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProgrammeSong } from '../../src/domain/music.ts';
import { done } from '../../src/domain/result.ts';
import { ms } from '../../src/domain/units.ts';
import { loadMapping } from '../../src/music/choose/mapping.ts';
import { moodMatcher } from '../../src/music/library/mood-matching.ts';
import { AssistantLink } from '../../src/music-assistant/link.ts';
import { OwnItems } from '../../src/music-assistant/own-items.ts';
import { AssistantPlayer } from '../../src/music-assistant/player.ts';
import { Programmes } from '../../src/music-assistant/programmes.ts';
import { AssistantSource } from '../../src/music-assistant/source.ts';
import { systemClock, today } from '../../src/shared/async/clock.ts';
import { FakeLog } from '../fakes/log.ts';
import type { StandInSettings, StandInSong } from '../fixtures/music-assistant.ts';
import { MusicAssistantStandIn, PLAYER_NAME } from '../fixtures/music-assistant.ts';

export const TOKEN = 's3cret-token-of-the-tests';
export const PATIENCE = { timeout: 20_000, interval: 20 };

export const songNamed = (name: string, more: Partial<StandInSong> = {}): StandInSong => ({
  ...{ uri: `filesystem_local://track/${name}`, name, artist: 'The Suns', seconds: 600 },
  ...more,
});

const SONGS = [
  songNamed('morning'),
  songNamed('noon'),
  songNamed('evening'),
  songNamed('rain', { artist: 'Clouds' }),
  songNamed('short', { seconds: 1 }),
  songNamed('ghost', { ghost: true }),
];

export const USUAL: StandInSettings = {
  songs: SONGS,
  playlists: {
    happy: ['morning', 'noon', 'evening'].map((name) => `filesystem_local://track/${name}`),
    sad: ['filesystem_local://track/rain'],
    Party: ['filesystem_local://track/short'],
  },
  token: TOKEN,
};

/** A song as a source would find it. */
export const programmeOf = (name: string, more: Partial<Omit<ProgrammeSong, 'source' | 'url'>> = {}): ProgrammeSong => ({
  ...{ id: `filesystem_local://track/${name}`, title: name, source: 'music_assistant', mood: 'happy' },
  ...{ songs: [`filesystem_local://track/${name}`], flow: `programme of ${name}`, duration: ms(600_000) },
  ...more,
});

/** Source and player on a stand-in, as `open.ts` puts them together. Everything goes with the stage. */
export class AssistantStage implements AsyncDisposable {
  readonly server: MusicAssistantStandIn;
  readonly log = new FakeLog();
  readonly folder = mkdtempSync(join(tmpdir(), 'moodbox-assistant-'));
  readonly tokenFile = join(this.folder, 'token');
  readonly link: AssistantLink;
  readonly player: AssistantPlayer;
  readonly source: AssistantSource;

  private constructor(server: MusicAssistantStandIn, token: string) {
    this.server = server;
    writeFileSync(this.tokenFile, `${token}\n`);
    const settings = { url: server.url, token_file: this.tokenFile, player: PLAYER_NAME };
    this.link = new AssistantLink(settings, { clock: systemClock, log: this.log, today });
    const shared = { link: this.link, url: server.url, clock: systemClock, log: this.log };
    this.player = this.anotherPlayer();
    const matcher = moodMatcher(loadMapping('', 'gentle'));
    const programmes = new Programmes(this.link, { matcher, clock: systemClock, random: () => 0.5 });
    this.source = new AssistantSource({ ...shared, programmes, ongoing: this.player });
  }

  /** Connected, unless the server does not let it in. */
  static async open(settings: Partial<StandInSettings> = {}, token = TOKEN): Promise<AssistantStage> {
    const stage = new AssistantStage(await MusicAssistantStandIn.open({ ...USUAL, ...settings }), token);
    await stage.link.settled(AbortSignal.timeout(10_000));
    return stage;
  }

  /** As a daemon has one that has just started. */
  anotherPlayer(): AssistantPlayer {
    const { link, log, server } = this;
    const own = new OwnItems(join(this.folder, 'music-assistant.json'), log);
    return new AssistantPlayer({ link, log, own, url: server.url, clock: systemClock, fade: ms(100), speak: async () => done(undefined) });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.player[Symbol.asyncDispose]();
    await this.link[Symbol.asyncDispose]();
    await this.server[Symbol.asyncDispose]();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
