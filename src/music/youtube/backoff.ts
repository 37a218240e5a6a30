import type { NotFound } from '../../domain/music.ts';
import type { Instant, Ms } from '../../domain/units.ts';
import { elapsed, later, ms } from '../../domain/units.ts';
import { backoff } from '../../shared/async/backoff.ts';
import type { Clock } from '../../shared/async/clock.ts';
import { SETBACKS } from './failure.ts';

/** A failure after which YouTube as a whole is left alone. */
export type PausingFailure = keyof typeof SETBACKS;

/** How long YouTube is left alone after a failure. The pause grows while the same failure recurs; a success ends it. */
export class YoutubeBackoff {
  readonly #clock: Clock;
  #pause: { readonly failure: PausingFailure; readonly times: number; readonly until: Instant } | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Why YouTube must not be asked now; undefined if it may be. */
  get why(): NotFound | undefined {
    if (!this.#pause || elapsed(this.#pause.until, this.#clock.now()) >= 0) return undefined;
    return SETBACKS[this.#pause.failure].why;
  }

  /** The failure that YouTube is left alone for, and how much longer; undefined if it may be asked now. */
  get pause(): { readonly failure: PausingFailure; readonly left: Ms } | undefined {
    const left = this.#pause ? elapsed(this.#clock.now(), this.#pause.until) : 0;
    return this.#pause && left > 0 ? { failure: this.#pause.failure, left: ms(left) } : undefined;
  }

  /** Begins a pause and returns its length. Without random jitter: a block concerns this address, so boxes in step do not matter. */
  begin(failure: PausingFailure): Ms {
    const times = this.#pause?.failure === failure ? this.#pause.times + 1 : 0;
    const { first, most } = SETBACKS[failure];
    const length = backoff(first, most, () => 0)(times);
    this.#pause = { failure, times, until: later(this.#clock.now(), length) };
    return length;
  }

  /** Ends the pause if this failure was its reason, because the cause is gone. A pause for any other reason goes on. */
  forgive(failure: PausingFailure): void {
    if (this.#pause?.failure === failure) this.end();
  }

  /** Ends any pause: YouTube works again. */
  end(): void {
    this.#pause = undefined;
  }
}
