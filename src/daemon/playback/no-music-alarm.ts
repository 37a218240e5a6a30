import type { Mood } from '../../domain/emotion.ts';
import type { Instant } from '../../domain/units.ts';
import { elapsed, ms } from '../../domain/units.ts';
import type { Player } from '../../players/port.ts';
import type { Clock } from '../../shared/async/clock.ts';
import type { Log } from '../../shared/log.ts';

/** Silence of so long where music is wanted is an alarm. */
const TOO_LONG = ms(60_000);
const ADVICE = 'nothing in music.order can be played: music.not_found and track.failed above say why; moodbox doctor looks at each part';

/** Notices that music is wanted and none is to be had, and says so once at the beginning and once at the end. */
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

  /** Nothing was found, or what was found could not be played. What was played before may still be heard: then it is not silent. */
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

  /** Music is heard. */
  over(mood: Mood): void {
    const { clock, log } = this.#parts;
    if (this.#alarmed && this.#since !== undefined) log.info({ mood, silentMs: elapsed(this.#since, clock.now()) }, 'music.back');
    this.unwanted();
  }

  /** No music is missing any more, because none is wanted. */
  unwanted(): void {
    this.#since = undefined;
    this.#alarmed = false;
  }
}
