import type { Mood } from './emotion.ts';
import type { Result } from './result.ts';
import type { Instant, Ms } from './units.ts';

export const SOURCES = ['youtube', 'library', 'streams', 'loops'] as const;
export type SourceName = (typeof SOURCES)[number];

/** What people thought of tracks, by their id: from -1 (skipped) to 1 (liked). A track that is not in it is neither. */
export type Taste = ReadonlyMap<string, number>;

/** A wish for music: `query` is what a search engine is asked, `mood` what a library is asked. `avoid` holds recently played ids. */
export type MusicChoice = {
  readonly mood: Mood;
  readonly query: string;
  readonly why: 'mood-changed' | 'track-ended' | 'asked';
  readonly avoid: readonly string[];
  readonly taste?: Taste;
};

/**
 * Something playable. `id` is stable over time (a YouTube id, a path); `url` is what mpv opens and may expire.
 * `endless` marks a stream or loop that plays until it is told to stop.
 */
export type Track = {
  readonly id: string;
  readonly title: string;
  readonly url: string;
  readonly source: SourceName;
  readonly mood: Mood;
  readonly duration?: Ms;
  readonly endless?: boolean;
  /** Where its site shows a picture of it. */
  readonly picture?: string;
  /** Why it was chosen before others: somebody has liked it in this mood. */
  readonly because?: 'liked';
};

export type NotFound = 'offline' | 'no-match' | 'blocked' | 'broken' | 'timeout' | 'off';
export type Found = Result<Track, NotFound>;

export type PlayFailure = 'unplayable' | 'timeout' | 'player-died';

/** What the loudspeaker is doing. */
export type Playback =
  | { readonly kind: 'silent' }
  | { readonly kind: 'loading'; readonly track: Track }
  | { readonly kind: 'playing'; readonly track: Track; readonly since: Instant }
  | { readonly kind: 'paused'; readonly track: Track }
  | { readonly kind: 'failed'; readonly track: Track; readonly why: PlayFailure };

/** Shows the track that a playback is about, if any. */
export const trackOf = (playback: Playback): Track | undefined => (playback.kind === 'silent' ? undefined : playback.track);

/** So many recently played tracks are avoided, and remembered. */
export const MOST_RECENT = 50;

/** The list with one more played track at its end; the oldest are forgotten, and no id is in it twice. */
export const remember = (recent: readonly string[], id: string): readonly string[] =>
  [...recent.filter((each) => each !== id), id].slice(-MOST_RECENT);
