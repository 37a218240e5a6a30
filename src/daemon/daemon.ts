import type { Camera } from '../camera/port.ts';
import type { Config } from '../config/schema.ts';
import type { Mood } from '../domain/emotion.ts';
import type { Found, MusicChoice, SourceName, Track } from '../domain/music.ts';
import type { Report } from '../domain/report.ts';
import type { Instant, Moment } from '../domain/units.ts';
import { elapsed, ms } from '../domain/units.ts';
import type { History } from '../history/port.ts';
import type { Eyes } from '../inference/port.ts';
import type { Publisher } from '../mqtt/port.ts';
import type { Player } from '../players/port.ts';
import type { Clock } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';
import { Director } from './director.ts';
import { Jukebox } from './jukebox.ts';
import type { Memory } from './memory.ts';
import { Perception } from './perceive.ts';
import { likelyMoods } from './policy.ts';
import { ceilingAt } from './quiet.ts';
import type { Rate } from './rate.ts';
import { counted, perSecond } from './rate.ts';
import { Recorder } from './recorder.ts';
import { cameraState, inSight } from './seen.ts';
import { Status } from './status.ts';

/** The rooms' adapters, open, and what the daemon needs to know of the world. */
export type Rooms = {
  readonly camera: Camera;
  readonly eyes: Eyes;
  readonly player: Player;
  readonly publisher: Publisher;
  readonly memory: Memory;
  readonly history: History;
  readonly choose: (mood: MusicChoice['mood'], why: MusicChoice['why'], recent: readonly string[]) => MusicChoice;
  readonly find: (choice: MusicChoice, signal: AbortSignal, without: readonly SourceName[]) => Promise<Found>;
  /** Asks that source to look ahead for these moods, the likeliest first. */
  readonly prepare: (source: SourceName, moods: readonly Mood[], recent: readonly string[]) => void;
  readonly clock: Clock;
  /** The calendar, and the time of the day. */
  readonly today: () => Moment;
  /** The root of the log; each part makes its own child. */
  readonly log: Log;
  readonly version: string;
};

const TICK = ms(1000);
/** No turn of the seeing loop for so long is a hang, not a slow camera: a read and its rest end sooner. */
const STUCK = ms(60_000);

/** Wires director, jukebox and perception to each other and to the rooms. Data flows one way; commands come back in here. */
export class Daemon {
  readonly status: Status;
  readonly director: Director;
  readonly #rooms: Rooms;
  readonly #config: Config;
  readonly #jukebox: Jukebox;
  readonly #perception: Perception;
  readonly #recorder: Recorder;
  #rate: Rate = [];
  #lastTurn: Instant;

  constructor(rooms: Rooms, config: Config) {
    this.#rooms = rooms;
    this.#config = config;
    this.#lastTurn = rooms.clock.now();
    this.status = new Status(() => this.#report());
    this.#recorder = new Recorder(rooms);
    this.#jukebox = new Jukebox({
      ...rooms,
      log: rooms.log.child({ room: 'music' }),
      started: (track, recent) => this.#prepare(track, recent),
    });
    this.director = new Director(
      {
        player: rooms.player,
        clock: rooms.clock,
        log: rooms.log.child({ room: 'daemon' }),
        wish: (wish) => this.#jukebox.wish(wish),
        judged: (as) => this.#recorder[as](),
        switchCamera: (on) => this.#perception.switch(on),
        blind: () => rooms.camera.state.kind !== 'watching',
        ceiling: () => ceilingAt(new Date(rooms.today()), config.player),
        remember: (what) => rooms.memory.keep(what),
        changed: () => this.status.changed(),
        moodChanged: (change) => {
          rooms.publisher.announce(change);
          this.#recorder.mood(change.to, this.director.override);
        },
      },
      config.mood,
      config.music,
      rooms.memory.remembered,
    );
    this.#perception = new Perception(this.#seeing(), rooms.memory.remembered.camera);
  }

  get lastTurn(): Instant {
    return this.#lastTurn;
  }

  /** Runs until the signal is aborted. Rejects only for a broken program. */
  async run(signal: AbortSignal): Promise<void> {
    const { player, publisher } = this.#rooms;
    const quiet = [
      this.status.onReport((report) => publisher.publish(report)),
      player.onEvent((event) => {
        this.#recorder.heard(event);
        this.status.changed();
      }),
      publisher.onState(() => this.status.changed()),
      publisher.onCommand((command) => void this.director.command(command)),
    ];
    this.#recorder.mood(this.director.mood, this.director.override);
    this.status.changed();
    try {
      await Promise.all([this.#jukebox.run(signal), this.#perception.run(signal), this.#tick(signal)]);
    } finally {
      for (const off of quiet) off();
      this.#recorder.close();
    }
  }

  /** Alive, and what each room says of itself. A lost camera or broker is ordinary life and no reason for a restart. */
  health(): { readonly ok: boolean; readonly rooms: Readonly<Record<string, string>> } {
    const { camera, broker, history, playback } = this.#report();
    const turning = elapsed(this.#lastTurn, this.#rooms.clock.now()) < STUCK;
    const eyes = turning ? 'turning' : 'stuck';
    return { ok: turning, rooms: { eyes, camera: camera.kind, music: playback.kind, broker: broker.kind, history: history.kind } };
  }

  #seeing(): ConstructorParameters<typeof Perception>[0] {
    const { camera, eyes, clock, log } = this.#rooms;
    return {
      camera,
      eyes,
      clock,
      log: log.child({ room: 'camera' }),
      onSighting: (sighting) => {
        this.#rate = counted(this.#rate, clock.now());
        this.director.sighted(sighting);
      },
      onTurn: () => {
        this.#lastTurn = clock.now();
      },
    };
  }

  #prepare({ source, mood }: Track, recent: readonly string[]): void {
    const { reading } = this.director.room;
    this.#rooms.prepare(source, likelyMoods(mood, reading.kind === 'nobody' ? undefined : reading.scores), recent);
  }

  async #tick(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.director.tick();
      await this.#rooms.clock.sleep(TICK, signal).catch(() => undefined);
    }
  }

  #report(): Report {
    const { camera, clock, history, player, publisher, version } = this.#rooms;
    const { mood, override, room, confidence, cameraOn, lastSighting } = this.director;
    return {
      id: this.#config.mqtt.id,
      version,
      mood,
      override,
      ...inSight(room, lastSighting),
      confidence,
      playback: player.playback,
      liked: this.#recorder.liked,
      volume: player.volume,
      camera: cameraState(cameraOn, camera.state),
      broker: publisher.state,
      history: history.state,
      fps: perSecond(this.#rate, clock.now()),
      dropped: camera.dropped,
    };
  }
}
