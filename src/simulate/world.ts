import type { Config } from '../config/schema.ts';
import { Director } from '../daemon/control/director.ts';
import { ceilingAt } from '../daemon/control/volume-ceiling.ts';
import { moodSettings } from '../daemon/mood-settings.ts';
import { Jukebox } from '../daemon/playback/jukebox.ts';
import type { MusicRequest, PlaybackRequest } from '../daemon/playback/request.ts';
import type { Command } from '../domain/command.ts';
import type { MusicChoice, MusicQuery } from '../domain/music.ts';
import type { DayPlan } from '../domain/plan.ts';
import { plannedAt } from '../domain/plan.ts';
import type { Sighting } from '../domain/sight.ts';
import type { Instant, Moment } from '../domain/units.ts';
import { moment } from '../domain/units.ts';
import { energyIn } from '../mood/energy.ts';
import type { Log } from '../shared/log.ts';
import { seeded } from '../shared/random.ts';
import { VirtualClock } from './clock.ts';
import type { NoticedReason, NoticedState } from './noticed.ts';
import { PretendPlayer } from './player.ts';
import type { CameraWord } from './timeline.ts';
import { madeUpTracks } from './tracks.ts';

/** The parts of the configuration that a simulation needs, the seed of its tracks, and the date and time at its beginning. */
export type Settings = {
  readonly config: Pick<Config, 'camera' | 'mood' | 'presence' | 'music' | 'player'>;
  readonly seed: number;
  readonly begins: Moment;
  /** The plan of the day that is in use. Default: none. */
  readonly plan?: DayPlan;
};

/** The commands by which a person asks for other music, or for silence. */
const ASKS_FOR_MUSIC: ReadonlySet<Command['type']> = new Set([
  'override',
  'play',
  'pause',
  'next',
  'dislike',
  'stop',
  'capture',
  'autoplay',
  'play_url',
  'moodbox_now',
]);

/** The daemon's own director and jukebox, wired as in `daemon.ts`, in a made-up world. */
export class SimulatedWorld implements AsyncDisposable {
  readonly clock = new VirtualClock();
  readonly #player: PretendPlayer;
  readonly #director: Director;
  readonly #jukebox: Jukebox;
  readonly #over = new AbortController();
  readonly #playing: Promise<void>;
  #camera = true;
  #lost = false;
  #asked = false;
  #music: NoticedState['music'] = { why: 'mood', blend: false };
  /** The jukebox has something to do. */
  #stirred = true;

  constructor({ config, seed, begins, plan }: Settings) {
    this.#player = new PretendPlayer(this.clock, config.player);
    this.#jukebox = new Jukebox({
      ...{ player: this.#player, clock: this.clock, log: NO_LOG, recent: [] },
      choose: (query) => this.#chosen(query),
      find: madeUpTracks(config.music, seeded(seed)),
    });
    this.#jukebox.onEvent(({ kind }) => {
      if (kind === 'ended') this.#perform(this.#director.trackEnded());
      if (kind === 'abandoned') this.#director.searchAbandoned();
    });
    const today = (): Moment => moment(begins + this.clock.now());
    this.#director = new Director(
      {
        ...{ player: this.#player, clock: this.clock, log: NO_LOG, today },
        position: () => this.#player.position,
        switchCamera: (on) => {
          this.#camera = on;
        },
        blind: () => !this.sees,
        ceiling: () => ceilingAt(new Date(today()), config.player),
        plan: () => plan && plannedAt(plan, today()),
        ...{ onFeedback: ignored, update: ignored, remember: ignored, changed: ignored, moodChanged: ignored },
      },
      moodSettings(config),
      config.music,
      { camera: true, autoplay: true, override: 'auto' },
    );
    this.#player.onEvent(() => {
      this.#stirred = true;
    });
    this.#playing = this.#jukebox.run(this.#over.signal);
  }

  /** Whether the camera delivers pictures. */
  get sees(): boolean {
    return this.#camera && !this.#lost;
  }

  get scene(): NoticedState {
    const { expression, mood } = this.#director;
    const { since: _since, ...presence } = this.#director.presence;
    const camera = !this.#camera ? 'off' : this.#lost ? 'lost' : 'watching';
    const { feeling, senses } = this.#director.room;
    const heard = { energy: energyIn(feeling), senses: [...senses.keys()] };
    return { at: this.clock.now(), camera, presence, expression, mood, ...heard, sound: this.#player.sound, music: this.#music };
  }

  sight(sighting: Sighting): void {
    this.#perform(this.#director.sighted(sighting));
  }

  tick(): void {
    this.#perform(this.#director.tick());
  }

  command(command: Command): void {
    this.#asked = ASKS_FOR_MUSIC.has(command.type);
    this.#perform(this.#director.command(command));
    this.#asked = false;
    this.#stirred = true;
  }

  /** The camera is lost or found again, or switched off or on. */
  setCamera(word: CameraWord): void {
    if (word !== 'off') this.#lost = word === 'lost';
    const on = word !== 'off';
    if (on !== this.#camera) this.command({ type: 'camera', on });
  }

  /** Moves time on, and lets the jukebox do what is due. */
  async moveTo(at: Instant): Promise<void> {
    if (this.clock.moveTo(at)) this.#stirred = true;
    await this.settled();
  }

  /** Lets the jukebox finish everything that takes no time. */
  async settled(): Promise<void> {
    while (this.#stirred) {
      this.#stirred = false;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#over.abort();
    await this.#player[Symbol.asyncDispose]();
    await this.#playing;
  }

  /** Carries out what the director requests, and notes why the music changes. */
  #perform(requests: readonly PlaybackRequest[]): void {
    for (const request of requests) {
      this.#stirred = true;
      if (request.kind === 'music' || request.kind === 'silence') {
        this.#music = { why: this.#whyOf(request), blend: request.kind === 'music' && request.blend === true };
      }
      this.#jukebox.perform(request);
    }
  }

  #whyOf(request: MusicRequest): NoticedReason {
    if (this.#asked || (request.kind === 'music' && request.why === 'asked')) return 'asked';
    if (request.kind === 'silence') return 'left';
    return request.because === 'lift' ? 'lift' : 'mood';
  }

  #chosen(query: MusicQuery): MusicChoice {
    if (query.why === 'track-ended') this.#music = { why: 'ended', blend: false };
    return { ...query, query: query.mood, avoid: [] };
  }
}

const ignored = (): void => undefined;

const NO_LOG: Log = { debug: ignored, info: ignored, warn: ignored, error: ignored, child: () => NO_LOG };
