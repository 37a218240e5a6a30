import type { Moment, Ms } from '../../domain/units.ts';
import { ms } from '../../domain/units.ts';
import type { Clock } from './clock.ts';

/** Less than this is the network's fine adjustment, not a clock that was set. */
const TOLERANCE = ms(60_000);

/** `today` is the date and the time of day. */
export type CalendarParts = { readonly clock: Clock; readonly today: () => Moment };

/** Compares the calendar with the monotonic clock, to notice when the calendar is set. */
export class Calendar {
  readonly #clock: Clock;
  readonly #today: () => Moment;
  #offset: number;

  constructor({ clock, today }: CalendarParts) {
    this.#clock = clock;
    this.#today = today;
    this.#offset = today() - clock.now();
  }

  /**
   * How far the calendar has been set since the last call, in whole milliseconds, backwards if negative; 0 if it only ran on. Whole, because
   * moments are: the clock's own readings have fractions.
   */
  jump(): Ms {
    const offset = this.#today() - this.#clock.now();
    const by = ms(Math.round(offset - this.#offset));
    this.#offset = offset;
    return Math.abs(by) < TOLERANCE ? ms(0) : by;
  }
}
