import type { Playback, PlayFailure, Track } from '../domain/music.ts';
import type { Result } from '../domain/result.ts';
import type { Ms, Percent } from '../domain/units.ts';

/**
 * Told whenever the playback changes by itself or by a call: `ended` after a track's natural end (a player that lets tracks overlap
 * says so when the last seconds begin, and they sound on until the next is heard); `audible` when that has changed.
 */
export type PlayerEvent =
  | { readonly kind: 'playback'; readonly playback: Playback }
  | { readonly kind: 'ended' | 'audible'; readonly playback: Playback };

/** What a call to play came to: heard, not playable, or `replaced` by a later call or an abort before it was heard. */
export type Played = Result<undefined, PlayFailure | 'replaced'>;

/** Makes a track heard. All calls settle within seconds; none throws for what mpv or the network does. */
export interface Player extends AsyncDisposable {
  readonly playback: Playback;
  readonly volume: Percent;
  /** False where no audio device was found when something was last played; true while nothing is known. */
  readonly audible: boolean;
  /**
   * Fades the old track out and the new one in, from `track.startAt` on, beside each other where a `crossfade` is asked for and the output can; done when the new one is heard, and no longer paused. A later call (play or
   * stop) replaces an earlier one; an abort before the new track is heard leaves silence, an abort after that nothing.
   */
  play(track: Track, signal: AbortSignal, how?: { readonly crossfade: boolean }): Promise<Played>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Fades out to silence, in the usual time or in `fade`. A later call to play takes over from where the fade is. */
  stop(fade?: Ms): Promise<void>;
  setVolume(volume: Percent): Promise<void>;
  /** Calls `listener` for each event until the returned function is called. */
  onEvent(listener: (event: PlayerEvent) => void): () => void;
}
