import type { Playback, PlayFailure, Track } from '../domain/music.ts';
import type { Result } from '../domain/result.ts';
import type { Percent } from '../domain/units.ts';

/** Told whenever the playback changes by itself or by a call: `ended` after a track's natural end. */
export type PlayerEvent =
  | { readonly kind: 'playback'; readonly playback: Playback }
  | { readonly kind: 'ended'; readonly playback: Playback };

/** Makes a track heard. All calls settle within seconds; none throws for what mpv or the network does. */
export interface Player extends AsyncDisposable {
  readonly playback: Playback;
  readonly volume: Percent;
  /** Fades the old track out and the new one in; done when the new one is heard. A later call replaces an earlier one. */
  play(track: Track, signal: AbortSignal): Promise<Result<undefined, PlayFailure>>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Fades out to silence. */
  stop(): Promise<void>;
  setVolume(volume: Percent): Promise<void>;
  /** Calls `listener` for each event until the returned function is called. */
  onEvent(listener: (event: PlayerEvent) => void): () => void;
}
