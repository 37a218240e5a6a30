import type { CommandOrigin } from '../../domain/access.ts';
import type { Command } from '../../domain/command.ts';
import type { Expression, Mood, Override } from '../../domain/emotion.ts';
import { strongest } from '../../domain/emotion.ts';
import type { SharedSettings, TransportState } from '../../domain/group.ts';
import type { Feedback } from '../../domain/history.ts';
import type { Track } from '../../domain/music.ts';
import type { PlannedMood } from '../../domain/plan.ts';
import type { MoodChange } from '../../domain/report.ts';
import type { Sighting } from '../../domain/sight.ts';
import type { Announcement } from '../../domain/sound-address.ts';
import type { Instant, Moment, Ms, Share } from '../../domain/units.ts';
import { elapsed, ms, share } from '../../domain/units.ts';
import type { Agreed, Coordinator } from '../../group/port.ts';
import { standalone } from '../../group/standalone.ts';
import type { Losses } from '../../mood/losses.ts';
import { NO_LOSSES } from '../../mood/losses.ts';
import type { RoomReading } from '../../mood/reading.ts';
import type { MomentContext, MoodSettings, RoomState } from '../../mood/room.ts';
import { beginRoom, closeEyes, forgetBaselines, passTime, stepRoom } from '../../mood/room.ts';
import { sensed } from '../../mood/senses.ts';
import type { GuestDesk } from '../guests/guest-desk.ts';
import { askedTrack } from '../playback/asked-track.ts';
import type { PlaybackRequest } from '../playback/request.ts';
import type { StoredSettings } from '../process/settings-store.ts';
import type { CaptureOutcome } from './capture.ts';
import { failedCapture, MoodCapture } from './capture.ts';
import { nextMood } from './lift.ts';
import { loggedCommand } from './logged-command.ts';
import type { OverrideTimerParts } from './override-expiry.ts';
import { OverrideTimer } from './override-expiry.ts';
import type { PlaybackControlParts } from './playback-control.ts';
import { PlaybackControl } from './playback-control.ts';
import type { MusicSettings } from './policy.ts';
import { inForce, musicMood } from './policy.ts';
import type { PresenceSince, ReportedPresenceParts } from './reported-presence.ts';
import { ReportedPresence } from './reported-presence.ts';
import { SkipLimit } from './skip-limit.ts';
import type { VolumeControlParts } from './volume.ts';
import { VolumeControl } from './volume.ts';

export type DirectorParts = VolumeControlParts &
  PlaybackControlParts &
  OverrideTimerParts &
  ReportedPresenceParts & {
    /** Somebody skipped, liked or disliked what is playing, or takes back the last of these. */
    readonly onFeedback: (as: Feedback['kind'] | 'undo') => void;
    /** Somebody wants to hear another part of the track. */
    readonly seek?: (to: Ms) => void;
    /** What came of a capture. */
    readonly onCapture?: (outcome: CaptureOutcome) => void;
    /** Somebody has something to say over the music. */
    readonly announce?: (announcement: Announcement) => void;
    /** Who else plays on the loudspeaker. Default: nobody ever does. */
    readonly guests?: Pick<GuestDesk, 'isTaken' | 'hear' | 'endRest' | 'dismiss'>;
    /** Somebody wants a newer yt-dlp. */
    readonly update: () => void;
    readonly switchCamera: (on: boolean) => void;
    /** True if no camera delivers pictures: each is off or lost. */
    readonly blind: () => boolean;
    /** The cameras whose connection has just broken, and the lost ones. Default: none. */
    readonly losses?: () => Losses;
    readonly remember: (what: StoredSettings) => void;
    readonly moodChanged: (change: MoodChange) => void;
    /** Called when it is certain that nobody is there, after that was only assumed. */
    readonly emptied?: () => void;
    /** What the plan of the day says about now. Default: there is no plan. */
    readonly plan?: () => PlannedMood | undefined;
    /** Called when faces show the mood that until now only the plan of the day had. */
    readonly confirmed?: () => void;
    /** The other boxes of the group. Default: this box is on its own. */
    readonly coordinator?: Coordinator;
  };

type CommandOf<T extends Command['type']> = Extract<Command, { readonly type: T }>;

/** After this long without a sighting, `tick` lets time pass instead. */
const SILENT_EYES = ms(1000);

/** What these commands change survives a restart. */
const REMEMBERED: ReadonlySet<Command['type']> = new Set(['override', 'volume', 'camera', 'autoplay']);

/**
 * The one place where sightings and commands meet and become the mood in force. Each step returns its requests to playback, in order; the
 * caller carries them out before the next step.
 */
export class Director {
  readonly #parts: DirectorParts;
  readonly #mood: MoodSettings;
  #room: RoomState = beginRoom();
  #reading: RoomReading = this.#room.reading;
  readonly #playback: PlaybackControl;
  readonly #overrideTimer: OverrideTimer;
  readonly #capture = new MoodCapture();
  readonly #skips: SkipLimit;
  #camera: boolean;
  #seenAt: Instant | undefined;
  /** What the home's presence sensor said last. */
  #sensor: boolean | undefined;
  #expression: Expression = 'none';
  readonly #presence: ReportedPresence;
  /** The plan's mood, while it is the room's. */
  #planned: PlannedMood | undefined;
  /** True once anything is known about the room: how somebody there feels, or that nobody is there. */
  #known = false;
  readonly #volume: VolumeControl;
  readonly #coordinator: Coordinator;
  /** Another box plays, and its settings apply here. */
  #follows = false;

  /** Carries out each type of command. */
  readonly #handlers: { readonly [T in Command['type']]: (command: CommandOf<T>) => void } = {
    override: (command) => {
      this.#overrideTimer.expireAfter(command.for);
      if (command.mood !== 'auto') this.#wantsMusic();
      this.#playback.override(command.mood);
    },
    play: () => {
      // Play on a box without its broker makes it play alone (`Coordinator.passes`): agree again before starting.
      this.#wantsMusic();
      this.#playback.play();
    },
    pause: () => this.#playback.pause(),
    stop: () => this.#playback.stop(),
    next: () => {
      if (!this.#skips.passes()) return;
      this.#parts.onFeedback('skip');
      this.#wantsMusic();
      this.#playback.musicNow();
    },
    like: () => this.#parts.onFeedback('like'),
    dislike: () => {
      // In silence there is nothing to dislike, and nothing begins to play.
      if (this.#parts.player.playback.kind === 'silent' || !this.#skips.passes()) return;
      this.#parts.onFeedback('dislike');
      this.#playback.musicNow();
    },
    undo: () => this.#parts.onFeedback('undo'),
    seek: ({ to }) => this.#parts.seek?.(to),
    capture: () => {
      this.#capture.ask(this.#now);
      this.#captured(this.#now);
    },
    volume: ({ value }) => {
      this.#volume.requested = value;
      void this.#volume.apply();
    },
    camera: ({ on }) => this.#switch(on),
    autoplay: ({ on }) => this.#playback.autoplay(on),
    presence: ({ on }) => {
      this.#sensor = on ?? undefined;
      this.#passTime(this.#now);
    },
    sense: (word) => {
      this.#room = { ...this.#room, senses: sensed(this.#room.senses, word, this.#now) };
      this.#passTime(this.#now);
    },
    update: () => this.#parts.update(),
    announce: (announcement) => this.#parts.announce?.(announcement),
    guest: (word) => {
      this.#parts.guests?.hear(word);
      this.#agree(this.#now);
    },
    moodbox_now: () => {
      this.#parts.guests?.dismiss();
      this.#agree(this.#now);
      this.#playback.play();
    },
    play_url: (address) => {
      this.#wantsMusic();
      const mood = musicMood(this.#playback.intent);
      this.#playback.musicNow(askedTrack(address, mood === 'away' ? 'neutral' : mood));
    },
  };

  constructor(parts: DirectorParts, mood: MoodSettings, music: MusicSettings, remembered: StoredSettings) {
    this.#parts = parts;
    this.#skips = new SkipLimit(parts);
    this.#mood = mood;
    this.#coordinator = parts.coordinator ?? standalone;
    this.#camera = remembered.camera;
    this.#volume = new VolumeControl(parts, remembered.volume);
    this.#overrideTimer = new OverrideTimer(parts);
    this.#presence = new ReportedPresence(parts, this.#room);
    const { autoplay, until } = remembered;
    const override = this.#overrideTimer.expireAt(until) ? remembered.override : 'auto';
    const intent = { seen: 'away', override, autoplay, transport: autoplay ? 'playing' : 'stopped', blind: false } as const;
    this.#playback = new PlaybackControl(parts, music, intent, (from) => this.#moodChanged(from));
  }

  /** The mood in force. */
  get mood(): Mood {
    return inForce(this.#playback.intent);
  }
  get override(): Override {
    return this.#playback.intent.override;
  }
  /** When the override ends by itself; `undefined` if it does not. */
  get until(): Moment | undefined {
    return this.#overrideTimer.until;
  }
  get autoplay(): boolean {
    return this.#playback.intent.autoplay;
  }
  get will(): TransportState {
    return this.#playback.intent.transport;
  }
  /** The music is fading out, or has faded out, because everybody has left. */
  get leaving(): boolean {
    return this.#playback.leaving;
  }
  get room(): RoomState {
    return this.#room;
  }
  get cameraOn(): boolean {
    return this.#camera;
  }
  /** What the faces show now, in this room or in all rooms of the group. */
  get expression(): Expression {
    return this.#expression;
  }
  /** The mood is only an assumption, because the box has just begun to look. */
  get assumed(): boolean {
    return !this.#known && this.override === 'auto';
  }
  /** The plan of the day decides on the mood in force, and says this. */
  get planned(): PlannedMood | undefined {
    return this.override === 'auto' ? this.#planned : undefined;
  }
  /** Whether somebody is in this room, and since when. */
  get presence(): PresenceSince {
    return this.#presence.current;
  }
  /** The mood of the music that will follow when the present track ends, as far as is known now. */
  get comingMood(): Mood | undefined {
    const { autoplay } = this.#playback.intent;
    return autoplay ? (this.leadsTo ?? musicMood(this.#playback.intent)) : undefined;
  }
  /** The mood of the next step of the lift; `undefined` without a lift, or on its last step. */
  get leadsTo(): Mood | undefined {
    return this.#playback.intent.lift && nextMood(this.#playback.intent.lift);
  }
  /** The reading behind the mood: the room's own, or that of all boxes of the group. */
  get reading(): RoomReading {
    return this.#reading;
  }
  /** The share of the strongest emotion in the reading; 0 if nobody is in sight. */
  get confidence(): Share {
    const reading = this.#reading;
    return share(reading.kind === 'nobody' ? 0 : reading.scores[strongest(reading.scores)]);
  }

  sighted(sighting: Sighting): readonly PlaybackRequest[] {
    if (!this.#camera) return [];
    this.#seenAt = sighting.at;
    this.#room = stepRoom(this.#room, sighting, this.#mood, this.#context(true));
    this.#stepped(sighting.at);
    this.#captured(sighting.at);
    return this.#playback.take();
  }

  /** Called about once a second. Lets time pass if no frames do, and lets the music follow the mood once it may. */
  tick(): readonly PlaybackRequest[] {
    const now = this.#now;
    this.#watchOverride();
    if (this.#presence.followCalendar()) this.#parts.changed();
    if (this.#isFresh(now) && this.#losses.interrupted.size === 0) this.#playback.follow(now);
    else this.#passTime(now);
    this.#captured(now);
    void this.#volume.apply();
    return this.#playback.take();
  }

  /** What the network says of faces is corrected in another way from now on. */
  correctionChanged(): void {
    this.#room = forgetBaselines(this.#room);
  }

  /** A track has ended by itself: a lift takes its step now rather than in the middle of the next track. */
  trackEnded(): readonly PlaybackRequest[] {
    this.#playback.follow(this.#now, { ended: true });
    return this.#playback.take();
  }

  /** A pause has abandoned the search for the last requested music, so Play has to request it again. */
  searchAbandoned(): void {
    this.#playback.searchAbandoned();
  }

  /**
   * Carries out a command. If the player fails at it, the report shows that. `by` is for the log: whoever may not give it is stopped at the
   * door.
   */
  command(command: Command, by?: CommandOrigin): readonly PlaybackRequest[] {
    const { log } = this.#parts;
    const said = { command: loggedCommand(command), ...(by && { by }) };
    // A watch may say something every second.
    if (command.type === 'sense' && this.#room.senses.has(command.name)) log.debug(said, 'command.received');
    else log.info(said, 'command.received');
    this.#dispatch(command);
    if (REMEMBERED.has(command.type)) this.#remember();
    this.#playback.follow(this.#now);
    this.#parts.changed();
    return this.#playback.take();
  }

  /** Plays a track that somebody chose, and the mood's own music after it. */
  playOnce(track: Track, by: CommandOrigin): readonly PlaybackRequest[] {
    const { mood, source, title } = track;
    this.#parts.log.info({ title, source, mood, by }, 'track.chosen');
    this.#wantsMusic();
    this.#playback.musicNow(track);
    this.#parts.changed();
    return this.#playback.take();
  }

  /** Somebody asks for music, so nobody waits whether a guest comes back. */
  #wantsMusic(): void {
    this.#parts.guests?.endRest();
    this.#agree(this.#now);
  }

  #moodChanged(from: Mood): void {
    const change: MoodChange = { from, to: this.mood, confidence: this.confidence };
    this.#parts.log.info({ ...change, seen: this.#reading.kind, override: this.override }, 'mood.changed');
    this.#parts.moodChanged(change);
  }

  /** Lets time pass without a sighting. */
  #passTime(now: Instant): void {
    this.#room = passTime(this.#room, now, this.#mood, this.#context(this.#camera && !this.#parts.blind()));
    this.#stepped(now);
  }

  #stepped(at: Instant): void {
    const emptied = this.#presence.follow(this.#room);
    if (emptied && this.mood === 'away') this.#parts.emptied?.();
    this.#agree(at);
    this.#known ||= this.mood !== 'away' || this.presence.kind === 'absent';
    this.#playback.follow(at);
    this.#parts.changed();
  }

  get #now(): Instant {
    return this.#parts.clock.now();
  }

  #context(watching: boolean): MomentContext {
    return { watching, sensor: this.#sensor, losses: this.#losses };
  }

  get #losses(): Losses {
    return this.#parts.losses?.() ?? NO_LOSSES;
  }

  #isFresh(now: Instant): boolean {
    return this.#seenAt !== undefined && elapsed(this.#seenAt, now) < SILENT_EYES;
  }

  /** Joins what this room and the other boxes see and want into one mood. */
  #agree(at: Instant): void {
    const { blind } = this.#parts;
    const own = { room: this.#room, blind: blind() || !this.#camera, shared: this.#sharedSettings };
    const agreed = this.#coordinator.agree(own, at);
    this.#reading = agreed.reading;
    this.#expression = agreed.expression;
    this.#follows = agreed.follows !== undefined;
    if (agreed.follows) this.#adopt(agreed.follows);
    const before = this.planned;
    this.#planned = this.#plannedFor(agreed);
    this.#playback.change({
      seen: this.#planned?.mood ?? agreed.mood,
      blind: agreed.presence === 'unknown',
      mute: !agreed.plays || this.#parts.guests?.isTaken === true,
    });
    if (before && !this.planned && this.mood === before.mood) this.#parts.confirmed?.();
  }

  /** The plan fills in only where a box on its own would be neutral for want of a face. */
  #plannedFor({ mood }: Agreed): PlannedMood | undefined {
    if (mood !== 'neutral' || this.#room.feeling.blank === undefined || this.#coordinator.state) return undefined;
    const planned = this.#parts.plan?.();
    return planned?.mood === 'neutral' ? undefined : planned;
  }

  get #sharedSettings(): SharedSettings {
    const { override, autoplay, transport } = this.#playback.intent;
    return { override, ...(this.until !== undefined && { until: this.until }), autoplay, transport, volume: this.#volume.requested };
  }

  /** Adopts the settings of the box that plays, in case this one takes over. */
  #adopt({ volume, until, ...intent }: SharedSettings): void {
    const before = this.#sharedSettings;
    this.#volume.requested = volume;
    if (until !== before.until) this.#overrideTimer.expireAt(until);
    this.#playback.change(intent);
    const lasting = ['override', 'autoplay', 'volume', 'until'] as const;
    if (lasting.some((each) => this.#sharedSettings[each] !== before[each])) this.#remember();
  }

  #dispatch<T extends Command['type']>(command: CommandOf<T>): void {
    const carryOut: (command: CommandOf<T>) => void = this.#handlers[command.type];
    carryOut(command);
  }

  /** Ends an override when its time is up, and keeps its reported end right. A box that follows another leaves both to that one. */
  #watchOverride(): void {
    if (this.#follows) return;
    const what = this.#overrideTimer.watch();
    if (!what) return;
    if (what === 'over') this.#playback.change({ override: 'auto' });
    this.#remember();
    this.#parts.changed();
  }

  /** Acts on the first sure reading after somebody asked for a capture, even with an override and without auto-play. */
  #captured(now: Instant): void {
    const captured = this.#capture.take(() => this.#coordinator.capture(this.#room, now, this.#mood), now);
    if (captured === 'failed') this.#nothingSure();
    if (!captured || captured === 'failed') return;
    this.#room = captured.room;
    this.#overrideTimer.expireAfter(undefined);
    this.#playback.captured(captured.mood);
    this.#remember();
    this.#parts.onCapture?.({ kind: 'read', mood: captured.mood, share: this.confidence });
  }

  #nothingSure(): void {
    this.#parts.log.info({ seen: this.#reading.kind }, 'capture.nothing_sure');
    this.#parts.onCapture?.(failedCapture(this.#reading, { on: this.#camera, blind: this.#parts.blind() }));
  }

  #switch(on: boolean): void {
    this.#camera = on;
    this.#parts.switchCamera(on);
    if (on) return;
    // What was seen last must not be reported a moment longer than the camera looks.
    this.#room = closeEyes(this.#room);
    this.#passTime(this.#now);
  }

  #remember(): void {
    const { autoplay, override, until } = this;
    this.#parts.remember({
      camera: this.#camera,
      autoplay,
      override,
      ...(until !== undefined && { until }),
      volume: this.#volume.requested,
    });
  }
}
