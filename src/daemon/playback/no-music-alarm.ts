import type { Mood } from '../../domain/emotion.ts';
import type { Instant } from '../../domain/units.ts';
import { elapsed, ms } from '../../domain/units.ts';
import type { Player } from '../../players/port.ts';
import type { Clock } from '../../shared/async/clock.ts';
import type { Log } from '../../shared/log.ts';

/** Silence for this long while music is wanted is an alarm. */
const TOO_LONG = ms(60_000);
const ADVICE =
  'nothing in music.order can be played: music.not_found, composed.off and track.failed above say why; moodbox doctor looks at each part';

/** Notices that music is wanted but none can be found or played, and logs that once when it begins and once when it ends. */
export class NoMusicAlarm {
  readonly #parts: { readonly player: Player; readonly clock: Clock; readonly log: Log };
  #since: Instant | undefined;
  #alarmed = false;

  constructor(parts: { readonly player: Player; readonly clock: Clock; readonly log: Log }) {
    this.#parts = parts;
  }

  get isAlarmed(): boolean {
    return this.#alarmed;
  }

  /** Nothing was found, or it could not be played. The track before may still sound; then it is not silent. */
  missed(mood: Mood): void {
    const { clock, log, player } = this.#parts;
    const { kind } = player.playback;
    if (kind === 'playing' || kind === 'paused') {
      this.unwanted();
      return;
    }
    this.#since ??= clock.now();
    if (this.#alarmed || elapsed(this.#since, clock.now()) < TOO_LONG) return;
    this.#alarmed = true;
    log.error({ mood, advice: ADVICE }, 'music.silent');
  }

  /** Music plays again. */
  over(mood: Mood): void {
    const { clock, log } = this.#parts;
    if (this.#alarmed && this.#since !== undefined) log.info({ mood, silentMs: elapsed(this.#since, clock.now()) }, 'music.back');
    this.unwanted();
  }

  /** No music is missing any more. */
  unwanted(): void {
    this.#since = undefined;
    this.#alarmed = false;
  }
}
