import type { Mood } from '../domain/emotion.ts';
import type { HeardTrack } from '../domain/history.ts';
import type { Found, MusicChoice, SourceName, Track } from '../domain/music.ts';
import type { YtDlpState } from '../domain/report.ts';
import type { Ms } from '../domain/units.ts';

/** What is known of yt-dlp's releases, and a way to ask for a newer one. */
export interface Releases extends AsyncDisposable {
  readonly state: YtDlpState;
  /** How long until `ask` does something again; 0 if it does now. */
  readonly wait: Ms;
  /** Asks for an update, at most once in half an hour. Returns at once; the result shows in `state`. */
  ask(): void;
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
  /** The track that this source has found ahead for a mood, and would hand out now. Absent if it never has one. */
  upcoming?(mood: Mood): Track | undefined;
  /** Begins to work ahead, before anybody asks. Returns at once. Absent if there is nothing to do ahead. */
  start?(): void;
  /** Ends the source's background work. Absent if it has none. */
  [Symbol.asyncDispose]?(): Promise<void>;
}
