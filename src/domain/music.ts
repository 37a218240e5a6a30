import type { Mood } from './emotion.ts';
import type { Result } from './result.ts';
import type { Instant, Ms } from './units.ts';

export const SOURCES = ['youtube', 'library', 'streams', 'loops'] as const;
export type SourceName = (typeof SOURCES)[number];

/** How one source differs from the others, wherever that matters outside the source itself. */
export type SourceTraits = {
  /** Completes "3 tracks from …" in a report. */
  readonly label: string;
  /** Its urls stop working after a while: a track that fails may play once it is resolved again. */
  readonly urlsExpire: boolean;
  /**
   * A track that fails says something about the whole source, such as a service that refuses us. Otherwise it says something about
   * that one file or station only.
   */
  readonly failsAsAWhole: boolean;
  /** Its tracks play until they are stopped. */
  readonly endless: boolean;
  /** Where a picture of a track comes from: its site, the file or its folder, or nowhere. */
  readonly cover: 'site' | 'file' | 'none';
};

export const SOURCE_TRAITS: Readonly<Record<SourceName, SourceTraits>> = {
  youtube: { label: 'YouTube', urlsExpire: true, failsAsAWhole: true, endless: false, cover: 'site' },
  library: { label: 'your own music', urlsExpire: false, failsAsAWhole: false, endless: false, cover: 'file' },
  streams: { label: 'radio', urlsExpire: false, failsAsAWhole: false, endless: true, cover: 'none' },
  loops: { label: 'the built-in music', urlsExpire: false, failsAsAWhole: false, endless: true, cover: 'none' },
};

/** What people thought of tracks, by their id: from -1 (skipped) to 1 (liked). A track that is not in it is neither. */
export type Taste = ReadonlyMap<string, number>;

/** Music that is wanted: for which mood, what asks for it now, and why it is another mood than the room's: `lift` leads it on. */
export type MusicQuery = {
  readonly mood: Mood;
  readonly why: 'mood-changed' | 'track-ended' | 'asked';
  readonly because?: 'lift';
};

/** A wish, made precise: `query` is what a search engine is asked, `mood` what a library is asked. `avoid` holds recently played ids. */
export type MusicChoice = MusicQuery & {
  readonly query: string;
  readonly avoid: readonly string[];
  /** Words that the hour asks for, in lower case: what carries them is preferred. */
  readonly words?: readonly string[];
  /** Music without singing is wanted. */
  readonly instrumental?: true;
  readonly taste?: Taste;
  /** Ids that could not be played a little while ago: they are left out. */
  readonly unplayable?: ReadonlySet<string>;
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
  /** Where to begin, where that is not its beginning: it was interrupted there. An endless track does not care. */
  readonly startAt?: Ms;
  /** Why it was chosen before others: somebody has liked it in this mood, or it leads the room out of another one. */
  readonly because?: 'liked' | 'lift';
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
  /** `at` is how far it had come. */
  | { readonly kind: 'failed'; readonly track: Track; readonly why: PlayFailure; readonly at?: Ms };

/** Shows the track that a playback is about, if any. */
export const trackOf = (playback: Playback): Track | undefined => (playback.kind === 'silent' ? undefined : playback.track);

/** So many recently played tracks are avoided, and remembered. */
export const MOST_RECENT = 50;

/** The list with one more played track at its end; the oldest are forgotten, and no id is in it twice. */
export const remember = (recent: readonly string[], id: string): readonly string[] =>
  [...recent.filter((each) => each !== id), id].slice(-MOST_RECENT);
