import type { Config } from '../config/schema.ts';
import type { CommandOrigin } from '../domain/access.ts';
import { assertNever } from '../domain/assert-never.ts';
import type { Command } from '../domain/command.ts';
import type { Mood } from '../domain/emotion.ts';
import type { GroupBox, GroupState } from '../domain/group.ts';
import type { Decider, HeardTrack, NetworkReadings } from '../domain/history.ts';
import type { Found, MusicChoice, MusicQuery, PlayFailure, Track, TrackSource } from '../domain/music.ts';
import { trackOf } from '../domain/music.ts';
import type { PlannedMood } from '../domain/plan.ts';
import type { Refusal } from '../domain/refusal.ts';
import { after, refusal } from '../domain/refusal.ts';
import type { Report, UpNext } from '../domain/report.ts';
import type { Result } from '../domain/result.ts';
import { done, failed } from '../domain/result.ts';
import type { GuestWord } from '../domain/sound-guest.ts';
import type { Instant, Moment, Ms, Percent } from '../domain/units.ts';
import { ms } from '../domain/units.ts';
import type { Coordinator } from '../group/port.ts';
import { standalone } from '../group/standalone.ts';
import type { History } from '../history/port.ts';
import type { FaceInSight } from '../mood/room.ts';
import { facesIn } from '../mood/room.ts';
import type { Publisher } from '../mqtt/port.ts';
import type { Releases } from '../music/port.ts';
import type { OtherHand, Player } from '../players/port.ts';
import type { Clock } from '../shared/async/clock.ts';
import type { Log } from '../shared/log.ts';
import { addressRefusal } from './control/address-refusal.ts';
import type { CaptureOutcome } from './control/capture.ts';
import { CaptureDesk } from './control/capture-desk.ts';
import { Director } from './control/director.ts';
import { MoodAnswers } from './control/mood-answers.ts';
import { SteppingAside } from './control/other-hand.ts';
import { likelyMoods } from './control/policy.ts';
import { ceilingAt } from './control/volume-ceiling.ts';
import type { GuestKeeping } from './guests/guest-desk.ts';
import { GuestDesk } from './guests/guest-desk.ts';
import { UNKEPT } from './guests/keeping.ts';
import { moodSettings } from './mood-settings.ts';
import { Announcements } from './playback/announcements.ts';
import type { Bookmark } from './playback/bookmark.ts';
import type { CoverArtParts } from './playback/cover-art.ts';
import { CoverArt } from './playback/cover-art.ts';
import type { JukeboxEvent } from './playback/jukebox.ts';
import { Jukebox } from './playback/jukebox.ts';
import { PlayProgressWatch } from './playback/play-progress.ts';
import { Recorder } from './playback/recorder.ts';
import type { PlaybackRequest } from './playback/request.ts';
import type { SettingsStore, StoredSettings } from './process/settings-store.ts';
import { inVenue } from './report/in-venue.ts';
import type { MusicNews } from './report/report.ts';
import { reportOf } from './report/report.ts';
import { Status } from './report/status.ts';
import type { CameraSetParts, Viewpoint } from './sensing/camera-set.ts';
import { CameraSet } from './sensing/camera-set.ts';
import type { Correction } from './sensing/correction.ts';
import type { LivePicture } from './sensing/live-picture.ts';
import type { Zones } from './sensing/zones.ts';
import type { Venue } from './venue/venue.ts';

/** The rooms' open adapters, and what the daemon needs from the outside world. */
export type Rooms = {
  /** The cameras, each with its eyes. */
  readonly viewpoints: readonly Viewpoint[];
  /** The parts of the pictures that are ignored. Default: none. */
  readonly zones?: Pick<Zones, 'of'>;
  /** The live picture. Default: there is none. */
  readonly livePicture?: LivePicture;
  /** Corrects what the cameras show by what this room has taught. Default: nothing is corrected, and nothing is learnt. */
  readonly correction?: Correction;
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
  /** Called when somebody likes a track. Default: only the history learns of it. */
  readonly liked?: (track: HeardTrack) => void;
  /** Asks that source to look ahead for these moods, likeliest first. */
  readonly prepare: (source: TrackSource, moods: readonly Mood[], recent: readonly string[]) => void;
  /** Absent if moodbox does not update yt-dlp. */
  readonly ytdlp?: Releases | undefined;
  /** Absent unless the box is where the public is. */
  readonly venue?: Venue | undefined;
  /** Keeps over a restart who else plays on the loudspeaker. Default: nobody is kept. */
  readonly guestsKept?: GuestKeeping;
  /** Ends what a guest plays. Default: it has to stop by itself. */
  readonly dismissGuest?: (name: string) => void;
  readonly cover: CoverArtParts['cover'];
  /** What the plan of the day says about now. Default: there is no plan. */
  readonly plan?: () => PlannedMood | undefined;
  /** The track that has been found ahead for a mood, if there is one. */
  readonly upcoming?: (mood: Mood) => Track | undefined;
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

const MINUTE = 60_000;

/** What survived the restart. In a venue the camera stays off without a confirmed notice, however it was left. */
function rememberedIn({ memory, venue }: Rooms): StoredSettings {
  const mayWatch = venue?.refusal({ type: 'camera', on: true }) === undefined;
  return { ...memory.remembered, camera: memory.remembered.camera && mayWatch };
}

/** Wires director, jukebox and cameras to the rooms. Data flows one way; commands come back in here. */
export class Daemon {
  readonly status: Status;
  readonly director: Director;
  readonly moodAnswers: MoodAnswers;
  readonly #rooms: Rooms;
  readonly #config: Config;
  readonly #jukebox: Jukebox;
  readonly #cameras: CameraSet;
  readonly #recorder: Recorder;
  readonly #coordinator: Coordinator;
  readonly #coverArt: CoverArt;
  readonly #progress: PlayProgressWatch;
  readonly #captures = new CaptureDesk();
  readonly #announcements: Announcements;
  readonly #guests: GuestDesk;
  readonly #aside = new SteppingAside(() => this.director.will);

  constructor(rooms: Rooms, config: Config) {
    this.#rooms = rooms;
    this.#config = config;
    this.#coordinator = rooms.coordinator ?? standalone;
    this.status = new Status(() => this.#report());
    this.#recorder = new Recorder(rooms);
    this.#progress = new PlayProgressWatch(rooms);
    this.#coverArt = new CoverArt({ cover: rooms.cover, show: (picture) => this.#illustrate(picture) });
    this.#jukebox = new Jukebox({
      ...rooms,
      log: rooms.log.child({ room: 'music' }),
      recent: rooms.history.recent(),
      interrupted: (mood, signal) => rooms.bookmark.take(mood, signal),
    });
    this.#jukebox.onEvent((event) => this.#played(event));
    this.#announcements = this.#openAnnouncements(rooms, config);
    this.#guests = this.#openGuests(rooms, config);
    this.director = this.#openDirector(rooms, config);
    this.moodAnswers = new MoodAnswers({ ...rooms, shown: () => this.director, read: () => this.#networkReadings });
    this.#cameras = this.#openCameras(rooms);
  }

  #openAnnouncements({ clock, log, player, today }: Rooms, { player: settings }: Config): Announcements {
    const ceiling = (): Percent => ceilingAt(new Date(today()), settings);
    const room = log.child({ room: 'music' });
    return new Announcements({ player, settings, ceiling, clock, today, log: room, changed: () => this.status.changed() });
  }

  #openGuests({ clock, dismissGuest, guestsKept, log, player, today }: Rooms, { guests, player: { fade } }: Config): GuestDesk {
    return new GuestDesk({
      ...{ player, fade, clock, terms: guests, log: log.child({ room: 'music' }), kept: guestsKept ?? UNKEPT },
      dismiss: (name) => dismissGuest?.(name),
      happened: (name, isThere) => this.#recorder.guest(name, isThere),
      now: () => ({ at: clock.now(), today: today() }),
      changed: () => this.status.changed(),
    });
  }

  #openDirector(rooms: Rooms, config: Config): Director {
    return new Director(
      {
        player: rooms.player,
        coordinator: this.#coordinator,
        clock: rooms.clock,
        log: rooms.log.child({ room: 'daemon' }),
        today: rooms.today,
        position: () => rooms.bookmark.position,
        onFeedback: (as) => this.#recorder[as](),
        seek: (to) => void rooms.player.seek(to),
        onCapture: (outcome) => this.#captures.answer(outcome),
        update: () => rooms.ytdlp?.ask(),
        announce: (announcement) => this.#announcements.add(announcement),
        guests: this.#guests,
        switchCamera: (on) => this.#switchCamera(on),
        blind: () => this.#cameras.blind,
        losses: () => this.#cameras.losses,
        ceiling: () => ceilingAt(new Date(rooms.today()), config.player),
        remember: (what) => rooms.memory.keep(what),
        changed: () => this.status.changed(),
        moodChanged: (change) => {
          if (!this.#knowsOf(change.to)) return;
          rooms.publisher.announce(change);
          this.#recorder.mood(change.to, this.#decider);
        },
        emptied: () => this.#recorder.mood('away', this.#decider),
        plan: () => rooms.plan?.(),
        confirmed: () => this.#recorder.mood(this.director.mood, this.#decider),
      },
      moodSettings(config),
      config.music,
      rememberedIn(rooms),
    );
  }

  #switchCamera(on: boolean): void {
    this.#cameras.switch(on);
    if (on) return;
    this.#rooms.livePicture?.stop('camera-off');
    this.#rooms.correction?.forget();
  }

  /** Who decided on the mood in force. */
  get #decider(): Decider {
    const { override, planned } = this.director;
    if (override !== 'auto') return 'person';
    return planned ? 'plan' : 'camera';
  }

  /** The faces that the cameras see now, each with its scores; none in a venue, where nothing is told of a single face. */
  get faces(): readonly FaceInSight[] {
    return this.#rooms.venue ? [] : facesIn(this.director.room, this.#rooms.clock.now());
  }

  /** What an answer about the mood teaches of this box's network: nothing in a venue, and nothing where more than its own eyes decide. */
  get #networkReadings(): NetworkReadings | undefined {
    const { clock, correction, venue } = this.#rooms;
    const { planned, room } = this.director;
    const others = this.#coordinator.state !== undefined || planned !== undefined || room.senses.size > 0;
    if (venue || others || room.feeling.blank !== undefined) return undefined;
    return correction?.readings(clock.now());
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
    const { bookmark, correction, livePicture, player, publisher } = this.#rooms;
    const coverArt = this.#coverArt;
    const unsubscribes = [
      this.status.onReport((report) => publisher.publish(report)),
      this.status.onReport((report) => coverArt.reported(report)),
      () => coverArt.close(),
      player.onEvent((event) => {
        this.#recorder.heard(event);
        bookmark.heard(event);
        this.#progress.heard(event);
        this.status.changed();
      }),
      player.onOtherHand?.((what) => this.#otherHand(what)) ?? (() => undefined),
      player.rooms?.onChange(() => this.status.changed()) ?? (() => undefined),
      publisher.onState(() => this.status.changed()),
      livePicture?.onChange(() => this.status.changed()) ?? (() => undefined),
      correction?.onChange(() => this.director.correctionChanged()) ?? (() => undefined),
      publisher.onCommand((command) => this.#commandedByBroker(command)),
      this.#coordinator.onCommand((command) => this.#obey(command, { door: 'group' })),
      this.#coordinator.onNews(() => this.#perform(this.director.tick())),
    ];
    if (this.#knowsOf(this.director.mood)) this.#recorder.mood(this.director.mood, this.#decider);
    this.status.changed();
    this.#remindOfNotice();
    try {
      await Promise.all([this.#jukebox.run(signal), this.#cameras.run(signal), this.#announcements.run(signal), this.#tick(signal)]);
    } finally {
      for (const unsubscribe of unsubscribes) unsubscribe();
      livePicture?.stop('closed');
      this.#recorder.close();
      bookmark.close();
    }
  }

  #remindOfNotice(): void {
    const { log, venue } = this.#rooms;
    if (venue && !venue.confirmed())
      log.child({ room: 'daemon' }).warn({ todo: refusal('notice_unconfirmed').sentence }, 'venue.unconfirmed');
  }

  #openCameras(rooms: Rooms): CameraSet {
    const log = rooms.log.child({ room: 'camera' });
    const onSighting: CameraSetParts['onSighting'] = (sighting) =>
      this.#perform(this.director.sighted(rooms.correction?.corrected(sighting) ?? sighting));
    const onInterrupted = (): void => this.#perform(this.director.tick());
    const { livePicture, zones } = rooms;
    const onFrame: CameraSetParts['onFrame'] = livePicture && ((camera, frame) => livePicture.take(camera, frame));
    const ignored: CameraSetParts['ignored'] = zones && ((camera) => zones.of(camera));
    const sight = { ...(onFrame && { onFrame }), ...(ignored && { ignored }) };
    return new CameraSet({ ...rooms, ...sight, log, onSighting, onInterrupted }, rememberedIn(rooms).camera);
  }

  /** Carries out a command, or passes it to the box of the group that plays. A refusal says when it can be carried out again. */
  command(command: Command, by: CommandOrigin): Result<void, Refusal> {
    const wait = command.type === 'update' ? (this.#rooms.ytdlp?.wait ?? ms(0)) : ms(0);
    if (wait > 0) return failed(after(wait, refusal('update_wait', { count: Math.ceil(wait / MINUTE), unit: 'minutes' })));
    const refused = this.#rooms.venue?.refusal(command) ?? this.#deafTo(command) ?? this.#unheard(command);
    if (refused) return failed(refused);
    if (!this.#coordinator.passes(command)) this.#obey(command, by);
    return done(undefined);
  }

  /** Why no other device is listened to; undefined if it is, or if the command is another. */
  #deafTo({ type }: Command): Refusal | undefined {
    const isOff = type === 'sense' && this.#config.mood.senses === 'off';
    return isOff ? refusal('senses_off') : undefined;
  }

  /** Why an address is not fetched, or nothing is announced; undefined for every other command. */
  #unheard(command: Command): Refusal | undefined {
    if (command.type !== 'announce' && command.type !== 'play_url') return undefined;
    const { mqtt, player } = this.#config;
    const refused = addressRefusal(command.url, player.fetch_from) ?? (command.type === 'play_url' ? this.#taken : undefined);
    if (refused || command.type === 'play_url') return refused;
    return player.output === 'null' ? refusal('box_mute', { box: mqtt.name || mqtt.id }) : this.#announcements.refusal;
  }

  /** Plays a track that somebody chose, and the mood's own music after it. In a group only the box that plays can do that. */
  playOnce(track: Track, by: CommandOrigin): Result<void, Refusal> {
    const { plays } = this.#coordinator.state ?? {};
    if (plays !== undefined && plays !== this.#config.mqtt.id) return failed(refusal('plays_elsewhere', { box: plays }));
    if (this.#taken) return failed(this.#taken);
    this.#perform(this.director.playOnce(track, by));
    return done(undefined);
  }

  /** Why nothing that somebody chooses can be played now: a guest has the loudspeaker. Undefined if none has. */
  get #taken(): Refusal | undefined {
    const { state } = this.#guests;
    const guest = state?.kind === 'playing' ? state.guests.at(-1)?.name : undefined;
    return guest === undefined ? undefined : refusal('guest_plays', { guest });
  }

  /**
   * Takes a word of a guest. Of one that plays, settles when the loudspeaker is free for it; false if that takes too long. `by` is absent
   * for a program on this machine that says it at the guests' own door.
   */
  async guest(word: GuestWord, by?: CommandOrigin): Promise<boolean> {
    this.#perform(this.director.command({ type: 'guest', ...word }, by));
    return word.state === 'gone' || this.#guests.silent();
  }

  /** The group and its boxes; undefined for a box on its own. */
  get group(): { readonly state: GroupState; readonly boxes: readonly GroupBox[] } | undefined {
    const { boxes, state } = this.#coordinator;
    return state && { state, boxes };
  }

  /** Lets another box of the group play. The failure says why that cannot be. */
  handOver(to: string): Result<void, Refusal> {
    return this.#coordinator.handOver(to);
  }

  /** Sets or takes back what people think of a track. False if the history cannot be changed now. */
  judge(track: HeardTrack, as: 'like' | 'dislike' | undefined): boolean {
    const isDone = this.#recorder.judge(track, as);
    this.status.changed();
    return isDone;
  }

  /** Reads the room now, as the command does, and settles with what comes of it within seconds; `elsewhere`: another box reads it. */
  async capture(by: CommandOrigin): Promise<CaptureOutcome | { readonly kind: 'elsewhere' }> {
    const command = { type: 'capture' } as const;
    if (this.#coordinator.passes(command)) return { kind: 'elsewhere' };
    const outcome = this.#captures.next();
    this.#obey(command, by);
    return outcome;
  }

  /** The picture with that id: the one that is shown, or the one before. */
  cover(id: string): Uint8Array | undefined {
    return this.#coverArt.picture(id);
  }

  /** Somebody else uses the player. */
  #otherHand(what: OtherHand): void {
    const command = this.#aside.noticed(what);
    if (command) this.#perform(this.director.command(command));
  }

  #obey(command: Command, by: CommandOrigin): void {
    this.#aside.commanded(command);
    if (command.type === 'camera' && command.on !== this.director.cameraOn) this.#recorder.camera(command.on, by);
    this.#perform(this.director.command(command, by));
  }

  #commandedByBroker(command: Command): void {
    const taken = this.command(command, { door: 'broker' });
    if (!taken.ok) this.#rooms.log.child({ room: 'mqtt' }).info({ type: command.type, why: taken.why.sentence }, 'mqtt.command_refused');
  }

  /** Whether every camera has been looked at within the last minute. */
  get eyes(): 'turning' | 'stuck' {
    return this.#cameras.quietFor(STUCK).length === 0 ? 'turning' : 'stuck';
  }

  /** Whether the daemon is alive, and the state of each room. A lost camera or broker is normal and no reason for a restart. */
  health(): { readonly ok: boolean; readonly rooms: Readonly<Record<string, string>> } {
    const { camera, cameras = [], broker, history, noMusic, playback } = this.#report();
    const stuck = this.#cameras.quietFor(STUCK);
    const each = cameras.map(({ name, state }) => [`camera ${name}`, stuck.includes(name) ? 'stuck' : state.kind]);
    return {
      ok: stuck.length === 0,
      rooms: {
        eyes: this.eyes,
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
      this.#guests.tick();
      this.#perform(this.director.tick());
      this.#rooms.bookmark.tick();
      this.#rooms.correction?.refresh();
      this.#progress.tick();
      await this.#rooms.clock.sleep(TICK, signal).catch(() => undefined);
    }
  }

  #report(): Report {
    const { director } = this;
    const { isOnlyPiece: onlyPiece, noMusic } = this.#jukebox;
    const known = { cameras: this.#cameras, group: this.#coordinator.state, liked: this.#recorder.liked, noMusic, onlyPiece };
    const { id, name } = this.#config.mqtt;
    const { announcing, failed: announceFailed } = this.#announcements;
    const parts = {
      announcing,
      announceFailed,
      guest: this.#guests.state,
      director,
      music: this.#music,
      boxes: this.#config.web.preview !== 'off',
      id,
      name,
    };
    const report = reportOf({ ...this.#rooms, ...known, ...parts });
    return this.#rooms.venue ? inVenue(report) : report;
  }

  get #music(): MusicNews {
    const { playback } = this.#rooms.player;
    const cover = this.#coverArt.idOf(playback, this.director.mood);
    return { progress: this.#progress.current, next: this.#next, cover, undoable: this.#recorder.undoable };
  }

  /** An endless track has no next one. */
  get #next(): UpNext | undefined {
    const track = trackOf(this.#rooms.player.playback);
    const next = track && !track.endless ? this.#rooms.upcoming?.(this.director.comingMood ?? track.mood) : undefined;
    return next && next.id !== track?.id ? { title: next.title, source: next.source } : undefined;
  }

  #illustrate(picture: Uint8Array): void {
    this.#rooms.publisher.illustrate(picture);
    this.status.changed();
  }
}
