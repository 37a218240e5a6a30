import type { Moment, Ms } from '../../domain/units.ts';
import { ms } from '../../domain/units.ts';
import type { Clock } from './clock.ts';

/** Less than this is the network's fine adjustment, not a clock that was set. */
const TOLERANCE = ms(60_000);

export type CalendarParts = {
  readonly clock: Clock;
  /** The date and the time of day. */
  readonly today: () => Moment;
  /** How long the machine has been up, suspended or not; `clock` stands still meanwhile. Left out: it is never suspended. */
  readonly uptime?: () => Ms;
};

/** Compares the calendar with the monotonic clock, to notice when the calendar is set. */
export class Calendar {
  readonly #clock: Clock;
  readonly #today: () => Moment;
  readonly #uptime: () => number;
  #offset: number;
  #awake: number;
  #hasSlept = false;

  constructor({ clock, today, uptime = () => ms(clock.now()) }: CalendarParts) {
    this.#clock = clock;
    this.#today = today;
    this.#uptime = uptime;
    this.#offset = today() - clock.now();
    this.#awake = uptime() - clock.now();
  }

  /** Whether the machine was suspended before the last call of `jump`: then the calendar was right, before and after. */
  get hasSlept(): boolean {
    return this.#hasSlept;
  }

  /**
   * How far the calendar has been set since the last call, in whole milliseconds, backwards if negative; 0 if it only ran on. Whole,
   * because moments are: the clock's own readings have fractions.
   */
  jump(): Ms {
    const offset = this.#today() - this.#clock.now();
    const by = ms(Math.round(offset - this.#offset));
    this.#offset = offset;
    const awake = this.#uptime() - this.#clock.now();
    this.#hasSlept = awake - this.#awake >= TOLERANCE;
    this.#awake = awake;
    return Math.abs(by) < TOLERANCE ? ms(0) : by;
  }
}
