import type { Mood, Override } from '../../domain/emotion.ts';
import { isEmotion } from '../../domain/emotion.ts';
import type { Instant, Ms } from '../../domain/units.ts';
import { ms } from '../../domain/units.ts';
import type { Player } from '../../players/port.ts';
import type { Clock } from '../../shared/async/clock.ts';
import type { PlaybackRequest } from '../playback/request.ts';
import type { MusicSettings, PlaybackIntent, SoundingTrack } from './policy.ts';
import { differing, due, inForce, musicFor, musicMood, nextLift } from './policy.ts';

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
  readonly #settings: MusicSettings;
  readonly #moodChanged: (from: Mood) => void;
  #requests: readonly PlaybackRequest[] = [];
  #intent: PlaybackIntent;
  /** The search for the music requested last was given up. */
  #isAbandoned = false;

  /** `moodChanged` is told the mood that was in force whenever another one is. */
  constructor(parts: PlaybackControlParts, settings: MusicSettings, intent: PlaybackIntent, moodChanged: (from: Mood) => void) {
    this.#parts = parts;
    this.#settings = settings;
    this.#intent = intent;
    this.#moodChanged = moodChanged;
  }

  get intent(): PlaybackIntent {
    return this.#intent;
  }

  /** What has been requested since it was last asked, oldest first. */
  take(): readonly PlaybackRequest[] {
    const requests = this.#requests;
    this.#requests = [];
    return requests;
  }

  /** A pause has given up the search for the music that was requested last. */
  searchAbandoned(): void {
    this.#isAbandoned = true;
  }

  /** Every change of what is wanted passes here, so that no change of the mood in force goes untold. */
  change(changes: Partial<PlaybackIntent>): void {
    const from = inForce(this.#intent);
    this.#intent = { ...this.#intent, ...changes };
    if (inForce(this.#intent) !== from) this.#moodChanged(from);
  }

  /** Requests what is due. `asked`: somebody has just chosen this mood, and hears it also without auto-play. */
  follow(now: Instant, { ended = false, asked = false } = {}): void {
    const { playback } = this.#parts.player;
    const hears = playback.kind === 'playing' ? playback.track.mood : undefined;
    this.change({ lift: nextLift(this.#intent, { at: now, hears, ended }, this.#settings) });
    if (this.#pendingTakeover && !asked) this.musicNow();
    this.change({ differs: differing(this.#intent, now) });
    const heard = { sounding: this.#sounding, ended };
    const what = due(asked ? { ...this.#intent, autoplay: true } : this.#intent, now, this.#settings, heard);
    if (what.kind === 'nothing') return;
    const leaves = what.kind === 'silence' && what.leaving && this.#intent.override === 'auto';
    this.#markMatched(now, leaves ? { leaving: true } : {});
    if (what.kind === 'music') this.#request({ ...what, why: 'mood-changed' });
    else this.#request({ kind: 'silence', ...(leaves && { fade: this.#settings.away_fade }) });
  }

  /** The music is fading out, or has faded out, because everybody has left. */
  get leaving(): boolean {
    const { matchedTo, override, will } = this.#intent;
    return matchedTo?.leaving === true && will === 'playing' && override === 'auto' && inForce(this.#intent) === 'away';
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
    const held = this.#intent.will !== 'playing';
    this.change({ override: mood, ...(mood !== 'auto' && { will: 'playing' as const }) });
    if (held && isEmotion(mood)) {
      this.play();
      return;
    }
    if (mood !== 'auto') this.follow(this.#parts.clock.now(), { asked: true });
    if (mood === 'away' && !this.#intent.autoplay) this.change({ will: 'stopped' });
  }

  /** Switched on, the music follows again, also after a pause or a stop. */
  autoplay(on: boolean): void {
    const held = on && !this.#intent.autoplay && this.#intent.will !== 'playing';
    this.change({ autoplay: on });
    if (!on && !this.#hasMusic && this.#intent.will === 'playing') this.change({ will: 'stopped' });
    if (held && isEmotion(inForce(this.#intent))) this.play();
    else if (held) this.change({ will: 'playing' });
  }

  /** The room was read because somebody asked: that counts past an override, a pause and a stop, and without auto-play. */
  captured(mood: Mood): void {
    this.change({ seen: mood, override: 'auto' });
    if (this.#intent.will !== 'playing' || !this.#isMatched) this.play();
  }

  play(): void {
    if (!this.#isMatched || this.#parts.player.playback.kind !== 'paused') {
      this.musicNow();
      return;
    }
    this.change({ will: 'playing' });
    if (musicMood(this.#intent) === 'away') this.#markMatched(this.#parts.clock.now(), { asked: true });
    this.#request({ kind: 'resume' });
  }

  pause(): void {
    this.change({ will: 'paused' });
    this.#request({ kind: 'pause' });
  }

  stop(): void {
    this.change({ will: 'stopped' });
    this.#request({ kind: 'silence' });
  }

  /** Music for the mood in force, asked for by somebody: in an empty room that is neutral music. */
  musicNow(): void {
    this.change({ will: 'playing' });
    if (this.#intent.mute) return;
    this.#markMatched(this.#parts.clock.now(), { asked: true });
    const music = musicFor(this.#intent);
    this.#request({ ...music, ...(music.mood === 'away' && { mood: 'neutral' }), why: 'asked' });
  }

  /**
   * Without auto-play nothing begins by itself, so `will` says `playing` only where there is music; a box that has none took over from one that had.
   */
  get #pendingTakeover(): boolean {
    const { autoplay, matchedTo, mute, will } = this.#intent;
    return !autoplay && will === 'playing' && !mute && matchedTo === undefined;
  }

  #request(request: PlaybackRequest): void {
    this.#requests = [...this.#requests, request];
  }

  get #hasMusic(): boolean {
    const { matchedTo } = this.#intent;
    return matchedTo !== undefined && (matchedTo.mood !== 'away' || matchedTo.asked === true);
  }

  get #isMatched(): boolean {
    return !this.#isAbandoned && this.#intent.matchedTo?.mood === musicMood(this.#intent);
  }

  /** A box that is mute has music for no mood: when its turn comes, it begins at once. */
  #markMatched(at: Instant, why: { readonly asked?: true; readonly leaving?: true } = {}): void {
    this.#isAbandoned = false;
    const { matchedTo: _before, differs: _since, ...intent } = this.#intent;
    this.#intent = { ...intent, ...(!intent.mute && { matchedTo: { mood: musicMood(intent), at, ...why } }) };
  }
}
