import type { Mood, Override } from '../../domain/emotion.ts';
import { isEmotion } from '../../domain/emotion.ts';
import type { Instant, Ms } from '../../domain/units.ts';
import { ms } from '../../domain/units.ts';
import type { Player } from '../../players/port.ts';
import type { Clock } from '../../shared/async/clock.ts';
import type { PlaybackRequest } from '../playback/request.ts';
import type { MusicSettings, PlaybackIntent, SoundingTrack } from './policy.ts';
import { answer, differing, due, inForce, liftedMood, musicFor } from './policy.ts';

export type PlaybackControlParts = {
  /** What is heard now; nobody here tells the player anything. */
  readonly player: Pick<Player, 'playback'>;
  /** How far the track that sounds has come; nothing where none does. */
  readonly position?: () => Ms | undefined;
  readonly clock: Clock;
};

/** What is wanted of the music, by the room and by people, and what is therefore requested of playback: `take` hands that over. */
export class PlaybackControl {
  readonly #parts: PlaybackControlParts;
  readonly #manners: MusicSettings;
  readonly #moodChanged: (from: Mood) => void;
  #requests: readonly PlaybackRequest[] = [];
  #wanted: PlaybackIntent;
  /** The search for the music requested last was given up. */
  #givenUp = false;

  /** `moodChanged` is told the mood that was in force whenever another one is. */
  constructor(parts: PlaybackControlParts, manners: MusicSettings, wanted: PlaybackIntent, moodChanged: (from: Mood) => void) {
    this.#parts = parts;
    this.#manners = manners;
    this.#wanted = wanted;
    this.#moodChanged = moodChanged;
  }

  get wanted(): PlaybackIntent {
    return this.#wanted;
  }

  /** What has been requested since it was last asked, oldest first. */
  take(): readonly PlaybackRequest[] {
    const requests = this.#requests;
    this.#requests = [];
    return requests;
  }

  /** A pause has given up the search for the music that was requested last. */
  abandoned(): void {
    this.#givenUp = true;
  }

  /** Every change of what is wanted passes here, so that no change of the mood in force goes untold. */
  want(change: Partial<PlaybackIntent>): void {
    const from = inForce(this.#wanted);
    this.#wanted = { ...this.#wanted, ...change };
    if (inForce(this.#wanted) !== from) this.#moodChanged(from);
  }

  /** Requests what is due. `asked`: somebody has just chosen this mood, and hears it also without auto-play. */
  follow(now: Instant, { ended = false, asked = false } = {}): void {
    const { playback } = this.#parts.player;
    const hears = playback.kind === 'playing' ? playback.track.mood : undefined;
    this.want({ arc: liftedMood(this.#wanted, { at: now, hears, ended }, this.#manners) });
    if (this.#owed && !asked) this.musicNow();
    this.want({ differs: differing(this.#wanted, now) });
    const heard = { sounding: this.#sounding, ended };
    const what = due(asked ? { ...this.#wanted, autoplay: true } : this.#wanted, now, this.#manners, heard);
    if (what.kind === 'nothing') return;
    const leaves = what.kind === 'silence' && what.leaving && this.#wanted.override === 'auto';
    this.#fit(now, leaves ? { leaving: true } : {});
    if (what.kind === 'music') this.#request({ ...what, why: 'mood-changed' });
    else this.#request({ kind: 'silence', ...(leaves && { fade: this.#manners.away_fade }) });
  }

  /** The music is fading out, or has faded out, because everybody has left. */
  get leaving(): boolean {
    const { fitted, override, will } = this.#wanted;
    return fitted?.leaving === true && will === 'playing' && override === 'auto' && inForce(this.#wanted) === 'away';
  }

  /** What is heard now, and how much of it is left, where that is known. */
  get #sounding(): SoundingTrack | undefined {
    const { player, position } = this.#parts;
    if (player.playback.kind !== 'playing') return undefined;
    const { duration, endless = false } = player.playback.track;
    const at = position?.();
    return { endless, ...(duration !== undefined && at !== undefined && { left: ms(duration - at) }) };
  }

  /** Who chooses a mood wants to hear it: also after a pause or a stop, and also where it was the mood already. */
  override(mood: Override): void {
    const held = this.#wanted.will !== 'playing';
    this.want({ override: mood, ...(mood !== 'auto' && { will: 'playing' as const }) });
    if (held && isEmotion(mood)) {
      this.play();
      return;
    }
    if (mood !== 'auto') this.follow(this.#parts.clock.now(), { asked: true });
    if (mood === 'away' && !this.#wanted.autoplay) this.want({ will: 'stopped' });
  }

  /** Switched on, the music follows again, also after a pause or a stop. */
  autoplay(on: boolean): void {
    const held = on && !this.#wanted.autoplay && this.#wanted.will !== 'playing';
    this.want({ autoplay: on });
    if (!on && !this.#hasMusic && this.#wanted.will === 'playing') this.want({ will: 'stopped' });
    if (held && isEmotion(inForce(this.#wanted))) this.play();
    else if (held) this.want({ will: 'playing' });
  }

  /** The room was read because somebody asked: that counts past an override, a pause and a stop, and without auto-play. */
  captured(mood: Mood): void {
    this.want({ seen: mood, override: 'auto' });
    if (this.#wanted.will !== 'playing' || !this.#fits) this.play();
  }

  play(): void {
    if (!this.#fits || this.#parts.player.playback.kind !== 'paused') {
      this.musicNow();
      return;
    }
    this.want({ will: 'playing' });
    if (answer(this.#wanted) === 'away') this.#fit(this.#parts.clock.now(), { asked: true });
    this.#request({ kind: 'resume' });
  }

  pause(): void {
    this.want({ will: 'paused' });
    this.#request({ kind: 'pause' });
  }

  stop(): void {
    this.want({ will: 'stopped' });
    this.#request({ kind: 'silence' });
  }

  /** Music for the mood in force, asked for by somebody: in an empty room that is neutral music. */
  musicNow(): void {
    this.want({ will: 'playing' });
    if (this.#wanted.mute) return;
    this.#fit(this.#parts.clock.now(), { asked: true });
    const music = musicFor(this.#wanted);
    this.#request({ ...music, ...(music.mood === 'away' && { mood: 'neutral' }), why: 'asked' });
  }

  /**
   * Without auto-play nothing begins by itself, so `will` says `playing` only where there is music; a box that has none took over from one that had.
   */
  get #owed(): boolean {
    const { autoplay, fitted, mute, will } = this.#wanted;
    return !autoplay && will === 'playing' && !mute && fitted === undefined;
  }

  #request(request: PlaybackRequest): void {
    this.#requests = [...this.#requests, request];
  }

  get #hasMusic(): boolean {
    const { fitted } = this.#wanted;
    return fitted !== undefined && (fitted.mood !== 'away' || fitted.asked === true);
  }

  get #fits(): boolean {
    return !this.#givenUp && this.#wanted.fitted?.mood === answer(this.#wanted);
  }

  /** A box that is mute has music for no mood: when its turn comes, it begins at once. */
  #fit(at: Instant, why: { readonly asked?: true; readonly leaving?: true } = {}): void {
    this.#givenUp = false;
    const { fitted: _before, differs: _since, ...wanted } = this.#wanted;
    this.#wanted = { ...wanted, ...(!wanted.mute && { fitted: { mood: answer(wanted), at, ...why } }) };
  }
}
