import type { Command } from '../domain/command.ts';
import type { Mood, Override } from '../domain/emotion.ts';
import { isEmotion, strongest } from '../domain/emotion.ts';
import type { Desires } from '../domain/group.ts';
import type { MoodChange } from '../domain/report.ts';
import type { Sighting } from '../domain/sight.ts';
import type { Instant, Moment, Ms, Percent, Share } from '../domain/units.ts';
import { elapsed, ms, share } from '../domain/units.ts';
import { alone } from '../group/alone.ts';
import type { Company } from '../group/port.ts';
import type { Reading } from '../mood/reading.ts';
import type { MoodManners, RoomState } from '../mood/room.ts';
import { beginRoom, stepRoom } from '../mood/room.ts';
import type { Clock } from '../shared/clock.ts';
import { next } from './arc.ts';
import { Capture } from './capture.ts';
import type { Wish } from './jukebox.ts';
import type { LoudnessParts } from './loudness.ts';
import { Loudness } from './loudness.ts';
import type { MusicManners, Wanted } from './policy.ts';
import { answer, due, inForce, led, musicFor } from './policy.ts';
import type { Term } from './term.ts';
import { isOver, onCalendar, termFor, termUntil } from './term.ts';

/** What the director remembers over a restart. `until` is when the override ends by itself. */
export type Remembered = {
  readonly camera: boolean;
  readonly autoplay: boolean;
  readonly override: Override;
  readonly until?: Moment;
  readonly volume?: Percent;
};

export type DirectorParts = LoudnessParts & {
  readonly wish: (wish: Wish) => void;
  /** Somebody wants other music than what is being heard, or likes it. */
  readonly judged: (as: 'skip' | 'like') => void;
  /** Somebody wants a newer yt-dlp. */
  readonly update: () => void;
  readonly switchCamera: (on: boolean) => void;
  /** The camera delivers no picture, because it is off or lost. */
  readonly blind: () => boolean;
  readonly remember: (what: Remembered) => void;
  readonly moodChanged: (change: MoodChange) => void;
  /** The other boxes of the group; none where it is left out. */
  readonly company?: Company;
  readonly clock: Clock;
  readonly today: () => Moment;
};

/** No sighting for so long means that nobody can be seen: the room is stepped with nobody in it. */
const SILENT_EYES = ms(1000);

/** What these commands change lasts over a restart. */
const REMEMBERED: ReadonlySet<Command['type']> = new Set(['override', 'volume', 'camera', 'autoplay']);

/** The one place where what is seen and what is commanded meet, and become a mood in force and wishes for music. */
export class Director {
  readonly #parts: DirectorParts;
  readonly #mood: MoodManners;
  readonly #music: MusicManners;
  #room: RoomState = beginRoom();
  #reading: Reading = this.#room.reading;
  #wanted: Wanted;
  #term: Term | undefined;
  readonly #capture = new Capture();
  #camera: boolean;
  #sighting: Sighting | undefined;
  readonly #loudness: Loudness;
  readonly #company: Company;

  constructor(parts: DirectorParts, mood: MoodManners, music: MusicManners, remembered: Remembered) {
    this.#parts = parts;
    this.#mood = mood;
    this.#music = music;
    this.#company = parts.company ?? alone;
    this.#camera = remembered.camera;
    this.#loudness = new Loudness(parts, remembered.volume);
    const { autoplay, until } = remembered;
    this.#term = until === undefined ? undefined : termUntil(until, parts.clock.now(), parts.today());
    const override = until !== undefined && !this.#term ? 'auto' : remembered.override;
    this.#wanted = { seen: 'away', override, autoplay, will: 'playing', blind: false };
  }

  /** The mood in force. */
  get mood(): Mood {
    return inForce(this.#wanted);
  }
  get override(): Override {
    return this.#wanted.override;
  }
  /** When the override ends by itself. */
  get until(): Moment | undefined {
    return this.#term?.until;
  }
  get autoplay(): boolean {
    return this.#wanted.autoplay;
  }
  get room(): RoomState {
    return this.#room;
  }
  get cameraOn(): boolean {
    return this.#camera;
  }
  get lastSighting(): Sighting | undefined {
    return this.#sighting;
  }
  /** The mood that the music will be led on to, if it is led on. */
  get leadsTo(): Mood | undefined {
    return this.#wanted.arc && next(this.#wanted.arc);
  }
  /** What the mood rests on: the room's own reading, or that of all the boxes of its group. */
  get reading(): Reading {
    return this.#reading;
  }
  /** The share of its leading emotion, 0 when nobody is in sight. */
  get confidence(): Share {
    const reading = this.#reading;
    return share(reading.kind === 'nobody' ? 0 : reading.scores[strongest(reading.scores)]);
  }

  sighted(sighting: Sighting): void {
    this.#sighting = sighting;
    this.#step(sighting);
    void this.#captured(sighting.at);
  }

  /** Called about once a second: lets time pass where no frame does it, and music follow once it may. */
  tick(): void {
    const now = this.#parts.clock.now();
    const last = this.#sighting?.at;
    this.#watchTerm(now);
    if (last === undefined || elapsed(last, now) >= SILENT_EYES) this.#step({ at: now, faces: [] });
    else this.#follow(now);
    void this.#captured(now);
    void this.#loudness.keep();
  }

  /** A track has come to its end by itself: music that leads on does so now, rather than in the midst of the next. */
  trackEnded(): void {
    this.#follow(this.#parts.clock.now(), { ended: true });
  }

  /** Carries a command out; what can fail in it is the player's business and shows in the report. */
  async command(command: Command): Promise<void> {
    this.#parts.log.info({ command }, 'command.received');
    await this.#obey(command);
    if (REMEMBERED.has(command.type)) this.#remember();
    this.#follow(this.#parts.clock.now());
    this.#parts.changed();
  }

  #step(sighting: Sighting): void {
    this.#room = stepRoom(this.#room, sighting, this.#mood);
    this.#agree(sighting);
    this.#follow(sighting.at);
    this.#parts.changed();
  }

  /** The room, and what the other boxes see and want, become one mood. */
  #agree({ at, faces }: Sighting): void {
    const { blind } = this.#parts;
    const own = { room: this.#room, inSight: faces.length, blind: blind() || !this.#camera, desires: this.#desires };
    const agreed = this.#company.agree(own, at);
    this.#reading = agreed.reading;
    if (agreed.follows) this.#comply(agreed.follows, at);
    this.#want({ seen: agreed.mood, blind: agreed.blind, mute: !agreed.plays });
  }

  get #desires(): Desires {
    const { override, autoplay, will } = this.#wanted;
    return { override, ...(this.until !== undefined && { until: this.until }), autoplay, will, volume: this.#loudness.wanted };
  }

  /** What people asked of the box of the group that plays holds here too, should this one take over. */
  #comply({ volume, until, ...wanted }: Desires, at: Instant): void {
    const before = this.#desires;
    this.#loudness.wanted = volume;
    if (until !== before.until) this.#term = until === undefined ? undefined : termUntil(until, at, this.#parts.today());
    this.#want(wanted);
    const lasting = ['override', 'autoplay', 'volume', 'until'] as const;
    if (lasting.some((each) => this.#desires[each] !== before[each])) this.#remember();
  }

  /** Every change of what is wanted passes here, so that no change of the mood in force goes untold. */
  #want(change: Partial<Wanted>): void {
    const from = this.mood;
    this.#wanted = { ...this.#wanted, ...change };
    if (this.mood === from) return;
    const told: MoodChange = { from, to: this.mood, confidence: this.confidence };
    this.#parts.log.info({ ...told, seen: this.#reading.kind, override: this.override }, 'mood.changed');
    this.#parts.moodChanged(told);
  }

  /** `asked`: somebody has just chosen this mood, and hears it also without auto-play. */
  #follow(now: Instant, { ended = false, asked = false } = {}): void {
    const { playback } = this.#parts.player;
    const hears = playback.kind === 'playing' ? playback.track.mood : undefined;
    this.#want({ arc: led(this.#wanted, { at: now, hears, ended }, this.#music) });
    const what = due(asked ? { ...this.#wanted, autoplay: true } : this.#wanted, now, this.#music);
    if (what.kind === 'nothing') return;
    this.#fit(now);
    this.#parts.wish(what.kind === 'silence' ? what : { ...what, why: 'mood-changed' });
  }

  #obey(command: Command): Promise<void> | void {
    switch (command.type) {
      case 'override':
        return this.#override(command.mood, command.for);
      case 'play':
        return this.#play();
      case 'pause':
        this.#want({ will: 'paused' });
        return this.#parts.player.pause();
      case 'next':
        this.#parts.judged('skip');
        return this.#musicNow();
      case 'like':
        return this.#parts.judged('like');
      case 'capture':
        this.#capture.ask(this.#parts.clock.now());
        return this.#captured(this.#parts.clock.now());
      case 'update':
        return this.#parts.update();
      case 'stop':
        this.#want({ will: 'stopped' });
        return this.#parts.wish({ kind: 'silence' });
      case 'volume':
        this.#loudness.wanted = command.value;
        return this.#loudness.keep();
      case 'camera':
        return this.#switch(command.on);
      case 'autoplay':
        return this.#autoplay(command.on);
    }
  }

  /** Who chooses a mood wants to hear it: also after a pause or a stop, and also where it was the mood already. */
  #override(mood: Override, span: Ms | undefined): Promise<void> | void {
    const { clock, today } = this.#parts;
    const held = this.#wanted.will !== 'playing';
    this.#term = span === undefined ? undefined : termFor(span, clock.now(), today());
    this.#want({ override: mood, ...(mood !== 'auto' && { will: 'playing' as const }) });
    if (held && isEmotion(mood)) return this.#play();
    if (mood !== 'auto') this.#follow(clock.now(), { asked: true });
  }

  /** Ends an override whose time is over, and keeps telling the right time of its end. */
  #watchTerm(now: Instant): void {
    const term = this.#term;
    if (!term) return;
    const over = isOver(term, now);
    this.#term = over ? undefined : onCalendar(term, now, this.#parts.today());
    if (this.#term === term) return;
    if (over) this.#want({ override: 'auto' });
    this.#remember();
    this.#parts.changed();
  }

  /** Acts on a sure reading as soon as there is one, if somebody has just asked for it; also past an override and without auto-play. */
  #captured(now: Instant): Promise<void> | void {
    const captured = this.#capture.take(() => this.#company.capture(this.#room, now), now);
    if (captured === 'failed') this.#parts.log.info({ seen: this.#reading.kind }, 'capture.nothing_sure');
    if (!captured || captured === 'failed') return;
    this.#room = captured.room;
    this.#term = undefined;
    this.#want({ seen: captured.mood, override: 'auto' });
    this.#remember();
    if (this.#wanted.will !== 'playing' || this.#wanted.fitted?.mood !== answer(this.#wanted)) return this.#play();
  }

  /** Switched on, the music follows again, also after a pause or a stop. */
  #autoplay(on: boolean): Promise<void> | void {
    const held = on && !this.#wanted.autoplay && this.#wanted.will !== 'playing';
    this.#want({ autoplay: on });
    if (held && isEmotion(this.mood)) return this.#play();
    if (held) this.#want({ will: 'playing' });
  }

  #play(): Promise<void> | void {
    const fits = this.#wanted.fitted?.mood === answer(this.#wanted);
    if (!fits || this.#parts.player.playback.kind !== 'paused') return this.#musicNow();
    this.#want({ will: 'playing' });
    return this.#parts.player.resume();
  }

  /** Music for the mood in force, asked for by somebody: in an empty room that is neutral music. */
  #musicNow(): void {
    this.#want({ will: 'playing' });
    if (this.#wanted.mute) return;
    this.#fit(this.#parts.clock.now());
    const music = musicFor(this.#wanted);
    this.#parts.wish({ ...music, ...(music.mood === 'away' && { mood: 'neutral' }), why: 'asked' });
  }

  /** A box that is mute has music for no mood: when its turn comes, it begins at once. */
  #fit(at: Instant): void {
    const { fitted: _before, ...wanted } = this.#wanted;
    this.#wanted = { ...wanted, ...(!wanted.mute && { fitted: { mood: answer(wanted), at } }) };
  }

  #switch(on: boolean): void {
    this.#camera = on;
    this.#parts.switchCamera(on);
    // What was seen last must not be told a moment longer than the camera looks.
    if (!on) this.sighted({ at: this.#parts.clock.now(), faces: [] });
  }

  #remember(): void {
    const { autoplay, override, until } = this;
    this.#parts.remember({
      camera: this.#camera,
      autoplay,
      override,
      ...(until !== undefined && { until }),
      volume: this.#loudness.wanted,
    });
  }
}
