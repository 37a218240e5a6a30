import type { Config } from '../config/schema.ts';
import type { CommandOrigin } from '../domain/access.ts';
import { assertNever } from '../domain/assert-never.ts';
import type { Command } from '../domain/command.ts';
import type { Mood } from '../domain/emotion.ts';
import type { Found, MusicChoice, MusicQuery, PlayFailure, SourceName, Track } from '../domain/music.ts';
import type { Report } from '../domain/report.ts';
import type { Result } from '../domain/result.ts';
import { done, failed } from '../domain/result.ts';
import type { Instant, Moment, Ms } from '../domain/units.ts';
import { ms } from '../domain/units.ts';
import type { Coordinator } from '../group/port.ts';
import { standalone } from '../group/standalone.ts';
import type { History } from '../history/port.ts';
import type { Publisher } from '../mqtt/port.ts';
import type { Releases } from '../music/port.ts';
import type { Player } from '../players/port.ts';
import type { Clock } from '../shared/async/clock.ts';
import type { Log } from '../shared/log.ts';
import type { Refusal } from '../web/port.ts';
import { Director } from './control/director.ts';
import { likelyMoods } from './control/policy.ts';
import { ceilingAt } from './control/volume-ceiling.ts';
import { moodSettings } from './mood-settings.ts';
import type { Bookmark } from './playback/bookmark.ts';
import type { CoverArtParts } from './playback/cover-art.ts';
import { CoverArt } from './playback/cover-art.ts';
import type { JukeboxEvent } from './playback/jukebox.ts';
import { Jukebox } from './playback/jukebox.ts';
import { Recorder } from './playback/recorder.ts';
import type { PlaybackRequest } from './playback/request.ts';
import type { SettingsStore } from './process/settings-store.ts';
import { reportOf } from './report/report.ts';
import { Status } from './report/status.ts';
import type { CameraSetParts, Viewpoint } from './sensing/camera-set.ts';
import { CameraSet } from './sensing/camera-set.ts';

/** The rooms' open adapters, and what the daemon needs from the outside world. */
export type Rooms = {
  /** The cameras, each with its eyes. */
  readonly viewpoints: readonly Viewpoint[];
  readonly player: Player;
  readonly publisher: Publisher;
  /** The other boxes of the group. Default: this box is on its own. */
  readonly coordinator?: Coordinator;
  readonly memory: SettingsStore;
  readonly bookmark: Bookmark;
  readonly history: History;
  readonly choose: (query: MusicQuery, recent: readonly string[]) => MusicChoice;
  readonly find: (choice: MusicChoice, signal: AbortSignal) => Promise<Found>;
  /** Called for a track that was found but could not be played, or broke off at `at`. */
  readonly unplayable: (track: Track, why: PlayFailure, at: Ms) => void;
  /** Called for a track that played to its end. */
  readonly heard: (track: Track) => void;
  /** Asks that source to look ahead for these moods, likeliest first. */
  readonly prepare: (source: SourceName, moods: readonly Mood[], recent: readonly string[]) => void;
  /** Absent if moodbox does not update yt-dlp. */
  readonly ytdlp?: Releases | undefined;
  readonly cover: CoverArtParts['cover'];
  /** Temperature of the machine, whole °C; `undefined` if unknown. */
  readonly temperature: () => number | undefined;
  readonly clock: Clock;
  /** The date and the time of day. */
  readonly today: () => Moment;
  /** The root of the log; each part makes its own child. */
  readonly log: Log;
  readonly version: string;
};

const TICK = ms(1000);
/** A seeing loop with no turn for this long hangs; a slow camera does not take so long, nor does the pause before it is opened again. */
const STUCK = ms(60_000);

function minutes(span: Ms): string {
  const whole = Math.ceil(span / 60_000);
  return whole === 1 ? 'a minute' : `${whole} minutes`;
}

/** Wires director, jukebox and cameras to the rooms. Data flows one way; commands come back in here. */
export class Daemon {
  readonly status: Status;
  readonly director: Director;
  readonly #rooms: Rooms;
  readonly #config: Config;
  readonly #jukebox: Jukebox;
  readonly #cameras: CameraSet;
  readonly #recorder: Recorder;
  readonly #coordinator: Coordinator;

  constructor(rooms: Rooms, config: Config) {
    this.#rooms = rooms;
    this.#config = config;
    this.#coordinator = rooms.coordinator ?? standalone;
    this.status = new Status(() => this.#report());
    this.#recorder = new Recorder(rooms);
    this.#jukebox = new Jukebox({
      ...rooms,
      log: rooms.log.child({ room: 'music' }),
      recent: rooms.history.recent(),
      interrupted: (mood, signal) => rooms.bookmark.take(mood, signal),
    });
    this.#jukebox.onEvent((event) => this.#played(event));
    this.director = new Director(
      {
        player: rooms.player,
        coordinator: this.#coordinator,
        clock: rooms.clock,
        log: rooms.log.child({ room: 'daemon' }),
        today: rooms.today,
        position: () => rooms.bookmark.position,
        onFeedback: (as) => this.#recorder[as](),
        update: () => rooms.ytdlp?.ask(),
        switchCamera: (on) => this.#cameras.switch(on),
        blind: () => this.#cameras.blind,
        losses: () => this.#cameras.losses,
        ceiling: () => ceilingAt(new Date(rooms.today()), config.player),
        remember: (what) => rooms.memory.keep(what),
        changed: () => this.status.changed(),
        moodChanged: (change) => {
          if (!this.#knowsOf(change.to)) return;
          rooms.publisher.announce(change);
          this.#recorder.mood(change.to, this.director.override);
        },
        emptied: () => this.#recorder.mood('away', this.director.override),
      },
      moodSettings(config),
      config.music,
      rooms.memory.remembered,
    );
    this.#cameras = this.#openCameras(rooms);
  }

  /** An empty room is only assumed until it is certain. An assumption makes no event and no history. */
  #knowsOf(mood: Mood): boolean {
    const { override, presence } = this.director;
    return mood !== 'away' || override !== 'auto' || presence.kind === 'absent' || this.#coordinator.state?.sees === true;
  }

  /** The last turn of the seeing loop that has been quiet for longest. */
  get lastTurn(): Instant {
    return this.#cameras.lastTurn;
  }

  /** Runs until the signal is aborted. Rejects only on a bug. */
  async run(signal: AbortSignal): Promise<void> {
    const { bookmark, cover, player, publisher } = this.#rooms;
    const coverArt = new CoverArt({ cover, show: (picture) => publisher.illustrate(picture) });
    const unsubscribes = [
      this.status.onReport((report) => publisher.publish(report)),
      this.status.onReport((report) => coverArt.reported(report)),
      () => coverArt.close(),
      player.onEvent((event) => {
        this.#recorder.heard(event);
        bookmark.heard(event);
        this.status.changed();
      }),
      publisher.onState(() => this.status.changed()),
      publisher.onCommand((command) => this.#commandedByBroker(command)),
      this.#coordinator.onCommand((command) => this.#obey(command, { door: 'group' })),
      this.#coordinator.onNews(() => this.#perform(this.director.tick())),
    ];
    if (this.#knowsOf(this.director.mood)) this.#recorder.mood(this.director.mood, this.director.override);
    this.status.changed();
    try {
      await Promise.all([this.#jukebox.run(signal), this.#cameras.run(signal), this.#tick(signal)]);
    } finally {
      for (const unsubscribe of unsubscribes) unsubscribe();
      this.#recorder.close();
      bookmark.close();
    }
  }

  #openCameras(rooms: Rooms): CameraSet {
    const log = rooms.log.child({ room: 'camera' });
    const onSighting: CameraSetParts['onSighting'] = (sighting) => this.#perform(this.director.sighted(sighting));
    const onInterrupted = (): void => this.#perform(this.director.tick());
    return new CameraSet({ ...rooms, log, onSighting, onInterrupted }, rooms.memory.remembered.camera);
  }

  /** Carries out a command, or passes it to the box of the group that plays. A refusal says when it can be carried out again. */
  command(command: Command, by: CommandOrigin): Result<void, Refusal> {
    const wait = command.type === 'update' ? (this.#rooms.ytdlp?.wait ?? ms(0)) : ms(0);
    if (wait > 0) return failed({ sentence: `yt-dlp was updated a short time ago; try again in ${minutes(wait)}`, wait });
    if (!this.#coordinator.passes(command)) this.#obey(command, by);
    return done(undefined);
  }

  #obey(command: Command, by: CommandOrigin): void {
    if (command.type === 'camera' && command.on !== this.director.cameraOn) this.#recorder.camera(command.on, by);
    this.#perform(this.director.command(command, by));
  }

  #commandedByBroker(command: Command): void {
    const taken = this.command(command, { door: 'broker' });
    if (!taken.ok) this.#rooms.log.child({ room: 'mqtt' }).info({ type: command.type, why: taken.why.sentence }, 'mqtt.command_refused');
  }

  /** Whether the daemon is alive, and the state of each room. A lost camera or broker is normal and no reason for a restart. */
  health(): { readonly ok: boolean; readonly rooms: Readonly<Record<string, string>> } {
    const { camera, cameras = [], broker, history, noMusic, playback } = this.#report();
    const stuck = this.#cameras.quietFor(STUCK);
    const each = cameras.map(({ name, state }) => [`camera ${name}`, stuck.includes(name) ? 'stuck' : state.kind]);
    return {
      ok: stuck.length === 0,
      rooms: {
        eyes: stuck.length === 0 ? 'turning' : 'stuck',
        camera: camera.kind,
        ...Object.fromEntries(each),
        ...{ music: noMusic ? 'missing' : playback.kind, broker: broker.kind, history: history.kind },
      },
    };
  }

  /** Control and playback meet only here: requests from control go to the jukebox… */
  #perform(requests: readonly PlaybackRequest[]): void {
    for (const request of requests) this.#jukebox.perform(request);
  }

  /** … and events from the jukebox go to whatever they concern. */
  #played(event: JukeboxEvent): void {
    switch (event.kind) {
      case 'started':
        this.#prepare(event.track, event.recent);
        break;
      case 'heard':
        this.#rooms.heard(event.track);
        break;
      case 'unplayable':
        this.#rooms.unplayable(event.track, event.why, event.at);
        break;
      case 'ended':
        this.#perform(this.director.trackEnded());
        break;
      case 'abandoned':
        this.director.searchAbandoned();
        break;
      default:
        assertNever(event);
    }
  }

  #prepare({ source, mood }: Track, recent: readonly string[]): void {
    const { leadsTo, reading } = this.director;
    const scores = reading.kind === 'nobody' ? undefined : reading.scores;
    this.#rooms.prepare(source, likelyMoods(mood, scores, leadsTo), recent);
  }

  async #tick(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.#perform(this.director.tick());
      this.#rooms.bookmark.tick();
      await this.#rooms.clock.sleep(TICK, signal).catch(() => undefined);
    }
  }

  #report(): Report {
    const { director } = this;
    const known = { cameras: this.#cameras, group: this.#coordinator.state, liked: this.#recorder.liked, noMusic: this.#jukebox.noMusic };
    return reportOf({ ...this.#rooms, ...known, director, id: this.#config.mqtt.id, name: this.#config.mqtt.name });
  }
}
