import type { Mood, Override } from '../../domain/emotion.ts';
import { isEmotion } from '../../domain/emotion.ts';
import type { Track } from '../../domain/music.ts';
import type { Instant, Ms } from '../../domain/units.ts';
import { ms } from '../../domain/units.ts';
import type { Player } from '../../players/port.ts';
import type { Clock } from '../../shared/async/clock.ts';
import type { PlaybackRequest } from '../playback/request.ts';
import type { MusicSettings, PlaybackIntent, SoundingTrack } from './policy.ts';
import { differing, due, inForce, musicFor, musicMood, nextLift } from './policy.ts';

export type PlaybackControlParts = {
  /** What is playing now. Control only reads the player and never commands it. */
  readonly player: Pick<Player, 'playback'>;
  /** The position in the current track; `undefined` without one. */
  readonly position?: () => Ms | undefined;
  readonly clock: Clock;
};

/** Holds what the room and people want of the music, and turns it into requests to playback, which `take` hands over. */
export class PlaybackControl {
  readonly #parts: PlaybackControlParts;
  readonly #settings: MusicSettings;
  readonly #moodChanged: (from: Mood) => void;
  #requests: readonly PlaybackRequest[] = [];
  #intent: PlaybackIntent;
  /** The search for the last requested music was abandoned. */
  #isAbandoned = false;

  /** `moodChanged` gets the mood that was in force before, whenever that changes. */
  constructor(parts: PlaybackControlParts, settings: MusicSettings, intent: PlaybackIntent, moodChanged: (from: Mood) => void) {
    this.#parts = parts;
    this.#settings = settings;
    this.#intent = intent;
    this.#moodChanged = moodChanged;
  }

  get intent(): PlaybackIntent {
    return this.#intent;
  }

  /** Hands over the requests since the last call, oldest first. */
  take(): readonly PlaybackRequest[] {
    const requests = this.#requests;
    this.#requests = [];
    return requests;
  }

  /** A pause has abandoned the search for the last requested music. */
  searchAbandoned(): void {
    this.#isAbandoned = true;
  }

  /** Every change of the intent goes through here, so that no change of the mood in force is missed. */
  change(changes: Partial<PlaybackIntent>): void {
    const from = inForce(this.#intent);
    this.#intent = { ...this.#intent, ...changes };
    if (inForce(this.#intent) !== from) this.#moodChanged(from);
  }

  /** Requests what is due. `asked`: somebody has just chosen this mood, so it plays even without auto-play. */
  follow(now: Instant, { ended = false, asked = false } = {}): void {
    const { playback } = this.#parts.player;
    const sounding = this.#sounding;
    const hears = playback.kind === 'playing' ? playback.track.mood : undefined;
    this.change({ lift: nextLift(this.#intent, { at: now, hears, ended: ended || sounding?.flows === true }, this.#settings) });
    if (this.#pendingTakeover && !asked) this.musicNow();
    this.change({ differs: differing(this.#intent, now) });
    const heard = { sounding, ended };
    const what = due(asked ? { ...this.#intent, autoplay: true } : this.#intent, now, this.#settings, heard);
    if (what.kind === 'nothing') return;
    const leaves = what.kind === 'silence' && what.leaving && this.#intent.override === 'auto';
    this.#markMatched(now, leaves ? { leaving: true } : {});
    if (what.kind === 'music') this.#request({ ...what, why: 'mood-changed' });
    else this.#request({ kind: 'silence', ...(leaves && { fade: this.#settings.away_fade }) });
  }

  /** The music is fading out, or has faded out, because everybody has left. */
  get leaving(): boolean {
    const { matchedTo, override, transport } = this.#intent;
    return matchedTo?.leaving === true && transport === 'playing' && override === 'auto' && inForce(this.#intent) === 'away';
  }

  /** The track that sounds now, and how much of it is left if that is known. */
  get #sounding(): SoundingTrack | undefined {
    const { player, position } = this.#parts;
    if (player.playback.kind !== 'playing') return undefined;
    const { duration, endless = false, flow, source } = player.playback.track;
    const at = position?.();
    const asked = source === 'asked';
    return { endless, flows: flow !== undefined, asked, ...(duration !== undefined && at !== undefined && { left: ms(duration - at) }) };
  }

  /** Somebody who chooses a mood wants to hear it, even after a pause or a stop, and even if it is the mood already. */
  override(mood: Override): void {
    const held = this.#intent.transport !== 'playing';
    this.change({ override: mood, ...(mood !== 'auto' && { transport: 'playing' as const }) });
    if (held && isEmotion(mood)) {
      this.play();
      return;
    }
    if (mood !== 'auto') this.follow(this.#parts.clock.now(), { asked: true });
    if (mood === 'away' && !this.#intent.autoplay) this.change({ transport: 'stopped' });
  }

  /** Once switched on, the music follows the mood again, even after a pause or a stop. */
  autoplay(on: boolean): void {
    const held = on && !this.#intent.autoplay && this.#intent.transport !== 'playing';
    this.change({ autoplay: on });
    if (!on && !this.#hasMusic && this.#intent.transport === 'playing') this.change({ transport: 'stopped' });
    if (held && isEmotion(inForce(this.#intent))) this.play();
    else if (held) this.change({ transport: 'playing' });
  }

  /** Somebody asked for this reading, so it ends an override, a pause or a stop, and plays even without auto-play. */
  captured(mood: Mood): void {
    this.change({ seen: mood, override: 'auto' });
    if (this.#intent.transport !== 'playing' || !this.#isMatched) this.play();
  }

  play(): void {
    if (!this.#isMatched || this.#parts.player.playback.kind !== 'paused') {
      this.musicNow();
      return;
    }
    this.change({ transport: 'playing' });
    if (musicMood(this.#intent) === 'away') this.#markMatched(this.#parts.clock.now(), { asked: true });
    this.#request({ kind: 'resume' });
  }

  pause(): void {
    this.change({ transport: 'paused' });
    this.#request({ kind: 'pause' });
  }

  stop(): void {
    this.change({ transport: 'stopped' });
    this.#request({ kind: 'silence' });
  }

  /**
   * Somebody asked for music: requests it for the mood in force, and neutral music for an empty room. `first` is a track that they chose;
   * the mood's own music follows it.
   */
  musicNow(first?: Track): void {
    this.change({ transport: 'playing' });
    if (this.#intent.mute) return;
    this.#markMatched(this.#parts.clock.now(), { asked: true });
    const music = musicFor(this.#intent);
    this.#request({ ...music, ...(music.mood === 'away' && { mood: 'neutral' }), why: 'asked', ...(first && { first }) });
  }

  /**
   * True after a takeover in the group without auto-play. Nothing starts by itself then, so if `will` is `playing` and this box has no
   * music, the box that it took over from was playing, and this one must start.
   */
  get #pendingTakeover(): boolean {
    const { autoplay, matchedTo, mute, transport } = this.#intent;
    return !autoplay && transport === 'playing' && !mute && matchedTo === undefined;
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

  /** A mute box is matched to no mood, so that it starts at once when its turn comes. */
  #markMatched(at: Instant, why: { readonly asked?: true; readonly leaving?: true } = {}): void {
    this.#isAbandoned = false;
    const { matchedTo: _before, differs: _since, ...intent } = this.#intent;
    this.#intent = { ...intent, ...(!intent.mute && { matchedTo: { mood: musicMood(intent), at, ...why } }) };
  }
}
