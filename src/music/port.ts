import type { Mood } from '../domain/emotion.ts';
import type { HeardTrack } from '../domain/history.ts';
import type { Found, ListedTrack, MusicChoice, NotFound, SourceName, SourceState, Track, TrackSource } from '../domain/music.ts';
import type { YtDlpState } from '../domain/report.ts';
import type { Result } from '../domain/result.ts';
import type { Moment, Ms } from '../domain/units.ts';

/** How the last attempt to update yt-dlp ended. `version`: what is in use since then; `why`: what went wrong, in some words. */
export type LastUpdate = {
  readonly at: Moment;
  readonly outcome: 'updated' | 'newest' | 'failed' | 'rolled-back';
  readonly version?: string;
  readonly why?: string;
};

/** What is known of yt-dlp's releases, and a way to ask for a newer one. */
export interface Releases extends AsyncDisposable {
  readonly state: YtDlpState;
  /** Undefined if there was no attempt yet. */
  readonly last: LastUpdate | undefined;
  /** How long until `ask` does something again; 0 if it does now. */
  readonly wait: Ms;
  /** Asks for an update, at most once in half an hour. Returns at once; the result shows in `state`. */
  ask(): void;
}

/** Part of a list: so many, from that place on. */
export type ListPart = { readonly from: number; readonly most: number };

/** What a source has at hand for a mood: part of the list, and how long the list is. */
export type Shelved = { readonly tracks: readonly ListedTrack[]; readonly total: number };

/** The tracks that a search has found, the best first, or why it could not search. */
export type SearchResult = Result<readonly ListedTrack[], NotFound>;

/** What is searched for in a mood: the words in force, those of the mapping, and whether the first differ from the second. */
export type WordsOfMood = { readonly words: readonly string[]; readonly usual: readonly string[]; readonly changed: boolean };

/** The words that are searched for, as far as people may change them. */
export interface SearchWords {
  of(mood: Mood): WordsOfMood;
  /** Sets the words of a mood, or goes back to those of the mapping. Takes effect at the next search, and survives a restart. */
  change(mood: Mood, words: readonly string[] | undefined): Promise<Result<void, 'unwritable'>>;
}

/** A source in use, and what it can do now. `size`: how many tracks it has at hand, where it has any here. */
export type SourceStanding = { readonly name: SourceName; readonly state: SourceState; readonly size?: number };

/** The music of the box for those who look through it and choose from it. */
export interface MusicShelf {
  /** The sources in use, first choice first. */
  readonly standings: readonly SourceStanding[];
  /** The source of that name; undefined if it is not in use. */
  source(name: TrackSource): MusicSource | undefined;
  /** Finds a track again, playable now. */
  recall(track: HeardTrack, signal: AbortSignal): Promise<Found>;
  /** Forgets what was found ahead for a mood. */
  forget(mood: Mood): void;
}

/** A source of music. */
export interface MusicSource {
  readonly name: SourceName;
  /** Finds one fitting, playable track, or says why there is none. Settles within 60 s, and soon after an abort. Rejects only for bugs. */
  find(choice: MusicChoice, signal: AbortSignal): Promise<Found>;
  /**
   * Finds a known track again, playable now, for example after a restart; or says why not, since it may be gone. Keeps the promises of
   * `find`. Absent if the source cannot find a track again.
   */
  recall?(track: HeardTrack, signal: AbortSignal): Promise<Found>;
  /**
   * Looks ahead for what may be asked for next, the likeliest first. Returns at once. A later call replaces what has not been started.
   * Absent if finding takes no time.
   */
  prepare?(choices: readonly MusicChoice[]): void;
  /** Forgets what it has found ahead for a mood, because something else is to be found from now on. Absent if it finds nothing ahead. */
  forget?(mood: Mood): void;
  /** What it can do now. Absent if it can always be asked. */
  readonly state?: SourceState;
  /** How many different tracks it has at hand. Absent if it does not have them here. */
  readonly size?: number | undefined;
  /** The tracks that it has at hand for a mood. Returns at once and asks nobody. Absent if it does not have them here. */
  readonly shelf?: ((mood: Mood, part: ListPart) => Shelved) | undefined;
  /**
   * Searches for tracks by words that somebody has typed; at most `most`, each for this mood unless the source knows better. Settles within
   * 20 s, and soon after an abort. Absent if `shelf` is all there is to search.
   */
  search?(words: string, about: { readonly mood: Mood; readonly most: number }, signal: AbortSignal): Promise<SearchResult>;
  /** The track that this source has found ahead for a mood, and would hand out now. Absent if it never has one. */
  upcoming?(mood: Mood): Track | undefined;
  /** Learns that one of its tracks was played to its end. Returns at once. Absent if that is nothing to it. */
  heard?(track: Track): void;
  /** Learns that somebody likes one of its tracks. Returns at once. Absent if that is nothing to it. */
  liked?(track: HeardTrack): void;
  /** Begins to work ahead, before anybody asks. Returns at once. Absent if there is nothing to do ahead. */
  start?(): void;
  /** Ends the source's background work. Absent if it has none. */
  [Symbol.asyncDispose]?(): Promise<void>;
}
