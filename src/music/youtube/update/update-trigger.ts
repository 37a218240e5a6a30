import type { Instant } from '../../../domain/units.ts';
import { elapsed, ms } from '../../../domain/units.ts';
import type { Clock } from '../../../shared/async/clock.ts';
import type { Log } from '../../../shared/log.ts';
import { requestUpdate } from './journal.ts';

/** This many failures in a row are not an accident: with the pauses of YtDlpSource they span about half an hour. */
const FAILURES = 3;
/**
 * The least time between two requests. yt-dlp may need time to follow a change at YouTube, and asking more often would only load the
 * server.
 */
const REQUEST_GAP = ms(6 * 3_600_000);

/**
 * Requests an update of yt-dlp when it has failed too often: by a warning in the log for people, and by a file for systemd. The daemon
 * never replaces a program that it runs itself.
 */
export class UpdateTrigger {
  readonly #folder: string;
  readonly #clock: Clock;
  readonly #log: Log;
  #failures = 0;
  #asked: Instant | undefined;

  constructor(folder: string, { clock, log }: { readonly clock: Clock; readonly log: Log }) {
    this.#folder = folder;
    this.#clock = clock;
    this.#log = log;
  }

  /** Reports that yt-dlp has worked: earlier failures no longer count. */
  worked(): void {
    this.#failures = 0;
  }

  /** Reports that yt-dlp is broken. */
  async failed(): Promise<void> {
    this.#failures += 1;
    const now = this.#clock.now();
    if (this.#failures < FAILURES || (this.#asked !== undefined && elapsed(this.#asked, now) < REQUEST_GAP)) return;
    this.#asked = now;
    const failures = this.#failures;
    this.#log.warn(
      { failures, advice: "'moodbox update-ytdlp' fetches a newer yt-dlp; under systemd it runs by itself now" },
      'ytdlp.update_wanted',
    );
    try {
      await requestUpdate(this.#folder, { at: new Date().toISOString(), failures });
    } catch (err) {
      this.#log.warn({ err, folder: this.#folder }, 'ytdlp.update_wish_unwritable');
    }
  }
}
