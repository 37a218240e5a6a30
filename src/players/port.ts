import type { Playback, PlayFailure, Track } from '../domain/music.ts';
import type { Result } from '../domain/result.ts';
import type { Ms, Percent } from '../domain/units.ts';

/**
 * Emitted whenever the playback changes, by itself or by a call. `ended` comes at a track's natural end; a player that lets tracks
 * overlap emits it when the last seconds begin, and these play on until the next track is heard. `moved` comes when `seek` has moved to
 * another position. `audible` comes when `audible` changes.
 */
export type PlayerEvent =
  | { readonly kind: 'playback'; readonly playback: Playback }
  | { readonly kind: 'moved'; readonly playback: Playback; readonly position: Ms }
  | { readonly kind: 'ended' | 'audible'; readonly playback: Playback };

/** How far a track has come. `duration`: its length, if it is known. `seekable`: `seek` can move in it. */
export type TrackProgress = { readonly position: Ms; readonly duration?: Ms; readonly seekable: boolean };

/**
 * A message to be heard over the music. `duck`: by how many percent the volume of the music is lowered meanwhile. It is cut after
 * `longest`, and not heard at all if it has more than `largest` bytes.
 */
export type SpokenMessage = {
  readonly url: string;
  readonly volume: Percent;
  readonly duck: Percent;
  readonly longest: Ms;
  readonly largest: number;
};

/**
 * Why a message was not heard to its end. `unreachable`: `host` did not give it; `own`: the address, or a redirect, leads to `host`, which
 * is this machine; `too-large`, `too-long`: see `SpokenMessage`; `no-sound`: what came is not a sound; `no-player`: mpv or the loudspeaker
 * failed; `stopped`: the player was closed, or the signal was aborted.
 */
export type AnnounceFault =
  | { readonly kind: 'unreachable' | 'own'; readonly host: string }
  | { readonly kind: 'too-large' | 'too-long' | 'no-sound' | 'no-player' | 'stopped' };
export type Spoken = Result<undefined, AnnounceFault>;

/** The outcome of a call to play: heard, not playable, or `replaced` by a later call or an abort before the track was heard. */
export type Played = Result<undefined, PlayFailure | 'replaced'>;

/** A room of a player that plays in several. `percent`: how loud it is, as a share of the box's volume. */
export type PlayerRoom = {
  readonly id: string;
  readonly name: string;
  readonly connected: boolean;
  readonly percent: Percent;
  readonly muted: boolean;
};

/** The rooms of a player. What is set for a room survives a restart. */
export interface PlayerRooms {
  /** Those that are connected, and those that were before. */
  readonly all: readonly PlayerRoom[];
  /** Settles when the room has been told. False if there is no such room. */
  set(id: string, change: Partial<Pick<PlayerRoom, 'percent' | 'muted'>>): Promise<boolean>;
  /** Calls `listener` when a room comes, goes or is set, until the returned function is called. */
  onChange(listener: () => void): () => void;
}

/**
 * What somebody else does with a player that others can use as well. `taken`: something plays there that is not ours; `left`: it has been
 * over for a while; `paused`, `resumed`: our own music was held, or goes on.
 */
export type OtherHand = 'taken' | 'left' | 'paused' | 'resumed';

/** Plays tracks. All calls settle within seconds, and none rejects for what mpv or the network does. */
export interface Player extends AsyncDisposable {
  readonly playback: Playback;
  readonly volume: Percent;
  /** Undefined in silence, and until the track is heard. */
  readonly progress: TrackProgress | undefined;
  /** False if no audio device was found when something was last played; true while nothing is known. */
  readonly audible: boolean;
  /** Absent if it plays in one place. */
  readonly rooms?: PlayerRooms;
  /**
   * Fades the old track out and the new one in, from `track.startAt` on; at the same time if a `crossfade` is asked for and the output
   * can do it. A track of the same `flow` as the one that is heard only gives it another name. Ends a pause. Settles when the new track
   * is heard. A later call (play or stop) replaces an earlier one. An abort before the new track is heard leaves silence; an abort after
   * that does nothing.
   */
  play(track: Track, signal: AbortSignal, how?: { readonly crossfade: boolean }): Promise<Played>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Moves to a position in the track, at most to its end, and keeps a pause. Does nothing if `progress` says that it cannot. */
  seek(to: Ms): Promise<void>;
  /**
   * Fades out to silence, in the usual time or in `fade`, and closes the audio device, so that another program can have it. A later call
   * to play continues from where the fade is.
   */
  stop(fade?: Ms): Promise<void>;
  setVolume(volume: Percent): Promise<void>;
  /**
   * Fetches a message, lowers the music, speaks, and raises the music again, whatever the music does meanwhile; it may also be paused or
   * silent, and stays so. Where only one sound can be heard at a time, the music is held instead of lowered. Settles when the music is on
   * its way back. A second call waits for the first one.
   */
  announce(message: SpokenMessage, signal: AbortSignal): Promise<Spoken>;
  /** Calls `listener` for each event until the returned function is called. */
  onEvent(listener: (event: PlayerEvent) => void): () => void;
  /** Calls `listener` when somebody else uses the player, until the returned function is called. Absent if nobody else can. */
  onOtherHand?(listener: (what: OtherHand) => void): () => void;
}
