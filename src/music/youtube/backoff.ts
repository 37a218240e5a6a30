import type { NotFound } from '../../domain/music.ts';
import type { Instant, Ms } from '../../domain/units.ts';
import { elapsed, later } from '../../domain/units.ts';
import { backoff } from '../../shared/async/backoff.ts';
import type { Clock } from '../../shared/async/clock.ts';
import type { Failure } from './failure.ts';
import { SETBACKS } from './failure.ts';

type Lasting = keyof typeof SETBACKS;

/** How long YouTube is left alone after a failure. The rest grows while the same failure comes back; a success ends it. */
export class YoutubeBackoff {
  readonly #clock: Clock;
  #rest: { readonly failure: Lasting; readonly times: number; readonly until: Instant } | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Why nothing is asked at this moment, or nothing if it may be asked. */
  get why(): NotFound | undefined {
    if (!this.#rest || elapsed(this.#rest.until, this.#clock.now()) >= 0) return undefined;
    return SETBACKS[this.#rest.failure].why;
  }

  /** Begins a rest and says how long it is. Not shortened at random: a block is about this address, not about boxes in step. */
  begin(failure: Exclude<Failure, 'dead' | 'aborted'>): Ms {
    const times = this.#rest?.failure === failure ? this.#rest.times + 1 : 0;
    const { first, most } = SETBACKS[failure];
    const span = backoff(first, most, () => 0)(times);
    this.#rest = { failure, times, until: later(this.#clock.now(), span) };
    return span;
  }

  /** What this failure was about is no longer so; a rest for any other reason goes on. */
  forgive(failure: Lasting): void {
    if (this.#rest?.failure === failure) this.end();
  }

  /** All is well again. */
  end(): void {
    this.#rest = undefined;
  }
}
