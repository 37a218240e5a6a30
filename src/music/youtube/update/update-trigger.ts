import type { Instant } from '../../../domain/units.ts';
import { elapsed, ms } from '../../../domain/units.ts';
import type { Clock } from '../../../shared/async/clock.ts';
import type { Log } from '../../../shared/log.ts';
import { requestUpdate } from './journal.ts';

/** So many broken calls in a row, with YtDlpSource's rests between them about half an hour, are no accident. */
const MOST = 3;
/** YouTube may well have changed before yt-dlp has: asking more often would only load the server. */
const REST = ms(6 * 3_600_000);

/**
 * Asks for an update of yt-dlp once it has failed too often: a word in the log for people and a file for systemd. The daemon
 * itself replaces no program that it runs.
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

  /** It has worked: earlier failures no longer count. */
  worked(): void {
    this.#failures = 0;
  }

  /** It is broken once more. */
  async failed(): Promise<void> {
    this.#failures += 1;
    const now = this.#clock.now();
    if (this.#failures < MOST || (this.#asked !== undefined && elapsed(this.#asked, now) < REST)) return;
    this.#asked = now;
    const failures = this.#failures;
    this.#log.warn(
      { failures, advice: "'moodbox update-ytdlp' fetches a newer yt-dlp; as a service it runs now by itself" },
      'ytdlp.update_wanted',
    );
    try {
      await requestUpdate(this.#folder, { at: new Date().toISOString(), failures });
    } catch (err) {
      this.#log.warn({ err, folder: this.#folder }, 'ytdlp.update_wish_unwritable');
    }
  }
}
