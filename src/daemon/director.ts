import type { Command } from '../domain/command.ts';
import type { Mood, Override } from '../domain/emotion.ts';
import { isEmotion, strongest } from '../domain/emotion.ts';
import type { MoodChange } from '../domain/report.ts';
import type { Sighting } from '../domain/sight.ts';
import type { Instant, Percent, Share } from '../domain/units.ts';
import { elapsed, ms, percent, share } from '../domain/units.ts';
import { alone } from '../group/alone.ts';
import type { Company } from '../group/port.ts';
import type { Reading } from '../mood/reading.ts';
import type { MoodManners, RoomState } from '../mood/room.ts';
import { beginRoom, stepRoom } from '../mood/room.ts';
import type { Player } from '../players/port.ts';
import type { Clock } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';
import { next } from './arc.ts';
import type { Wish } from './jukebox.ts';
import type { MusicManners, Wanted } from './policy.ts';
import { answer, due, inForce, led, musicFor } from './policy.ts';

/** What the director remembers over a restart. */
export type Remembered = { readonly camera: boolean; readonly override: Override; readonly volume?: Percent };

export type DirectorParts = {
  readonly player: Player;
  readonly wish: (wish: Wish) => void;
  /** Somebody wants other music than what is being heard, or likes it. */
  readonly judged: (as: 'skip' | 'like') => void;
  readonly switchCamera: (on: boolean) => void;
  /** The camera delivers no picture, because it is off or lost. */
  readonly blind: () => boolean;
  /** How loud it may be now. */
  readonly ceiling: () => Percent;
  readonly remember: (what: Remembered) => void;
  /** Called after anything changed that a report tells. */
  readonly changed: () => void;
  readonly moodChanged: (change: MoodChange) => void;
  /** The other boxes of the group; none where it is left out. */
  readonly company?: Company;
  readonly clock: Clock;
  readonly log: Log;
};

/** No sighting for so long means that nobody can be seen: the room is stepped with nobody in it. */
const SILENT_EYES = ms(1000);

/** The one place where what is seen and what is commanded meet, and become a mood in force and wishes for music. */
export class Director {
  readonly #parts: DirectorParts;
  readonly #mood: MoodManners;
  readonly #music: MusicManners;
  #room: RoomState = beginRoom();
  #reading: Reading = this.#room.reading;
  #wanted: Wanted;
  #camera: boolean;
  #sighting: Sighting | undefined;
  /** As people want it, whatever the quiet hours say. */
  #volume: Percent;

  constructor(parts: DirectorParts, mood: MoodManners, music: MusicManners, remembered: Remembered) {
    this.#parts = parts;
    this.#mood = mood;
    this.#music = music;
    this.#camera = remembered.camera;
    this.#volume = remembered.volume ?? parts.player.volume;
    this.#wanted = { seen: 'away', override: remembered.override, will: 'playing', blind: false };
  }

  /** The mood in force. */
  get mood(): Mood {
    return inForce(this.#wanted);
  }
  get override(): Override {
    return this.#wanted.override;
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
  }

  /** Called about once a second: lets time pass where no frame does it, and music follow once it may. */
  tick(): void {
    const now = this.#parts.clock.now();
    const last = this.#sighting?.at;
    if (last === undefined || elapsed(last, now) >= SILENT_EYES) this.#step({ at: now, faces: [] });
    else this.#follow(now);
    void this.#keepLow();
  }

  /** A track has come to its end by itself: music that leads on does so now, rather than in the midst of the next. */
  trackEnded(): void {
    this.#follow(this.#parts.clock.now(), true);
  }

  /** Carries a command out; what can fail in it is the player's business and shows in the report. */
  async command(command: Command): Promise<void> {
    this.#parts.log.info({ command }, 'command.received');
    await this.#obey(command);
    if (command.type === 'override' || command.type === 'volume' || command.type === 'camera') this.#remember();
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
    const { blind, company = alone } = this.#parts;
    const { override, will } = this.#wanted;
    const desires = { override, will, volume: this.#volume };
    const agreed = company.agree({ room: this.#room, inSight: faces.length, blind: blind() || !this.#camera, desires }, at);
    const { volume, ...followed } = agreed.follows ?? desires;
    this.#reading = agreed.reading;
    this.#volume = volume;
    this.#want({ ...followed, seen: agreed.mood, blind: agreed.blind, mute: !agreed.plays });
    if (volume !== desires.volume || followed.override !== override) this.#remember();
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

  #follow(now: Instant, ended = false): void {
    const { playback } = this.#parts.player;
    const hears = playback.kind === 'playing' ? playback.track.mood : undefined;
    this.#want({ arc: led(this.#wanted, { at: now, hears, ended }, this.#music) });
    const what = due(this.#wanted, now, this.#music);
    if (what.kind === 'nothing') return;
    this.#fit(now);
    this.#parts.wish(what.kind === 'silence' ? what : { ...what, why: 'mood-changed' });
  }

  #obey(command: Command): Promise<void> | void {
    switch (command.type) {
      case 'override':
        return this.#override(command.mood);
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
      case 'stop':
        this.#want({ will: 'stopped' });
        return this.#parts.wish({ kind: 'silence' });
      case 'volume':
        this.#volume = command.value;
        return this.#keepLow();
      case 'camera':
        return this.#switch(command.on);
    }
  }

  /** Who chooses a mood wants to hear it: also after a pause or a stop, and also where it was the mood already. */
  #override(mood: Override): Promise<void> | void {
    const held = this.#wanted.will !== 'playing';
    this.#want({ override: mood, ...(mood !== 'auto' && { will: 'playing' as const }) });
    if (held && isEmotion(mood)) return this.#play();
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

  /** Quiet hours begin and end by themselves; what people want is kept for when they are over. */
  #keepLow(): Promise<void> | void {
    const { ceiling, changed, log, player } = this.#parts;
    const volume = percent(Math.min(this.#volume, ceiling()));
    if (volume < this.#volume) log.debug({ volume, wanted: this.#volume }, 'volume.quiet-hours');
    if (volume !== player.volume) return player.setVolume(volume).then(changed);
  }

  #switch(on: boolean): void {
    this.#camera = on;
    this.#parts.switchCamera(on);
    // What was seen last must not be told a moment longer than the camera looks.
    if (!on) this.sighted({ at: this.#parts.clock.now(), faces: [] });
  }

  #remember(): void {
    this.#parts.remember({ camera: this.#camera, override: this.override, volume: this.#volume });
  }
}
