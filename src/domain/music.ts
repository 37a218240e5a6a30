import type { Mood } from './emotion.ts';
import { oneLine } from './one-line.ts';
import type { Result } from './result.ts';
import type { Instant, Ms } from './units.ts';

export const SOURCES = ['youtube', 'library', 'subsonic', 'music_assistant', 'streams', 'composed', 'loops'] as const;
export type SourceName = (typeof SOURCES)[number];
/** Where a track can come from: a source of music, or an address that somebody asked for. */
export const TRACK_SOURCES = [...SOURCES, 'asked'] as const;
export type TrackSource = (typeof TRACK_SOURCES)[number];

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
  /** Where a picture of a track comes from: its site, the server of its owner, the file or its folder, or nowhere. */
  readonly cover: 'site' | 'server' | 'file' | 'none';
  /**
   * Its tracks are sound files that moodbox itself hands on, from an address of its own on this machine: they open nothing else, and their
   * gain tags can be trusted.
   */
  readonly relayed: boolean;
};

export const SOURCE_TRAITS: Readonly<Record<TrackSource, SourceTraits>> = {
  youtube: { label: 'YouTube', urlsExpire: true, failsAsAWhole: true, endless: false, cover: 'site', relayed: false },
  library: { label: 'your own music', urlsExpire: false, failsAsAWhole: false, endless: false, cover: 'file', relayed: false },
  subsonic: { label: 'your music server', urlsExpire: false, failsAsAWhole: true, endless: false, cover: 'server', relayed: true },
  music_assistant: { label: 'Music Assistant', urlsExpire: false, failsAsAWhole: true, endless: false, cover: 'server', relayed: false },
  streams: { label: 'radio', urlsExpire: false, failsAsAWhole: false, endless: true, cover: 'none', relayed: false },
  composed: { label: 'music of its own', urlsExpire: false, failsAsAWhole: false, endless: false, cover: 'none', relayed: false },
  loops: { label: 'the built-in music', urlsExpire: false, failsAsAWhole: false, endless: true, cover: 'none', relayed: false },
  asked: { label: 'addresses that were asked for', urlsExpire: false, failsAsAWhole: false, endless: false, cover: 'none', relayed: false },
};

/**
 * Why a source is left alone for a while. `unheard`: what it found could not be played. `foreign`: what answers is no music server. The
 * others are what yt-dlp, YouTube or the music server said; `computer` means that this machine has no disk space, memory or open files
 * left.
 */
export const REST_REASONS = ['offline', 'timeout', 'forbidden', 'foreign', 'rate', 'bot-check', 'computer', 'broken', 'unheard'] as const;
export type RestReason = (typeof REST_REASONS)[number];

/** What a source lacks to be of any use. */
export const LACKS = ['folder', 'server', 'assistant', 'stations', 'synthesizer'] as const;
export type Lack = (typeof LACKS)[number];

/** What a source can do now. `looking`: it is still finding out what it has. `left`: how much longer it rests. */
export type SourceState =
  | { readonly kind: 'ready' | 'looking' }
  | { readonly kind: 'off'; readonly lacks: Lack }
  | { readonly kind: 'resting'; readonly why: RestReason; readonly left: Ms };

/** Bounds of the words that people may set for a mood: searches, and characters of each. */
export const MOST_SEARCHES = 10;
export const LONGEST_SEARCH = 80;

/** What people thought of tracks, by track id: from -1 (skipped) to 1 (liked). A track without an entry is neither. */
export type Taste = ReadonlyMap<string, number>;

/** Which music is wanted: for which mood, why now, and why the mood differs from the room's (`lift`), if it does. */
export type MusicQuery = {
  readonly mood: Mood;
  readonly why: 'mood-changed' | 'track-ended' | 'asked';
  readonly because?: 'lift';
};

/** A query made precise: `query` is for a search engine, `mood` for a library. `avoid` holds the ids of recently played tracks. */
export type MusicChoice = MusicQuery & {
  readonly query: string;
  readonly avoid: readonly string[];
  /** Search words for the hour, in lower case; tracks that have them are preferred. */
  readonly words?: readonly string[];
  /** Only music without singing. */
  readonly instrumental?: true;
  readonly taste?: Taste;
  /** Ids of tracks that recently could not be played; they are left out. */
  readonly unplayable?: ReadonlySet<string>;
};

/** What a track is, whoever plays it. `id` is stable over time (a YouTube id, a path). `endless`: it never ends. */
type AboutTrack = {
  readonly id: string;
  readonly title: string;
  readonly source: TrackSource;
  readonly mood: Mood;
  readonly duration?: Ms;
  readonly endless?: boolean;
  /**
   * The endless music or the programme that this track is a part of. A player that already plays another part of it goes on without a
   * break, under the name of the new track: the music itself goes over to what was asked for.
   */
  readonly flow?: string;
  /** The address of its cover or thumbnail. */
  readonly picture?: string;
  /** Where to start, if not at the beginning: it was interrupted there. Ignored for an endless track. */
  readonly startAt?: Ms;
  /** Why it was preferred: somebody liked it in this mood, or it is part of a lift. */
  readonly because?: 'liked' | 'lift';
};

/** A track that mpv plays. `url` is what mpv opens, and may expire. */
export type AddressedTrack = AboutTrack & { readonly url: string; readonly songs?: undefined };

/**
 * A track that a player of Music Assistant plays, as part of a programme: `songs` holds the addresses of this song and of those that follow
 * it by themselves (`library://track/1`). Its sound never comes to this box.
 */
export type ProgrammeSong = AboutTrack & { readonly songs: readonly string[]; readonly url?: undefined };

/** Something playable: who plays it is told by what it has. */
export type Track = AddressedTrack | ProgrammeSong;

/** A track in a list: enough to show it, and for its source to find it again. */
export type ListedTrack = Pick<Track, 'id' | 'title' | 'source' | 'mood' | 'duration'>;

/** The one way to make a track: anybody may have written its title, so it is made safe to show here, once for all who show it. */
export const trackFrom = <T extends Track>(fields: T): T => ({ ...fields, title: oneLine(fields.title) || 'untitled' });

/** Who plays a track: mpv, on this box's own loudspeaker, or a player of Music Assistant, wherever that stands. */
export type PlayedBy =
  | { readonly kind: 'mpv'; readonly track: AddressedTrack }
  | { readonly kind: 'music-assistant'; readonly track: ProgrammeSong };
export const playedBy = (track: Track): PlayedBy =>
  track.songs === undefined ? { kind: 'mpv', track } : { kind: 'music-assistant', track };

/** Why there is no track. `off`: the source is switched off, or has nothing to work with. */
export const NOT_FOUND = ['offline', 'no-match', 'blocked', 'broken', 'timeout', 'off'] as const;
export type NotFound = (typeof NOT_FOUND)[number];
export type Found = Result<Track, NotFound>;

export type PlayFailure = 'unplayable' | 'timeout' | 'player-died';

/** What the loudspeaker is doing. */
export type Playback =
  | { readonly kind: 'silent' }
  | { readonly kind: 'loading'; readonly track: Track }
  | { readonly kind: 'playing'; readonly track: Track; readonly since: Instant }
  | { readonly kind: 'paused'; readonly track: Track }
  /** `at` is the position at which it failed. */
  | { readonly kind: 'failed'; readonly track: Track; readonly why: PlayFailure; readonly at?: Ms };

/** The track of a playback, if it has one. */
export const trackOf = (playback: Playback): Track | undefined => (playback.kind === 'silent' ? undefined : playback.track);

/** How many recently played tracks are remembered and avoided. */
export const MOST_RECENT = 50;

/** Adds a played track to the end of the list. No id is in it twice, and the oldest are dropped. */
export const remember = (recent: readonly string[], id: string): readonly string[] =>
  [...recent.filter((each) => each !== id), id].slice(-MOST_RECENT);
