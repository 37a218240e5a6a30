import type { HeardTrack } from '../domain/history.ts';
import type { Found, MusicChoice, SourceName } from '../domain/music.ts';
import type { YtDlpState } from '../domain/report.ts';

/** What is known of yt-dlp's releases, and where a newer one is asked for. */
export interface Releases extends AsyncDisposable {
  readonly state: YtDlpState;
  /** Asks for an update, at most once a minute, and returns at once; what comes of it shows in `state`. */
  ask(): void;
}

/** A place where music comes from. */
export interface MusicSource {
  readonly name: SourceName;
  /** One fitting, playable track, or why there is none. Settles within 60 s, and soon after an abort. Never throws for what the world does. */
  find(choice: MusicChoice, signal: AbortSignal): Promise<Found>;
  /**
   * That track again, playable now, as after a restart; or why not: it may be gone. Promises what `find` does. Absent where nothing can be had again.
   */
  recall?(track: HeardTrack, signal: AbortSignal): Promise<Found>;
  /**
   * Looks ahead for what may be asked for next, the likeliest first, and returns at once; a later call replaces what has not been begun. Absent where
   * finding takes no time.
   */
  prepare?(choices: readonly MusicChoice[]): void;
  /** Ends what it does in the background. Absent where it does nothing there. */
  [Symbol.asyncDispose]?(): Promise<void>;
}
